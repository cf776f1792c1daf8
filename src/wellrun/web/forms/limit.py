"""A same-day limit: at which figure, and what is done then."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellrun.measures.actions.triggers import LONGEST_RESPONSE
from wellrun.measures.models import MeasureVersion, Trigger
from wellrun.measures.shown import format_of
from wellrun.web.forms.typed import typed_in


class LimitForm(forms.Form):
    """The limit is typed as the measure's figures are shown, and `stored` as they are kept."""

    side = forms.ChoiceField(
        label=_("Met by a figure of"),
        choices=[(Trigger.Side.HIGH, _("this much or more")), (Trigger.Side.LOW, _("this much or less"))],
    )
    limit = forms.FloatField(label=_("Limit"), error_messages={"required": _("Give the limit as a number.")})
    response = forms.CharField(
        label=_("What is done at once"),
        max_length=LONGEST_RESPONSE,
        error_messages={"required": _("Say what is done at once when the limit is met.")},
    )

    def __init__(self, version: MeasureVersion, *sent: Any) -> None:
        super().__init__(*sent)
        self.multiplier = version.multiplier
        self.fields["limit"].widget.attrs["step"] = "any"
        self.fields["limit"].help_text = typed_in(format_of(version))
        worse = {"up": Trigger.Side.LOW, "down": Trigger.Side.HIGH}
        self.fields["side"].initial = worse.get(version.direction, Trigger.Side.HIGH)

    @property
    def stored(self) -> float:
        """The limit as figures are kept: a proportion 0-1."""
        return float(self.cleaned_data["limit"]) / self.multiplier
