"""The usual level: one, or one for each position in a season."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.detection.points import Whole
from wellrun.analytics.panel import Floats


def level_of(y: Floats, sizes: Floats | None, position: Whole, season_length: int) -> tuple[Floats, Floats]:
    """(S, R) the mean of each position, weighted by `sizes` where given, and how many points it rests on.

    `y`, `sizes` (K, R); `position` (K, R) or (K, 1). NaN where a position was never seen.
    """
    totals, times = totals_of(y if sizes is None else y * sizes, position, season_length)
    over = times if sizes is None else totals_of(sizes, position, season_length)[0]
    return totals / np.where(over > 0, over, np.nan), times


def totals_of(array: Floats, position: Whole, season_length: int) -> tuple[Floats, Floats]:
    """(S, R) the sum over each position's points, and how many they are."""
    if season_length == 1:
        return array.sum(axis=0, keepdims=True), np.full((1, array.shape[1]), float(array.shape[0]))
    totals, times = (np.empty((season_length, array.shape[1])) for _ in range(2))
    for place in range(season_length):
        here = position == place
        if position.shape[1] == 1:
            totals[place], times[place] = array[here[:, 0]].sum(axis=0), here.sum()
        else:
            totals[place], times[place] = np.where(here, array, 0.0).sum(axis=0), here.sum(axis=0)
    return totals, times


def at_positions(level: Floats, position: Whole) -> Floats:
    """(K, R) or (1, R) the level that belongs to each point."""
    if level.shape[0] == 1:
        return level
    if position.shape[1] == 1:
        found: Floats = level[position[:, 0]]
        return found
    return np.take_along_axis(level, position, axis=0)
