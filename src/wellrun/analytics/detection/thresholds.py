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
# The tail goes on as between two rare levels, to a probability that no p-value needs to go below.
_TAIL_LEVELS = (-5, -1)
_LOG_RAREST = -100.0


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
        log_p, squares = self._nodes(at, means)
        place = float(np.interp(-wanted, -log_p, np.arange(len(log_p))))
        lower = min(int(place), len(log_p) - 2)
        found = np.sqrt(squares[lower] * (lower + 1 - place) + squares[lower + 1] * (place - lower))
        return np.broadcast_to(found, means.shape)

    def p_values(self, size: Floats, point: int, means: Floats) -> Floats:
        """(R,) the probability that a series which did not change has reached `size` (R,) within `point` points.

        Of a series' limit this is the probability that the limit was asked for.
        """
        at = min(float(point), self.points[-1])
        log_p, squares = self._nodes(at, means)
        p = np.exp(_between(size * size, squares, log_p))
        return p if at == point else -np.expm1(np.log1p(-np.minimum(p, 1 - 1e-12)) * point / at)

    def _nodes(self, points: float, means: Floats) -> tuple[Floats, Floats]:
        """Log-probabilities (N,) from 0 to far out, and the squares (N, R) that belong to them after so many points.

        (N, 1) where the mean is of no importance.
        """
        rows = self._at(points)
        first, last = _TAIL_LEVELS
        slope = (rows[:, last] - rows[:, first]) / (self.log_p[last] - self.log_p[first])
        far = rows[:, -1] + slope * (_LOG_RAREST - self.log_p[-1])
        rows = np.column_stack([np.zeros(len(rows)), rows, far])
        log_p = np.concatenate([[0.0], self.log_p, [_LOG_RAREST]])
        if len(rows) == 1:
            return log_p, rows.T
        place = places_of(means, self.means)
        lower = np.minimum(place.astype(np.int64), len(rows) - 2)
        nearness = place - lower
        return log_p, rows[lower].T * (1 - nearness) + rows[lower + 1].T * nearness

    def _at(self, points: float) -> Floats:
        """(M, P) the squares after so many points."""
        place = float(np.interp(np.log(points), np.log(self.points), np.arange(len(self.points))))
        lower = min(int(place), len(self.points) - 2)
        found: Floats = self.squares[:, lower] * (lower + 1 - place) + self.squares[:, lower + 1] * (place - lower)
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


def places_of(mean: Floats, means: Floats) -> Floats:
    """(R,) where each `mean` (R,) lies among the simulated `means` (M,), in logarithms and within their range."""
    known = np.maximum(np.nan_to_num(mean), means[0])
    found: Floats = np.interp(np.log(known), np.log(means), np.arange(len(means)))
    return found


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


def _between(square: Floats, squares: Floats, log_p: Floats) -> Floats:
    """(R,) the log-probability at each `square` (R,) of its own curve, rising `squares` (N, R) against `log_p` (N,)."""
    if squares.shape[1] == 1:
        return np.interp(square, squares[:, 0], log_p)
    found = np.zeros_like(square)
    for lower, upper, step in zip(squares[:-1], squares[1:], np.diff(log_p), strict=True):
        found += step * np.clip((square - lower) / np.maximum(upper - lower, 1e-12), 0.0, 1.0)
    return found
