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
    """For one family, season and baseline: `squares` (M, H, P), squared sizes by trait (M), points watched (H) and
    log-probability (P, falling). `promised` (H,): the rarest probability that is kept within that many points."""

    traits: Floats
    points: Floats
    log_p: Floats
    squares: Floats
    promised: Floats

    def promises(self, false_alarm: float, horizon: int) -> bool:
        """Whether that probability is kept, for every kind of series it is promised of."""
        rarest = self.rarest(horizon)
        return rarest is not None and false_alarm >= rarest

    def rarest(self, horizon: int) -> float | None:
        """The rarest probability that is kept within so many points; None beyond what was simulated."""
        upto = int(np.searchsorted(self.points, horizon))
        if upto == len(self.points):
            return None
        return float(self.promised[max(upto - 1, 0) : upto + 1].max())

    def limits(self, false_alarm: float, horizon: int, traits: Floats) -> Floats:
        """(R,) the size that a series' statistic reaches within `horizon` points with that probability.

        `traits` (R,): the average count a point of each series, or the autocorrelation of measured values.
        """
        wanted, at = np.log(false_alarm), float(horizon)
        if at > self.points[-1]:
            wanted, at = np.log(-np.expm1(np.log1p(-false_alarm) * self.points[-1] / at)), self.points[-1]
        log_p, rows = self._nodes(at)
        place = float(np.interp(-wanted, -log_p, np.arange(len(log_p))))
        lower = min(int(place), len(log_p) - 2)
        squares = rows[:, lower] * (lower + 1 - place) + rows[:, lower + 1] * (place - lower)
        found: Floats = np.sqrt(np.interp(places_of(traits, self.traits), np.arange(len(squares)), squares))
        return found

    def p_values(self, size: Floats, point: int, traits: Floats) -> Floats:
        """(R,) the probability that a series which did not change has reached `size` (R,) within `point` points.

        Of a series' limit this is the probability that the limit was asked for.
        """
        at = min(float(point), self.points[-1])
        log_p, rows = self._nodes(at)
        place = places_of(traits, self.traits)
        lower = np.minimum(place.astype(np.int64), len(rows) - 2)
        nearness = place - lower
        p = np.exp(_between(size * size, rows[lower].T * (1 - nearness) + rows[lower + 1].T * nearness, log_p))
        return p if at == point else -np.expm1(np.log1p(-np.minimum(p, 1 - 1e-12)) * point / at)

    def _nodes(self, points: float) -> tuple[Floats, Floats]:
        """Log-probabilities (N,) from 0 to far out, and the squares (M, N) that belong to them after so many points."""
        rows = self._at(points)
        first, last = _TAIL_LEVELS
        slope = (rows[:, last] - rows[:, first]) / (self.log_p[last] - self.log_p[first])
        far = rows[:, -1] + slope * (_LOG_RAREST - self.log_p[-1])
        rows = np.column_stack([np.zeros(len(rows)), rows, far])
        return np.concatenate([[0.0], self.log_p, [_LOG_RAREST]]), rows

    def _at(self, points: float) -> Floats:
        """(M, P) the squares after so many points."""
        place = float(np.interp(np.log(points), np.log(self.points), np.arange(len(self.points))))
        lower = min(int(place), len(self.points) - 2)
        found: Floats = self.squares[:, lower] * (lower + 1 - place) + self.squares[:, lower + 1] * (place - lower)
        return found


@lru_cache(maxsize=256)
def curves(family: int, season_length: int, baseline: int) -> Curves:
    """What was simulated for this family (NORMAL or COUNTS), season and baseline, between the nearest baselines."""
    table = _table()
    mine = table[(table[:, 0] == family) & (table[:, 1] == season_length)]
    baselines, traits, points = (np.unique(mine[:, column]) for column in (2, 3, 4))
    cube = mine[np.lexsort((mine[:, 4], mine[:, 3], mine[:, 2])), 5:]
    cube = cube.reshape(len(baselines), len(traits), len(points), -1)
    place = float(np.interp(-1 / baseline, -1 / baselines, np.arange(len(baselines))))
    lower = min(int(place), max(len(baselines) - 2, 0))
    upper = min(lower + 1, len(baselines) - 1)
    squares = cube[lower, ..., 1:] ** 2 * (lower + 1 - place) + cube[upper, ..., 1:] ** 2 * (place - lower)
    used = [lower] * (place < lower + 1) + [upper] * (place > lower)
    return Curves(traits, points, np.log(levels()), squares, cube[used, 0, :, 0].max(axis=0))


def places_of(trait: Floats, known: Floats) -> Floats:
    """(R,) where each `trait` (R,) lies among the simulated ones `known` (M,), within their range.

    In logarithms of counts, which are above 0; autocorrelations lie as they are.
    """
    if known[0] > 0:
        trait, known = np.log(np.maximum(np.nan_to_num(trait), known[0])), np.log(known)
    found: Floats = np.interp(np.nan_to_num(trait), known, np.arange(len(known)))
    return found


def levels() -> Floats:
    """(P,) the probabilities of the columns, falling."""
    names = _lines()[0].split(",")[6:]
    return np.array([float(name) for name in names])


@lru_cache(maxsize=1)
def _lines() -> list[str]:
    return (files("wellrun.analytics.detection") / TABLE).read_text().splitlines()


@lru_cache(maxsize=1)
def _table() -> Floats:
    return np.array([[float(cell) for cell in line.split(",")] for line in _lines()[1:]])


def _between(square: Floats, squares: Floats, log_p: Floats) -> Floats:
    """(R,) the log-probability at each `square` (R,) of its own curve, rising `squares` (N, R) against `log_p` (N,)."""
    # The first stretch that reaches so far: of probabilities that share a size it gives the largest.
    at = np.minimum((squares[1:] < square).sum(axis=0), len(log_p) - 2)
    series = np.arange(len(square))
    lower, upper = squares[at, series], squares[at + 1, series]
    along = np.clip((square - lower) / np.maximum(upper - lower, 1e-12), 0.0, 1.0)
    found: Floats = log_p[at] + (log_p[at + 1] - log_p[at]) * along
    return found
