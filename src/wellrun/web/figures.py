"""How a figure is written on a screen: multiplier, decimals, unit; a missing one says so."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext

NO_BREAK = "\u00a0"
MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class FigureFormat:
    """A measure's way of showing its figures: 0.689 with (100, 1, "%") reads 68.9 %."""

    multiplier: float = 1.0
    decimals: int = 0
    suffix: str = ""


PLAIN = FigureFormat()
PERCENT = FigureFormat(100, 1, "%")


def is_missing(value: float | None) -> bool:
    """Whether there is no figure: None, NaN and infinities alike."""
    return value is None or not math.isfinite(value)


def number(value: float, decimals: int = 0) -> str:
    """`value` rounded half up to `decimals`, with the site's separators; never "-0"."""
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = number_format(abs(rounded), decimals, use_l10n=True, force_grouping=True)
    return f"{MINUS}{text}" if rounded < 0 else str(text)


def shown_number(value: float, form: FigureFormat = PLAIN) -> str:
    """The figure without its unit: 0.689 -> "68.9"."""
    scaled = Decimal(repr(float(value))) * Decimal(repr(float(form.multiplier)))
    return number(float(scaled), form.decimals)


def figure(value: float | None, form: FigureFormat = PLAIN) -> str:
    """The figure as it stands on a screen: "68.9 %", "2,688", or "no figure" where there is none."""
    if value is None or is_missing(value):
        return gettext("no figure")
    text = shown_number(value, form)
    return f"{text}{NO_BREAK}{form.suffix}" if form.suffix else text


def figure_range(low: float | None, high: float | None, form: FigureFormat = PLAIN) -> str:
    """A range in words: "10.5 % to 19.1 %"; one end alone reads "up to" or "from"."""
    if is_missing(low) and is_missing(high):
        return gettext("no figure")
    if is_missing(low):
        return gettext("up to %(high)s") % {"high": figure(high, form)}
    if is_missing(high):
        return gettext("from %(low)s") % {"low": figure(low, form)}
    return gettext("%(low)s to %(high)s") % {"low": figure(low, form), "high": figure(high, form)}


def coverage(reporting: int | None, expected: int | None) -> str:
    """How many of those expected reported: "6 of 7"; empty where the figure is not rolled up."""
    if reporting is None or expected is None:
        return ""
    return gettext("%(reporting)d of %(expected)d") % {"reporting": reporting, "expected": expected}
