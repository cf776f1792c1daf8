"""What is required by a day: written down, said to be met, taken back. A form a verb."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Unit
from wellrun.web.forms.fields import day, words

LONGEST_LINE = 200


def _line(label: Any, needed: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_LINE, help_text=hint, error_messages={"required": needed})


class MeasureChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A measure by its present name, which its rows carry as `name`."""

    def label_from_instance(self, obj: Any) -> str:
        """Its name; of one without a definition in force its key."""
        return str(obj.name or obj.key)


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A post with its unit: two units may have a post of the same title."""

    def label_from_instance(self, obj: Any) -> str:
        """Title and unit."""
        return f"{obj.title}, {obj.unit.name}"


class ObligationForm(forms.Form):
    """Who requires what by when, who answers for it, and what will show that it is met."""

    title = _line(_("What is required"), _("Say what is required."))
    regulator = _line(_("Who requires it"), _("Say who requires it."), _("A regulator, a payer, a commissioner."))
    clause = _line(_("Where it is written"), _("Name the clause."), _("The clause, so that anyone can look it up."))
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        to_field_name="key",
        empty_label=_("Choose a unit"),
        error_messages={
            "required": _("Choose the unit it is required of."),
            "invalid_choice": _("Choose a unit that you chair."),
        },
    )
    owner = PostChoice(
        Post.objects.none(),
        label=_("Post that answers for it"),
        to_field_name="key",
        required=False,
        empty_label=_("Nobody yet"),
        error_messages={"invalid_choice": _("Choose a post that you see.")},
    )
    due = day(_("Due on"), _("Say by which day."))
    notice_days = forms.IntegerField(
        label=_("Days of notice"),
        min_value=0,
        max_value=3660,
        initial=60,
        help_text=_("So many days before it is due it comes before its forum by itself."),
        error_messages={"required": _("Say how many days before it should come up.")},
    )
    evidence = words(_("What will show that it is met"))
    measure = MeasureChoice(
        Measure.objects.none(),
        label=_("Measure it is about"),
        to_field_name="key",
        required=False,
        empty_label=_("None"),
        help_text=_("Then the forum that reviews the measure is told; without one the nearest forum of the unit."),
        error_messages={"invalid_choice": _("Choose a measure of this site.")},
    )

    def __init__(
        self, *sent: Any, units: QuerySet[Unit], posts: QuerySet[Post], measures: QuerySet[Measure], **named: Any
    ) -> None:
        super().__init__(*sent, **named)
        for name, rows in (("unit", units), ("owner", posts), ("measure", measures)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class MeetForm(forms.Form):
    """That it is met, since when, and what shows it."""

    met_on = day(_("Met on"), _("Say on which day it was met."))
    met_by = words(_("What shows it"), _("Say what shows that it is met."), rows=3)


class ReasonForm(forms.Form):
    """Why something that was said is taken back."""

    reason = words(_("Why"), _("Say why."), rows=3)
