"""The parts of an objective: what it serves, its measures, its teams, its arrows. Fields as the verbs name them."""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wellrun.accounts.models import User
from wellrun.measures.models import Measure, MeasureVersion
from wellrun.strategy.models import Contributor, Objective, ObjectiveMeasure
from wellrun.web.figures import PLAIN
from wellrun.web.forms.fields import words
from wellrun.web.forms.plans.choosing import Named, measures_to_choose, objectives_for, posts_for, units_for
from wellrun.web.forms.typed import typed_in
from wellrun.web.presenters.plans.objective_words import (
    direction_names,
    is_a_rate,
    part_hints,
    role_hints,
)
from wellrun.web.presenters.rows import figure_format

LONGEST_TEAM = 120
_NUMBER = {"step": "any", "inputmode": "decimal"}


class ParentForm(forms.Form):
    """Which objective is served: chosen first, since what is left of its gap depends on it.

    One that stands below, by its level or because it serves this one, is not offered; one served already stays.
    """

    def __init__(self, user: User, objective: Objective, *sent: Any, **named: Any) -> None:
        super().__init__(*sent, **named)
        rows = objectives_for(user, objective.plan, objective.unit_id).exclude(pk=objective.pk)
        levels = list(Objective.Level)
        above = Q(level__in=levels[: levels.index(Objective.Level(objective.level)) + 1])
        below = objective.child_links.values("child")
        served = Q(pk__in=objective.parent_links.values("parent"))
        rows = rows.filter(served | (above & ~Q(pk__in=below)))
        self.fields["parent"] = Named(_("It serves"), rows, needed=_("Choose what it serves."))


class ServesForm(ParentForm):
    """What an objective serves, and how much of that gap it takes on: an amount as shown, or a share in percent."""

    amount = forms.FloatField(
        label=_("It takes on, as an amount"),
        required=False,
        min_value=0,
        widget=forms.NumberInput(_NUMBER),
        error_messages={"invalid": _("Give the amount as a number."), "min_value": _("An amount has no sign.")},
    )
    share = forms.FloatField(
        label=_("Or as a share of the gap, in percent"),
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(_NUMBER),
        error_messages={
            "invalid": _("Give the share as a number of percent."),
            "min_value": _("A share lies between 0 and 100 percent."),
            "max_value": _("A share lies between 0 and 100 percent."),
        },
    )

    field_order = ("parent", "amount", "share")

    def __init__(
        self, user: User, objective: Objective, *sent: Any, result: MeasureVersion | None = None, **named: Any
    ) -> None:
        """`result`: the measure of which the gap of the chosen parent is one."""
        super().__init__(user, objective, *sent, **named)
        form = figure_format(result) if result else PLAIN
        self.multiplier = form.multiplier
        self.fields["parent"].widget = forms.HiddenInput()
        hints = [typed_in(form, distance=True)]
        if is_a_rate(result):
            hints.append(gettext("Rates of several units do not add up to the rate of all: a share says more."))
        self.fields["amount"].help_text = " ".join(hint for hint in hints if hint)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """One of the two, or neither; each a number."""
        given = super().clean() or {}
        amount, share = given.get("amount"), given.get("share")
        if amount is not None and share is not None:
            self.add_error("share", gettext("Say an amount or a share, not both."))
        if any(value is not None and not math.isfinite(value) for value in (amount, share)):
            self.add_error("amount", gettext("Give the amount as a number."))
        return given

    def given(self) -> dict[str, Any]:
        """As the verb takes it: the amount as figures are stored, the share 0 to 1."""
        amount, share = self.cleaned_data["amount"], self.cleaned_data["share"]
        return {
            "parent": self.cleaned_data["parent"],
            "amount": None if amount is None else amount / self.multiplier,
            "share": None if share is None else share / 100,
        }


class RoleForm(forms.Form):
    """What a measure is to an objective."""

    role = forms.ChoiceField(label=_("It is a"), error_messages={"required": _("Choose its role.")})
    direction = forms.ChoiceField(label=_("What the objective wants of it"), required=False)

    field_order = ("measure", "role", "direction", "owner")

    def __init__(
        self,
        user: User,
        objective: Objective,
        *sent: Any,
        present: ObjectiveMeasure | None = None,
        **named: Any,
    ) -> None:
        """`present`: the role that is changed."""
        super().__init__(*sent, **named)
        self.objective, self.present = objective, present
        self.fields["measure"] = Named(_("Measure"), measures_to_choose(), needed=_("Choose the measure."))
        self.fields["owner"] = Named(
            _("Who answers for it"),
            posts_for(user, objective.unit_id, objective.owner),
            empty=_("The objective's owner"),
        )
        _choices(self, "role", role_hints())
        _choices(self, "direction", direction_names())
        self.order_fields(self.field_order)

    def clean_measure(self) -> Measure:
        """A measure that is added has no role yet: a guard does not become a result unasked."""
        measure: Measure = self.cleaned_data["measure"]
        known = self.objective.measures.filter(measure=measure).first()
        if known is not None and known != self.present:
            sentence = gettext("“%(name)s” plays a role here already: change it in the list.")
            name = self.fields["measure"].label_from_instance(measure)  # type: ignore[attr-defined]
            raise forms.ValidationError(sentence % {"name": name})
        return measure


class ContributorForm(forms.Form):
    """A team that takes part, and what it hands on."""

    team = forms.CharField(label=_("Team"), max_length=LONGEST_TEAM, error_messages={"required": _("Name the team.")})
    part = forms.ChoiceField(label=_("Its part"), initial=Contributor.Part.RESPONSIBLE)

    field_order = ("team", "part", "unit", "post", "handoff_measure")

    def __init__(
        self, user: User, objective: Objective, *sent: Any, present: Contributor | None = None, **named: Any
    ) -> None:
        super().__init__(*sent, **named)
        self.objective, self.present = objective, present
        post, unit = (present.post, present.unit) if present else (None, None)
        self.fields["unit"] = Named(_("Its unit"), units_for(user, kept=(unit,)), empty=_("None named"))
        self.fields["post"] = Named(
            _("Who speaks for it"), posts_for(user, objective.unit_id, post), empty=_("No post named")
        )
        self.fields["handoff_measure"] = Named(
            _("Hand-off measure"),
            measures_to_choose(),
            empty=_("None agreed yet"),
            help_text=_("What shows how well it hands its part on to the next team."),
        )
        _choices(self, "part", part_hints())
        self.order_fields(self.field_order)

    def clean_team(self) -> str:
        """A new team is not one that takes part already."""
        team: str = self.cleaned_data["team"].strip()
        if self.present is None and self.objective.contributors.filter(team__iexact=team).exists():
            sentence = gettext("“%(team)s” takes part already: change it in the list.")
            raise forms.ValidationError(sentence % {"team": team})
        return team


class ArrowForm(forms.Form):
    """Reaching the objective is expected to help another one."""

    because = words(_("Because"))

    field_order = ("effect", "because")

    def __init__(self, user: User, objective: Objective, *sent: Any, **named: Any) -> None:
        super().__init__(*sent, **named)
        rows = objectives_for(user, objective.plan, objective.unit_id).exclude(pk=objective.pk)
        self.fields["effect"] = Named(_("It is expected to help"), rows, needed=_("Choose what it helps."))
        self.order_fields(self.field_order)


def _choices(form: forms.Form, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices.items())
