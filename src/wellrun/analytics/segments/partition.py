"""The best way to cut each series into one stretch, two, three: optimal, by dynamic programming."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.segments.fits import FEWEST_POINTS, Places, Shape, Sums


def best_partitions(sums: Sums, shape: Shape, most_changes: int) -> list[Places]:
    """For K = 0, 1, ..., `most_changes`: the edges (K + 2, R), from 0 to T, of the partition of each series into K + 1
    stretches with the least sum of squared distances.

    The list ends early where the periods do not suffice. A series whose points do not suffice for K gets edges that lie
    on one another; `is_whole` tells.
    Source: Auger and Lawrence (1989), segment neighbourhood search; all series of a block at once.
    """
    n_periods, n_series = len(sums.n) - 1, sums.n.shape[1]
    least = FEWEST_POINTS[shape]
    most = max(min(most_changes, n_periods // least - 1), 0)
    cost = np.full((most + 1, n_periods + 1, n_series), np.inf)
    cut = np.zeros((most + 1, n_periods + 1, n_series), dtype=np.int32)
    for end in range(least, n_periods + 1):
        last = sums.squares(slice(0, end - least + 1), end, shape)
        cost[0, end] = last[0]
        for k in range(1, min(most, end // least - 1) + 1):
            # Before least * k periods there is no room for k stretches.
            first = least * k
            total = cost[k - 1, first : end - least + 1] + last[first:]
            where = total.argmin(axis=0)
            cut[k, end] = where + first
            cost[k, end] = np.take_along_axis(total, where[None], 0)[0]
    return [_traced(cut, k) for k in range(most + 1)]


def is_whole(sums: Sums, edges: Places, shape: Shape) -> NDArray[np.bool_]:
    """(R,) whether every stretch has the points it needs."""
    points = np.diff(np.take_along_axis(sums.n, edges, 0), axis=0)
    whole: NDArray[np.bool_] = np.all(points >= FEWEST_POINTS[shape], axis=0)
    return whole


def _traced(cut: NDArray[np.int32], k: int) -> Places:
    n_periods, n_series = cut.shape[1] - 1, cut.shape[2]
    edges = np.zeros((k + 2, n_series), dtype=np.int64)
    edges[-1] = n_periods
    series = np.arange(n_series)
    for stretch in range(k, 0, -1):
        edges[stretch] = cut[stretch, edges[stretch + 1], series]
    return edges
