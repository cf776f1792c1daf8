"""How a rule of the model check counts at this site: how grave it is, from which number on it speaks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellrun.check.catalogue import RuleWords
from wellrun.check.engine import Setting
from wellrun.check.rule import Rule
from wellrun.web.presenters.rule_words import SEVERITIES, threshold_label

MOST = 100_000


class RuleForm(forms.Form):
    """A severity and a number for each threshold that the rule has; `setting` is what they come to."""

    severity = forms.ChoiceField(label=_("How grave it is"), required=False)

    def __init__(self, rule: Rule, words: RuleWords, present: Setting, *sent: Any) -> None:
        super().__init__(*sent)
        self.rule = rule
        grave: Any = self.fields["severity"]
        own = _("As the rule comes: %(word)s") % {"word": SEVERITIES[words.severity]}
        grave.choices = [("", own), *SEVERITIES.items()]
        grave.initial = present.severity
        if "error_above" in rule.thresholds or any(name.startswith("error_") for name in rule.thresholds):
            grave.help_text = _("As it comes, it is graver beyond the number below; chosen here, it is always this.")
        for name, default in rule.thresholds.items():
            self.fields[name] = _number(rule.id, name, default, present.thresholds.get(name, default))

    @property
    def setting(self) -> Setting:
        """What was asked for."""
        return Setting(self.cleaned_data["severity"], {name: self.cleaned_data[name] for name in self.rule.thresholds})


def _number(rule: str, name: str, default: float, present: float) -> forms.FloatField:
    field = forms.FloatField(
        label=threshold_label(rule, name),
        min_value=0,
        max_value=MOST,
        initial=f"{present:g}",
        help_text=_("As the rule comes: %(default)s") % {"default": f"{default:g}"},
        error_messages={"required": _("Give a number."), "invalid": _("Give a number.")},
    )
    field.widget.attrs["step"] = "any"
    return field
