"""From labels to words of good and bad: the point, the variation icon and the assurance icon."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.codes import HIGH, LOW, Assurance, Codes, Direction, Point, Variation

# By Direction: what a marked point on the high and on the low side says. A band needs values: `band_points`.
_HIGH_SAYS = np.array([Point.HIGH, Point.IMPROVEMENT, Point.CONCERN, Point.HIGH], dtype=np.int8)
_LOW_SAYS = np.array([Point.LOW, Point.CONCERN, Point.IMPROVEMENT, Point.LOW], dtype=np.int8)

_VARIATION_OF = {
    (Point.IMPROVEMENT, HIGH): Variation.IMPROVEMENT_HIGH,
    (Point.IMPROVEMENT, LOW): Variation.IMPROVEMENT_LOW,
    (Point.CONCERN, HIGH): Variation.CONCERN_HIGH,
    (Point.CONCERN, LOW): Variation.CONCERN_LOW,
    (Point.HIGH, HIGH): Variation.NEUTRAL_HIGH,
    (Point.LOW, LOW): Variation.NEUTRAL_LOW,
}


def points_of(side: Codes, direction: Codes) -> Codes:
    """Point codes (S, T) of marked sides (S, T; +1, -1, 0), given each series' direction (S,)."""
    return (side > 0) * _HIGH_SAYS[direction][:, None] + (side < 0) * _LOW_SAYS[direction][:, None]


def band_points(side: Codes, values: Floats, centre: Floats, band: Floats) -> Codes:
    """Point codes (S, T) where good lies between two targets `band` (S, 2).

    A marked point beyond the band on its own side is a concern; one that moves from a centre outside the
    band towards it is an improvement; any other, or one without a band, is merely high or low.
    """
    low, high = band[:, :1], band[:, 1:]
    beyond = ((side == HIGH) & (values > high)) | ((side == LOW) & (values < low))
    towards = ((side == HIGH) & (centre < low)) | ((side == LOW) & (centre > high))
    plain = points_of(side, np.full(len(side), Direction.NONE, dtype=np.int8))
    return np.where(beyond, np.int8(Point.CONCERN), np.where(towards, np.int8(Point.IMPROVEMENT), plain))


def variation_of(point: Codes, side: Codes) -> Codes:
    """Variation codes (S,) of the last point's code and side (S,)."""
    icon = np.zeros(point.shape, dtype=np.int8)
    for (of_point, of_side), found in _VARIATION_OF.items():
        icon[(point == of_point) & (side == of_side)] = found
    return icon


def assurance_of(lower: Floats, upper: Floats, target: Floats, direction: Codes) -> Codes:
    """Assurance codes (S,) of the last point's limits (S,) and targets (S, 2); NaN limits or target give NONE.

    Strict: a target on a limit is neither passed nor failed consistently. In a band, limits wholly inside
    pass and limits wholly outside fail.
    """
    first, second = target[:, 0], target[:, 1]
    above, below = first > upper, first < lower
    icon = np.full(direction.shape, Assurance.NONE, dtype=np.int8)
    up, down, band = (direction == way for way in (Direction.UP, Direction.DOWN, Direction.BAND))
    known = ~np.isnan(lower) & ~np.isnan(upper) & ~np.isnan(first)
    _settle(icon, known & up, passes=below, fails=above)
    _settle(icon, known & down, passes=above, fails=below)
    inside = (lower > first) & (upper < second)
    _settle(icon, known & band & ~np.isnan(second), passes=inside, fails=(lower > second) | (upper < first))
    return icon


def targets(target: Any, n_series: int) -> Floats:
    """(S, 2) targets from none, one number, a (lower, upper) pair, or arrays (S,) or (S, 2); NaN = none."""
    wide = np.full((n_series, 2), np.nan)
    if target is None:
        return wide
    if isinstance(target, tuple):
        wide[:] = target
        return wide
    given = np.asarray(target, dtype=np.float64)
    if given.ndim == 2:
        wide[:] = given
    else:
        wide[:, 0] = given
    return wide


def _settle(icon: Codes, where: NDArray[Any], *, passes: NDArray[Any], fails: NDArray[Any]) -> None:
    icon[where] = Assurance.INCONSISTENT
    icon[where & passes] = Assurance.CONSISTENTLY_PASSES
    icon[where & fails] = Assurance.CONSISTENTLY_FAILS
