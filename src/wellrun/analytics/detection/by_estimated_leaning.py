"""Thresholds of measured values as they are used: read off at an autocorrelation that the baseline only estimates.

The same threshold for all lets autocorrelated series raise more than independent ones, the more so the longer they are
watched. So its square is a straight line in the estimated autocorrelation. A short baseline tells little of it, so a
steep line would be needed to give both what is promised; it is as steep as the tolerance asks, and no steeper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from wellrun.analytics.panel import Floats

# The ends of the line, beyond which the estimate says nothing more.
LEANINGS = (-0.2, 0.8)
# Independent and autocorrelated series may lie so far on either side of what is promised, as a part of it.
TOLERANCE = 0.1
# Where it has to be steeper, few series decide where it lies, and a series is watched or not by the accident of its
# baseline: there is no promise then.
_STEEPEST, _STEEPEST_PROMISED = 100.0, 50.0
# Rarer than this the slope would be the accident of a few series: that of this probability goes on.
_RAREST_SLOPE = 0.005
_FEW, _STEPS = 60_000, 13


class Leaning(NamedTuple):
    """N series of one autocorrelation: `largest` (H, N) statistic within so many points, and its estimate (N,)."""

    largest: Floats
    estimate: Floats


def leaning_squares(alone: Leaning, leaning: Leaning, levels: Sequence[float]) -> tuple[Floats, Floats]:
    """(2, H, P) the squares at both ends of the line, and (H,) the rarest level that is kept."""
    lines = np.array([list(_of_points(alone, leaning, within, levels)) for within in range(len(alone.largest))])
    ends = np.array([lines[:, :, 0] + lines[:, :, 1] * (end - LEANINGS[0]) for end in LEANINGS])
    ends = np.maximum.accumulate(np.maximum.accumulate(np.maximum(ends, 0.0), axis=1), axis=2)
    kept = np.logical_and.accumulate(lines[:, :, 2] > 0, axis=1)
    at = np.minimum(kept.sum(axis=1), levels.index(_RAREST_SLOPE) + 1) - 1
    return ends, np.where(at >= 0, np.array(levels)[at], 1.0)


def _of_points(
    alone: Leaning, leaning: Leaning, within: int, levels: Sequence[float]
) -> Iterator[tuple[float, float, bool]]:
    """Of each level: the square at the lower end, the slope, and whether it is kept for both kinds."""
    kinds = [(each.largest[within] * np.abs(each.largest[within]), _along(each.estimate)) for each in (alone, leaning)]
    slope, found = 0.0, True
    for level in levels:
        if level >= _RAREST_SLOPE:
            slope, found = _slope([(square[:_FEW], along[:_FEW]) for square, along in kinds], level)
        start, _ = _cut(kinds, slope, level)
        if not found:
            # Then nobody raises more than the level, and independent series raise less.
            square, along = kinds[1]
            start = max(start, float(np.quantile(square - slope * along, 1 - level * (1 + TOLERANCE))))
        yield start, slope, found and abs(slope) <= _STEEPEST_PROMISED


def _along(estimate: Floats) -> Floats:
    return np.clip(estimate, *LEANINGS) - LEANINGS[0]


def _slope(kinds: list[tuple[Floats, Floats]], level: float) -> tuple[float, bool]:
    """The least slope at which both kinds are within the tolerance; the steepest, and False, where there is none."""
    wide = 2 * TOLERANCE * level
    apart = _cut(kinds, 0.0, level)[1]
    if abs(apart) <= wide:
        return 0.0, True
    way = np.sign(apart)
    flat, steep = 0.0, float(way * _STEEPEST)
    if way * _cut(kinds, steep, level)[1] > wide:
        return steep, False
    for _ in range(_STEPS):
        middle = (flat + steep) / 2
        if way * _cut(kinds, middle, level)[1] > wide:
            flat = middle
        else:
            steep = middle
    return steep, True


def _cut(kinds: list[tuple[Floats, Floats]], slope: float, level: float) -> tuple[float, float]:
    """Where a line with that slope starts to be reached by the part `level` of all, and how much more by the second."""
    alone, leaning = (square - slope * along for square, along in kinds)
    start = float(np.quantile(np.concatenate([alone, leaning]), 1 - level))
    return start, float((leaning >= start).mean() - (alone >= start).mean())
