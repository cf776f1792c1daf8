"""The one form in which a figure leaves the system: a value, a missing one, or one that is hidden.

Screens, exports, the API and the assistant all show a `Shown`; none of them formats a bare number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from wellrun.measures.models import MeasureVersion

NO_BREAK = "\u00a0"
MINUS = "\u2212"
LARGE = 1e16


@dataclass(frozen=True, slots=True)
class FigureFormat:
    """A measure's way of showing its figures: 0.689 with (100, 1, "%") reads 68.9 %."""

    multiplier: float = 1.0
    decimals: int = 0
    suffix: str = ""


PLAIN = FigureFormat()
PERCENT = FigureFormat(100, 1, "%")


def format_of(version: MeasureVersion) -> FigureFormat:
    """How a definition's figures are shown."""
    return FigureFormat(version.multiplier, version.decimals, version.display_unit)


class State(StrEnum):
    """What there is to show. HIDDEN: a number too small to be shown without pointing at somebody."""

    VALUE = "value"
    MISSING = "missing"
    HIDDEN = "hidden"


class Missing(StrEnum):
    """Why there is no value: nobody sent one, or it was taken back."""

    NOT_REPORTED = "not_reported"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure ready to leave: `value` as stored, only in state VALUE; `reason` only in state MISSING."""

    state: State
    value: float | None = None
    reason: Missing | None = None
    form: FigureFormat = PLAIN

    def __post_init__(self) -> None:
        if (self.value is None) == (self.state is State.VALUE) or (self.reason is None) == (
            self.state is State.MISSING
        ):
            raise ValueError("a value belongs to state value, a reason to state missing")

    @property
    def text(self) -> str:
        """The figure in words: "68.9 %", "no figure", "taken back", "hidden: too few"."""
        if self.value is not None:
            return in_words(self.value, self.form)
        if self.state is State.HIDDEN:
            return _("hidden: too few")
        return _("taken back") if self.reason is Missing.WITHDRAWN else _("no figure")


def shown(value: float | None, form: FigureFormat = PLAIN, *, known: bool = False, hidden: bool = False) -> Shown:
    """What to show of a stored value. `known`: there is a row for the period, so an empty one was taken back.

    `hidden`: the disclosure mask covers it.
    """
    if hidden:
        return Shown(State.HIDDEN, form=form)
    if value is None or is_missing(value):
        return Shown(State.MISSING, reason=Missing.WITHDRAWN if known else Missing.NOT_REPORTED, form=form)
    return Shown(State.VALUE, value, form=form)


def is_missing(value: float | None) -> bool:
    """Whether there is no figure: None, NaN and infinities alike."""
    return value is None or not math.isfinite(value)


def in_words(value: float, form: FigureFormat = PLAIN) -> str:
    """A value with its unit: 0.689 -> "68.9 %"."""
    text = shown_number(value, form)
    return f"{text}{NO_BREAK}{form.suffix}" if form.suffix else text


def shown_number(value: float, form: FigureFormat = PLAIN) -> str:
    """The figure without its unit: 0.689 -> "68.9"."""
    return number(float(_exact(value) * _exact(form.multiplier)), form.decimals)


def number(value: float, decimals: int = 0) -> str:
    """`value` rounded half up to `decimals`, with the site's separators; never "-0".

    Beyond what a float holds in whole numbers it is written as powers of ten.
    """
    if abs(value) >= LARGE:
        return f"{value:.3e}".replace("-", MINUS, 1) if value < 0 else f"{value:.3e}"
    rounded = _exact(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = str(number_format(abs(rounded), decimals, use_l10n=True, force_grouping=True))
    return f"{MINUS}{text}" if rounded < 0 else text


def day_words(day: date) -> str:
    """A date inside a sentence: "14 October 2025"."""
    return date_format(day, "j F Y")


def _exact(value: float) -> Decimal:
    return Decimal(repr(float(value)))
