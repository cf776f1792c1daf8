"""Fields that several forms have: words with room to write, days, moments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from wellrun.web.forms.answers import Day

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# No plan reaches so far and no record so far back, and dates beyond them cannot be reckoned with.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
LONGEST = 4000
_MOST = 1e12


def words(label: str | _StrPromise, needed: str | _StrPromise = "", *, rows: int = 2) -> forms.CharField:
    """Room for a few lines; `needed`: the sentence where nothing was written, without it they may be left out."""
    return forms.CharField(
        label=label,
        required=bool(needed),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": needed} if needed else None,
    )


def day(label: str | _StrPromise, needed: str | _StrPromise = "") -> forms.DateField:
    """A date; `needed` as for words."""
    return forms.DateField(
        label=label,
        required=bool(needed),
        widget=Day(),
        validators=[
            MinValueValidator(FIRST_DAY, _("Choose a later day.")),
            MaxValueValidator(LAST_DAY, _("Choose a nearer day.")),
        ],
        error_messages={"required": needed} if needed else None,
    )


def amount(label: str | _StrPromise, hint: str | _StrPromise) -> forms.FloatField:
    """How much, where it may be left open; not below zero."""
    return forms.FloatField(
        label=label,
        required=False,
        min_value=0,
        max_value=_MOST,
        help_text=hint,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        error_messages={
            "min_value": _("An amount is not below zero."),
            "max_value": _("Choose a lower amount."),
            "invalid": _("Give a number."),
        },
    )


class Moment(forms.DateTimeInput):
    """A day and a time as browsers ask for them."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")
