"""Thresholds and p-values from the table that `calibrate` simulated for estimated parameters.

A row of the table holds, for a kind of series watched from a baseline on, the sizes that the largest statistic within
so many points exceeds with given probabilities. Between rows the square of a size is interpolated, which is nearly
straight in the logarithms of probability and points and in one over the baseline.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from wellrun.analytics.panel import Floats

TABLE = "thresholds.csv"
NORMAL, COUNTS = 0, 1
# An anchor far beyond what is simulated: the tail goes on as between the rarest two levels used for it.
_FAR = 400.0
_TAIL_LEVELS = (-5, -1)


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """For one family, season and baseline: `squares` (M, H, P), squared sizes by mean count (M: one for normal),
    points watched (H) and log-probability (P, falling)."""

    means: Floats
    points: Floats
    log_p: Floats
    squares: Floats

    def limits(self, false_alarm: float, horizon: int, means: Floats) -> Floats:
        """(R,) the size that a series' statistic reaches within `horizon` points with that probability.

        `means` (R,): the average count a point of each series, of no importance where there is one mean.
        """
        wanted, at = np.log(false_alarm), float(horizon)
        if at > self.points[-1]:
            wanted, at = np.log(-np.expm1(np.log1p(-false_alarm) * self.points[-1] / at)), self.points[-1]
        rows = self._at(at)
        squares = np.array([_along(row, self.log_p, wanted) for row in rows])
        found: Floats = np.sqrt(np.interp(self._places(means), np.arange(len(squares)), squares))
        return found

    def p_values(self, size: Floats, point: int, means: Floats) -> Floats:
        """(R,) the probability that a series which did not change has reached `size` (R,) within `point` points."""
        at = min(float(point), self.points[-1])
        rows, square = self._at(at), size * size
        place = self._places(means)
        lower = np.minimum(place.astype(np.int64), len(rows) - 1)
        log_p = np.zeros_like(size)
        for index, row in enumerate(rows):
            nearness = np.where(lower == index, 1 - (place - lower), np.where(lower + 1 == index, place - lower, 0.0))
            if nearness.any():
                log_p += nearness * np.interp(square, *_with_ends(row, self.log_p))
        p = np.minimum(np.exp(log_p), 1.0)
        return p if at == point else -np.expm1(np.log1p(-np.minimum(p, 1 - 1e-12)) * point / at)

    def _at(self, points: float) -> Floats:
        """(M, P) the squares after so many points."""
        place = float(np.interp(np.log(points), np.log(self.points), np.arange(len(self.points))))
        lower = min(int(place), len(self.points) - 2)
        found: Floats = self.squares[:, lower] * (lower + 1 - place) + self.squares[:, lower + 1] * (place - lower)
        return found

    def _places(self, means: Floats) -> Floats:
        if len(self.means) == 1:
            return np.zeros(means.shape)
        known = np.maximum(np.nan_to_num(means), self.means[0])
        found: Floats = np.interp(np.log(known), np.log(self.means), np.arange(len(self.means)))
        return found


def curves(family: int, season_length: int, baseline: int) -> Curves:
    """What was simulated for this family (NORMAL or COUNTS), season and baseline, between the nearest baselines."""
    table = _table()
    mine = table[(table[:, 0] == family) & (table[:, 1] == season_length)]
    baselines, means, points = (np.unique(mine[:, column]) for column in (2, 3, 4))
    cube = mine[np.lexsort((mine[:, 4], mine[:, 3], mine[:, 2])), 5:]
    cube = cube.reshape(len(baselines), len(means), len(points), -1) ** 2
    place = float(np.interp(-1 / baseline, -1 / baselines, np.arange(len(baselines))))
    lower = min(int(place), max(len(baselines) - 2, 0))
    upper = min(lower + 1, len(baselines) - 1)
    squares = cube[lower] * (lower + 1 - place) + cube[upper] * (place - lower)
    return Curves(means, points, np.log(levels()), squares)


def levels() -> Floats:
    """(P,) the probabilities of the columns, falling."""
    names = _lines()[0].split(",")[5:]
    return np.array([float(name) for name in names])


@lru_cache(maxsize=1)
def _lines() -> list[str]:
    return (files("wellrun.analytics.detection") / TABLE).read_text().splitlines()


@lru_cache(maxsize=1)
def _table() -> Floats:
    return np.array([[float(cell) for cell in line.split(",")] for line in _lines()[1:]])


def _with_ends(squares: Floats, log_p: Floats) -> tuple[Floats, Floats]:
    """The curve from size 0, which is always reached, to far out along the slope of its tail."""
    first, last = _TAIL_LEVELS
    slope = (log_p[last] - log_p[first]) / (squares[last] - squares[first])
    far = squares[-1] + _FAR
    return (
        np.concatenate([[0.0], squares, [far]]),
        np.concatenate([[0.0], log_p, [log_p[-1] + slope * _FAR]]),
    )


def _along(squares: Floats, log_p: Floats, wanted: float) -> float:
    """The square at a log-probability."""
    x, y = _with_ends(squares, log_p)
    return float(np.interp(-wanted, -y, x))
