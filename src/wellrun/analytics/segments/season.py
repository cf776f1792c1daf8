"""A season, taken out before looking for changes: else every winter is one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import Grain
from wellrun.analytics.panel import Floats
from wellrun.analytics.segments.outliers import median

SEASON_LENGTH = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.DAY: 7}
# With two, a median is a mean, and one change of level is half a season.
FEWEST_SEASONS = 3
# Fall in n log(variance) that each of the L - 1 effects must bring; chance alone brings 1.1 to 1.3 of it.
_WORTH = 2.5


def seasonal_effects(y: Floats, length: int) -> tuple[Floats, NDArray[np.bool_]]:
    """What the time of the year (or week) adds to each point of `y` (T, R), 0 where there is no season; and (R,)
    which series have one.

    Effects are medians over the seasons of the distance to the mean of one whole season about each point, centred.
    A series has a season when it has at least three whole ones and the effects explain clearly more of the
    spread than chance would.
    """
    n_periods, n_series = y.shape
    present = ~np.isnan(y)
    none = np.zeros_like(y), np.zeros(n_series, dtype=np.bool_)
    if n_periods < FEWEST_SEASONS * length:
        return none
    away = y - _season_means(y, length)
    phase = np.arange(n_periods) % length
    by_phase = np.stack([median(away[phase == p]) for p in range(length)])
    by_phase -= by_phase.mean(axis=0)
    effects = by_phase[phase]
    n = present.sum(axis=0)
    gain = n * (np.log(_mean_square(away) + _TINY) - np.log(_mean_square(away - effects) + _TINY))
    has = (n >= FEWEST_SEASONS * length) & ~np.isnan(by_phase).any(axis=0) & (gain > _WORTH * (length - 1))
    return np.where(has, effects, 0.0), has


_TINY = 1e-300


def _season_means(y: Floats, length: int) -> Floats:
    """(T, R) the mean over one season about each point, half weights at the two ends of an even one; towards the
    ends of the series that of the nearest whole season. NaN where too much of it is missing."""
    half = length // 2
    weights = np.ones(2 * half + 1)
    if length % 2 == 0:
        weights[[0, -1]] = 0.5
    inner = len(y) - 2 * half
    present = ~np.isnan(y)
    filled = np.where(present, y, 0.0)
    total = sum(w * filled[i : i + inner] for i, w in enumerate(weights))
    weight = sum(w * present[i : i + inner] for i, w in enumerate(weights))
    means = np.full((inner, y.shape[1]), np.nan)
    np.divide(total, weight, out=means, where=weight > 0.75 * length)
    return np.concatenate([np.repeat(means[:1], half, axis=0), means, np.repeat(means[-1:], half, axis=0)])


def _mean_square(values: Floats) -> Floats:
    known = ~np.isnan(values)
    found: Floats = (np.where(known, values, 0.0) ** 2).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return found
