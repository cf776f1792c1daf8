"""An objective as it is written down and changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wellrun.access.permissions import Permission
from wellrun.accounts.models import User
from wellrun.organisation.models import Unit
from wellrun.strategy.models import Domain, Objective, Plan
from wellrun.web.forms.fields import words
from wellrun.web.forms.plans.choosing import Named, objectives_for, posts_for, units_for
from wellrun.web.presenters.library_words import perspective_names
from wellrun.web.presenters.plans.objective_words import level_names

LONGEST_TITLE = 200
_LEVEL_OF = {
    Unit.Kind.SYSTEM: "site",
    Unit.Kind.REGION: "site",
    Unit.Kind.SITE: "site",
    Unit.Kind.SERVICE_LINE: "service_line",
    Unit.Kind.FUNCTION: "service_line",
    Unit.Kind.WARD: "team",
    Unit.Kind.TEAM: "team",
}


class ObjectiveForm(forms.Form):
    """What an objective says of itself. Fields are named as the verb's arguments."""

    title = forms.CharField(
        label=_("What will be better, and for whom"),
        max_length=LONGEST_TITLE,
        help_text=_("An outcome, not a task: “Patients leave the emergency department within four hours”."),
        error_messages={"required": _("Say what will be better.")},
    )
    description = words(_("For whom, by when, and what is not meant"))
    perspective = forms.ChoiceField(label=_("Perspective of the strategy map"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)

    field_order = ("title", "description", "unit", "level", "domain", "perspective", "owner", "sponsor", "parent")

    def __init__(self, user: User, plan: Plan, *sent: Any, present: Objective | None = None, **named: Any) -> None:
        super().__init__(*sent, **named)
        self.present = present
        self._choose(user, plan)
        self.order_fields(self.field_order)

    def _choose(self, user: User, plan: Plan) -> None:
        present, fields = self.present, self.fields
        posts = posts_for(
            user,
            present.unit_id if present else None,
            present.owner if present else None,
            present.sponsor if present else None,
        )
        units = units_for(user, Permission.CHAIR, kept=(present.unit if present else None,))
        fields["unit"] = Named(_("Unit"), units, needed=_("Choose the unit whose objective it is."))
        domains = Domain.objects.annotate(shown_name=F("name")).order_by("position")
        fields["domain"] = Named(_("Domain"), domains, needed=_("Choose the domain."))
        fields["owner"] = Named(
            _("Owner"), posts, empty=_("Nobody yet"), help_text=_("The one operational post that answers for it.")
        )
        fields["sponsor"] = Named(
            _("Sponsor"), posts, empty=_("Nobody yet"), help_text=_("Who unblocks it between departments.")
        )
        self._choice("perspective", {"": gettext("None yet"), **perspective_names()})
        if present is None:
            self._choice("level", {"": gettext("As its unit is"), **level_names()})
            above = objectives_for(user, plan)
            fields["parent"] = Named(_("Serves"), above, empty=_("Nothing above it"))
        else:
            self._choice("level", dict(level_names()))

    def _choice(self, name: str, choices: dict[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices.items())

    def clean(self) -> dict[str, Any]:
        """Only the enterprise has enterprise objectives; a level left out is that of the unit."""
        given = super().clean() or {}
        unit, was = given.get("unit"), self.present
        if unit is None:
            return given
        level = given.get("level") or (Objective.Level.ENTERPRISE if unit.enterprise else level_of(unit))
        is_new = was is None or (was.level, was.unit_id) != (level, unit.pk)
        if is_new and level == Objective.Level.ENTERPRISE and not unit.enterprise:
            words_of = {"unit": unit.name}
            sentence = gettext("%(unit)s is not the enterprise: choose another level, or the enterprise as the unit.")
            self.add_error("level", sentence % words_of)
        return {**given, "level": level}

    def given(self) -> dict[str, Any]:
        """What the verb is called with; what it serves is said apart."""
        return {name: value for name, value in self.cleaned_data.items() if name != "parent"}

    @property
    def parents(self) -> list[Objective]:
        """What a new one serves."""
        parent = self.cleaned_data.get("parent")
        return [parent] if parent is not None else []


def level_of(unit: Unit) -> str:
    """On which level an objective of a unit stands that is not the enterprise's."""
    return _LEVEL_OF.get(Unit.Kind(unit.kind), "team")


def present_of(objective: Objective) -> dict[str, Any]:
    """The fields as the objective stands."""
    return {
        "title": objective.title,
        "description": objective.description,
        "unit": objective.unit.key,
        "level": objective.level,
        "domain": objective.domain.key,
        "perspective": objective.perspective,
        "owner": objective.owner.key if objective.owner else "",
        "sponsor": objective.sponsor.key if objective.sponsor else "",
    }
