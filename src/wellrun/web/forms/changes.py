"""What people say of a series: an event, a point to leave out, a new baseline, and the answer to one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellrun.measures.actions.events import LONGEST_TEXT
from wellrun.measures.models import BaselineProposal
from wellrun.web.forms.fields import day, words

# (first day, words) of a period that one may choose.
Period = tuple[date, str]


class EventForm(forms.Form):
    """Something that happened, on a day or for a while."""

    prefix = "event"
    text = forms.CharField(
        label=_("What happened"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Say in a few words what happened.")},
    )
    starts_on = day(_("First day"), _("Say on which day."))
    ends_on = day(_("Last day"))
    about = forms.ChoiceField(
        label=_("Whom it concerns"),
        choices=[("measure", _("This measure only")), ("unit", _("Every measure here and below"))],
        initial="measure",
    )


class PointForm(forms.Form):
    """A figure that is to take no part in judging, and why."""

    prefix = "point"
    period = forms.TypedChoiceField(
        label=_("Figure of"), coerce=date.fromisoformat, error_messages={"required": _("Choose a period.")}
    )
    reason = words(_("Why it is left out"), _("Say why: who reads the chart later must know."))

    def __init__(self, periods: Sequence[Period], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = _choices(periods)  # type: ignore[attr-defined]


class BaselineForm(forms.Form):
    """A new baseline: from when, because of which change on which day."""

    start = forms.TypedChoiceField(
        label=_("The new baseline begins with"),
        coerce=date.fromisoformat,
        error_messages={"required": _("Choose the period with which it begins.")},
    )
    changed_on = day(_("Day of the change"), _("Say on which day the process or the definition changed."))
    reason_kind = forms.ChoiceField(
        label=_("What changed"),
        choices=[
            (BaselineProposal.Reason.PROCESS, _("The process: the work is done otherwise")),
            (BaselineProposal.Reason.DEFINITION, _("The definition: it is counted otherwise")),
        ],
        initial=BaselineProposal.Reason.PROCESS,
    )
    reason = words(_("How it changed, and how one knows"), _("Say what changed: who approves it must be able to tell."))
    origin = forms.ChoiceField(choices=BaselineProposal.Origin, widget=forms.HiddenInput, required=False)
    item = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, periods: Sequence[Period], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start"].choices = _choices(periods)  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """Yes or no to a proposal; no needs a reason."""

    reason = words(_("Why"))


def _choices(periods: Sequence[Period]) -> list[tuple[str, Any]]:
    return [("", _("Choose")), *((first.isoformat(), said) for first, said in periods)]
