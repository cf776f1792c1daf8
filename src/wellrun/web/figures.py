"""How a figure is written on a screen; the writing itself is `measures.shown`'s, one for all that leaves."""

from __future__ import annotations

from django.utils.translation import gettext

from wellrun.measures.shown import (
    MINUS,
    NO_BREAK,
    PERCENT,
    PLAIN,
    FigureFormat,
    is_missing,
    number,
    shown,
    shown_number,
)

__all__ = [
    "MINUS",
    "NO_BREAK",
    "PERCENT",
    "PLAIN",
    "FigureFormat",
    "coverage",
    "figure",
    "figure_range",
    "is_missing",
    "number",
    "shown_number",
]


def figure(value: float | None, form: FigureFormat = PLAIN) -> str:
    """The figure as it stands on a screen: "68.9 %", "2,688", or "no figure" where there is none."""
    return shown(value, form).text


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
