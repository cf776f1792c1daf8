"""By which rules a measure is judged, and whether it is watched for an early change beside them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellrun.analytics.spc.codes import Profile
from wellrun.insight.early import WATCHED_GRAINS
from wellrun.insight.early_words import rules_words
from wellrun.measures.models import MeasureVersion


class JudgingForm(forms.Form):
    """Two choices; days between events cannot be watched, and are not asked about."""

    rules = forms.ChoiceField(
        label=_("Rules"),
        help_text=_("The same figures can be a change by one set of rules and none by another; none is the right one."),
        error_messages={"required": _("Choose the rules.")},
    )
    early = forms.BooleanField(
        label=_("Watch it for early changes as well"),
        required=False,
        help_text=_(
            "Beside the rules, at a stated rate of false alarms: of a hundred series that go on as they were, about "
            "five raise one within a year."
        ),
    )

    def __init__(self, version: MeasureVersion, *sent: Any) -> None:
        super().__init__(*sent)
        rules: Any = self.fields["rules"]
        rules.choices = [(profile.word, rules_words(profile.word, False)) for profile in Profile]
        rules.initial, self.fields["early"].initial = version.rule_profile, version.early_detection
        if version.grain not in WATCHED_GRAINS:
            del self.fields["early"]

    @property
    def wanted(self) -> tuple[str, bool]:
        """The rule profile, and whether to watch."""
        return self.cleaned_data["rules"], self.cleaned_data.get("early", False)
