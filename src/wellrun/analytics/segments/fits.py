"""Levels and lines fitted to any stretch of a series, from running sums: no stretch is gone through twice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats

Places = NDArray[np.int64]


class Shape(IntEnum):
    """What lies between two changes."""

    LEVELS = 0
    LINES = 1


# Fewer points are no stretch of their own: with four, the noise of short series made more of them than change did.
FEWEST_POINTS = {Shape.LEVELS: 5, Shape.LINES: 8}


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Running sums (T + 1, R) of the points before each period: number, value, time, and their products.

    Values and times are counted from the middle of each series, so that sums of squares lose no digits.
    """

    middle: Floats
    n: Floats
    y: Floats
    x: Floats
    yy: Floats
    xx: Floats
    xy: Floats

    @classmethod
    def of(cls, y: Floats) -> Sums:
        """The sums of `y` (T, R), NaN = missing."""
        present = (~np.isnan(y)).astype(np.float64)
        filled = np.where(present > 0, y, 0.0)
        middle = filled.sum(axis=0) / np.maximum(present.sum(axis=0), 1)
        y0 = (filled - middle) * present
        x0 = times(len(y)) * present
        return cls(middle, *(_running(each) for each in (present, y0, x0, y0 * y0, x0 * x0, x0 * y0)))

    def take(self, series: Places) -> Sums:
        """The sums of the given series, in that order."""
        running = (each[:, series] for each in (self.n, self.y, self.x, self.yy, self.xx, self.xy))
        return Sums(self.middle[series], *running)

    def squares(self, start: slice, end: int, shape: Shape) -> Floats:
        """(len(start), R) squared distances from the best level or line over periods start to `end` (excluded);
        infinite where there are too few points."""
        n = self.n[end] - self.n[start]
        whole = np.maximum(n, 1)
        y = self.y[end] - self.y[start]
        left: Floats = self.yy[end] - self.yy[start] - y * y / whole
        if shape is Shape.LINES:
            x = self.x[end] - self.x[start]
            across = self.xx[end] - self.xx[start] - x * x / whole
            along = self.xy[end] - self.xy[start] - x * y / whole
            left -= along * along / np.maximum(across, 1e-9)
        np.maximum(left, 0.0, out=left)
        left[n < FEWEST_POINTS[shape]] = np.inf
        return left


def times(n_periods: int) -> Floats:
    """(T, 1) time in periods, 0 in the middle."""
    return np.arange(n_periods, dtype=np.float64)[:, None] - (n_periods - 1) / 2


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Stretches fitted one after another: `edges` (K + 2, R) from 0 to T, `level` and `slope` (K + 1, R) at the mean
    time `centre` of the points of each stretch."""

    edges: Places
    level: Floats
    slope: Floats
    centre: Floats

    def values(self, n_periods: int) -> Floats:
        """(T, R) the fitted value at every period."""
        time = times(n_periods)
        period = np.arange(n_periods)[:, None]
        found: Floats = self.level[0] + self.slope[0] * (time - self.centre[0])
        for k, edge in enumerate(self.edges[1:-1], start=1):
            np.copyto(found, self.level[k] + self.slope[k] * (time - self.centre[k]), where=period >= edge)
        return found


def fit(sums: Sums, edges: Places, shape: Shape) -> Fit:
    """The best level or line of every stretch between two edges (K + 2, R)."""

    def between(running: Floats) -> Floats:
        return np.diff(np.take_along_axis(running, edges, 0), axis=0)

    n = np.maximum(between(sums.n), 1)
    y, x = between(sums.y) / n, between(sums.x) / n
    slope = np.zeros_like(y)
    if shape is Shape.LINES:
        across = between(sums.xx) - n * x * x
        np.divide(between(sums.xy) - n * x * y, across, out=slope, where=across > 1e-9)
    return Fit(edges, y + sums.middle, slope, x)


def _running(values: Floats) -> Floats:
    return np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
