"""The points on which the limits of one phase rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.blocks.columns import column_count
from wellrun.analytics.spc.blocks.slab import Slab
from wellrun.analytics.spc.judgement import Flags

FREEZE_AT = 24
FIRM_AT = 12


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """The baseline points of one phase, time-major (N, R), NaN where a series has no such point.

    `steps`: difference to the point one period before, NaN when that is not in the baseline or not adjacent;
    its first row is NaN throughout. `n` (R,): how many points. `counts`, `sizes` as in Slab.
    """

    y: Floats
    steps: Floats
    counts: Floats | None
    sizes: Floats | None
    n: NDArray[np.int32]

    def first(self, n_points: int) -> Baseline:
        """The same when only its first `n_points` rows were known; rows must be points (see `packed`)."""
        return Baseline(
            self.y[:n_points],
            self.steps[:n_points],
            None if self.counts is None else self.counts[:n_points],
            None if self.sizes is None else self.sizes[:n_points],
            np.minimum(self.n, n_points),
        )


def phases_of(slab: Slab) -> Iterator[tuple[Flags | None, Flags | None]]:
    """Each phase of the block as (where it is, its points), both (T, R); None means everywhere."""
    if slab.phase is None:
        yield None, None if slab.complete else slab.present
        return
    for ordinal in range(int(slab.phase.min()), int(slab.phase.max()) + 1):
        inside = slab.phase == ordinal
        yield inside, inside & slab.present


def base_points(slab: Slab, points: Flags | None) -> Flags | None:
    """Of the given points those on which limits may rest; None means everywhere."""
    if slab.based is None:
        return points
    return slab.based if points is None else points & slab.based


def baseline_of(slab: Slab, points: Flags | None, limit: int | None) -> Baseline:
    """The first `limit` of the given points of each series, or all of them; without those that are excluded."""
    points = base_points(slab, points)
    if points is None:
        n_rows = len(slab.y) if limit is None else min(limit, len(slab.y))
        n = np.full(slab.y.shape[1], n_rows, dtype=np.int32)
        return Baseline(slab.y, slab.steps, slab.counts, slab.sizes, n).first(n_rows)
    if limit is None and slab.phase is None and slab.based is None:
        return Baseline(slab.y, slab.steps, slab.counts, slab.sizes, column_count(points))
    if limit is not None:
        points = points & (np.cumsum(points, axis=0, dtype=np.int32) <= limit)
    kept = points

    def only(array: Floats) -> Floats:
        return np.where(kept, array, np.nan)

    return Baseline(
        only(slab.y),
        only(slab.base_steps),
        None if slab.counts is None else only(slab.counts),
        None if slab.sizes is None else only(slab.sizes),
        column_count(points),
    )


def packed(slab: Slab, points: Flags | None, limit: int) -> Baseline:
    """The first `limit` baseline points of each series moved up into rows 0, 1, 2, ... without gaps.

    `steps` still speak of adjacent periods: after a gap they are NaN.
    """
    points = base_points(slab, points)
    if points is None:
        return baseline_of(slab, None, limit)
    ordinal = np.cumsum(points, axis=0, dtype=np.int32)
    period, column = np.nonzero(points & (ordinal <= limit))
    row = ordinal[period, column] - 1

    def pack(array: Floats) -> Floats:
        dense = np.full((limit, array.shape[1]), np.nan)
        dense[row, column] = array[period, column]
        return dense

    n = np.minimum(column_count(points), limit)
    return Baseline(
        pack(slab.y),
        pack(slab.base_steps),
        None if slab.counts is None else pack(slab.counts),
        None if slab.sizes is None else pack(slab.sizes),
        n,
    )


def known_points(slab: Slab, points: Flags | None) -> NDArray[np.int32]:
    """(T, R) how many baseline points of the phase are known when the point of each period has come."""
    points = base_points(slab, points)
    if points is None:
        return np.broadcast_to(np.arange(1, len(slab.y) + 1, dtype=np.int32)[:, None], slab.y.shape)
    return np.cumsum(points, axis=0, dtype=np.int32)
