"""How many false alarms a month a forum accepts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class BudgetForm(forms.Form):
    """One number; the room says which are no budget."""

    false_alarms_a_month = forms.FloatField(
        label=_("False alarms a month"),
        help_text=_("Over all series that it looks at. 0.5 is one in two months; 0 means none, and so nothing early."),
        error_messages={"required": _("Say how many; 0 means that nothing found early is raised.")},
        widget=forms.NumberInput(attrs={"step": "any", "min": 0, "inputmode": "decimal"}),
    )
