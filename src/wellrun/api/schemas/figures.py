"""Figures as they leave: always with whether there is one, and why not."""

from __future__ import annotations

from wellrun.api.schemas.fields import Answered, same
from wellrun.api.schemas.words import FigureState, MissingReason
from wellrun.measures.models import MeasureVersion
from wellrun.measures.shown import PLAIN, FigureFormat, Shown, format_of, shown


class FigureOut(Answered):
    """A figure. `value` as stored (a proportion is 0-1), only in state value; `text` as people read it.

    `missing`: nobody sent one, or it was withdrawn. `hidden`: too small to show without pointing at somebody.
    """

    state: FigureState
    value: float | None
    reason: MissingReason | None
    text: str


class CoverageOut(Answered):
    """Of a rolled-up figure: how many of the units expected have reported; who never did is expected too."""

    reporting: int
    expected: int


def figure_out(figure: Shown) -> FigureOut:
    """The one way in which a figure leaves through this interface."""
    return FigureOut(**same(figure, "state", "value", "reason", "text"))


def in_measure(value: float | None, version: MeasureVersion, *, known: bool = False) -> FigureOut:
    """A stored value in the measure's own way of writing. `known`: there is a row, so an empty one was withdrawn."""
    return figure_out(shown(value, format_of(version), known=known))


def plain(value: float | None, *, known: bool = False, form: FigureFormat = PLAIN) -> FigureOut:
    """A count, such as a numerator."""
    return figure_out(shown(value, form, known=known))


def coverage_out(reporting: int | None, expected: int | None, *, never: int = 0) -> CoverageOut | None:
    """None for a figure that is not rolled up. `never`: how many more never reported it."""
    if reporting is None or expected is None or expected < 0:
        return None
    return CoverageOut(reporting=reporting, expected=expected + never)
