"""A block of series turned time-major, with their missing points left out: row k is each series' k-th point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import Grain
from wellrun.analytics.panel import Floats, Panel

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Keeps a block of 60 points, with what is computed from it, near a core's own cache.
POINTS_IN_BLOCK = 250_000


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """R series of at most T points, time-major.

    `y` (T, R): the value, NaN after a series' last point. `counts`, `sizes` (T, R): numerator and denominator, or
    None. `period` (T, R) or (T, 1): the period each point lies in; (T, 1) when no point is missing.
    """

    y: Floats
    counts: Floats | None
    sizes: Floats | None
    period: Whole

    @property
    def shape(self) -> tuple[int, int]:
        return self.y.shape[0], self.y.shape[1]

    def take(self, columns: Any) -> Points:
        """The series at `columns`."""
        return replace(
            self,
            y=self.y[:, columns],
            counts=None if self.counts is None else self.counts[:, columns],
            sizes=None if self.sizes is None else self.sizes[:, columns],
            period=self.period if self.period.shape[1] == 1 else self.period[:, columns],
        )


def blocks(panel: Panel) -> Iterator[slice]:
    """The series of a panel in pieces; the last one takes in a remainder too small to be a piece."""
    size = max(POINTS_IN_BLOCK // max(panel.n_periods, 1), 2)
    for start in range(0, panel.n_series, size):
        yield slice(start, min(start + size, panel.n_series))


def points_of(panel: Panel, rows: slice) -> Points:
    """The points of some series. A rate needs cases: without a denominator above 0 it is missing."""
    y = np.ascontiguousarray(panel.values[rows].T)
    counts: Floats | None = None
    sizes: Floats | None = None
    if panel.numerators is not None and panel.denominators is not None:
        counts = np.ascontiguousarray(panel.numerators[rows].T)
        sizes = np.where(panel.denominators[rows].T > 0, panel.denominators[rows].T, np.nan)
        y = counts / sizes
    every = np.arange(panel.n_periods)[:, None]
    missing = np.isnan(y)
    if not missing.any():
        return Points(y, counts, sizes, every)
    # Present points first, each in its own order.
    order = np.argsort(missing, axis=0, kind="stable")

    def closed_up(array: Floats) -> Floats:
        return np.take_along_axis(array, order, axis=0)

    held = closed_up(y)
    if counts is not None and sizes is not None:
        counts, sizes = (np.where(np.isnan(held), np.nan, closed_up(array)) for array in (counts, sizes))
    return Points(held, counts, sizes, order)


def has_point(panel: Panel) -> Flags:
    """(S, T) where each series has a point."""
    if panel.numerators is None or panel.denominators is None:
        return ~np.isnan(panel.values)
    found: Flags = ~np.isnan(panel.numerators) & (panel.denominators > 0)
    return found


def at_rows(array: NDArray[Any], row: Whole) -> NDArray[Any]:
    """(R,) the entry of `array` (T, R) in each series' own `row` (R,)."""
    found: NDArray[Any] = np.take_along_axis(array, row[None, :], axis=0)[0]
    return found


def positions(panel: Panel, season_length: int) -> Whole:
    """(T,) where in its season each period lies, from 0."""
    if season_length == 1:
        return np.zeros(panel.n_periods, dtype=np.int64)
    if panel.grain is Grain.DAY:
        return panel.periods.astype("datetime64[D]").astype(np.int64) % season_length
    months = panel.periods.astype("datetime64[M]").astype(np.int64)
    return months % 12 // (12 // season_length)
