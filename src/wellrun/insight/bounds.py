"""Where a measure's figures end by nature: limits are computed without knowing it, and shown no further than that."""

from __future__ import annotations

from collections.abc import Iterable

from wellrun.measures.models import MeasureVersion

Scoring, Direction = MeasureVersion.Scoring, MeasureVersion.Direction
Bounds = tuple[float | None, float | None]

_NEVER_NEGATIVE = (Scoring.PROPORTION, Scoring.COUNT, Scoring.RATE)
# Of a quotient or a measured number nobody says whether it may be negative. One that shall be small or within a band
# (a wait, an absence, an occupancy) is an amount; one that shall be large may be a margin.
_AMOUNTS = (Direction.DOWN, Direction.BAND)


def natural_bounds(version: MeasureVersion, figures: Iterable[float | None] = ()) -> Bounds:
    """The lowest and highest figure there can be, as stored; None where there is no such end.

    `figures`: those known of the series; a negative one proves that it does not end at nothing.
    """
    has_floor = version.scoring in _NEVER_NEGATIVE or version.direction in _AMOUNTS
    is_negative = any(figure is not None and figure < 0 for figure in figures)
    return (0.0 if has_floor and not is_negative else None, 1.0 if version.bounded else None)


def within(limit: float | None, bounds: Bounds) -> float | None:
    """The limit as it is shown: never beyond what a figure can be. None stays None."""
    low, high = bounds
    if limit is None:
        return None
    if low is not None and limit < low:
        return low
    return high if high is not None and limit > high else limit
