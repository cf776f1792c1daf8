"""The partition that explains a series best for its price: levels or lines, and how many changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats
from wellrun.analytics.segments.criterion import misfit, price
from wellrun.analytics.segments.fits import Fit, Places, Shape, Sums, fit
from wellrun.analytics.segments.partition import best_partitions, is_whole


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """For each series of a block: `edges` (K + 2, R) from 0 to T, T repeated where a series has fewer changes than K;
    `has_lines` (R,); `misfit` (R,) of this partition."""

    edges: Places
    has_lines: NDArray[np.bool_]
    misfit: Floats


def best_of(y: Floats, sums: Sums, floor: Floats, most_changes: int) -> Best:
    """The partition of each series of `y` (T, R) with the least score; without a change where none pays for itself."""
    n_periods, n_series = y.shape
    edges = np.full((most_changes + 2, n_series), n_periods, dtype=np.int64)
    edges[0] = 0
    has_lines = np.zeros(n_series, dtype=np.bool_)
    score, left = np.full(n_series, np.inf), np.full(n_series, np.inf)
    for shape in Shape:
        for k, cut in enumerate(best_partitions(sums, shape, most_changes)):
            tried = misfit(y, fit(sums, cut, shape).values(n_periods), floor)
            better = (tried + price(shape, k) < score) & (
                is_whole(sums, cut, shape) | ((k == 0) & (shape == Shape.LEVELS))
            )
            score[better], left[better] = tried[better] + price(shape, k), tried[better]
            has_lines[better] = shape == Shape.LINES
            edges[1 : k + 1, better] = cut[1:-1, better]
            edges[k + 1 :, better] = n_periods
    return Best(edges, has_lines, left)


def fit_of(sums: Sums, edges: Places, has_lines: NDArray[np.bool_]) -> Fit:
    """The levels or lines of each series between its edges."""
    levels, lines = fit(sums, edges, Shape.LEVELS), fit(sums, edges, Shape.LINES)
    return Fit(edges, levels.level, np.where(has_lines, lines.slope, 0.0), levels.centre)
