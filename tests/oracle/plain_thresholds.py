"""The plain twin of `detection.thresholds`: one size or one probability, read off the table by hand.

The table holds, for a kind of series, the size that the largest statistic of so many points exceeds with each
probability. Between its rows and columns the square of the size is a straight line in log p, in the logarithms of
points and of a mean count, in one over the baseline, and in an autocorrelation.
"""

from collections.abc import Callable
from functools import cache
from itertools import pairwise, product
from math import exp, expm1, log, log1p, sqrt
from pathlib import Path

import wellrun.analytics.detection as room

Row = tuple[int, int, int, float, int]
FARTHEST = -100.0


@cache
def kept() -> dict[Row, float]:
    """The rarest probability that is promised, by family, season, baseline, trait and points."""
    rows = {}
    for line in Path(room.__file__).with_name("thresholds.csv").read_text().splitlines()[1:]:
        family, season, baseline, trait, points, rarest, *_ = line.split(",")
        rows[int(family), int(season), int(baseline), float(trait), int(points)] = float(rarest)
    return rows


@cache
def table() -> tuple[list[float], dict[Row, list[float]]]:
    """The probabilities of the columns, and the sizes by family, season, baseline, trait and points."""
    first, *lines = Path(room.__file__).with_name("thresholds.csv").read_text().splitlines()
    rows = {}
    for line in lines:
        family, season, baseline, trait, points, _, *sizes = line.split(",")
        rows[int(family), int(season), int(baseline), float(trait), int(points)] = [float(size) for size in sizes]
    return [float(name) for name in first.split(",")[6:]], rows


def weights(at: float, known: list[float], scale: Callable[[float], float]) -> list[tuple[float, float]]:
    """The two neighbours of `at` among known numbers and how much of each; beyond the ends the end alone."""
    at = min(max(at, min(known)), max(known))
    low, high = max(each for each in known if each <= at), min(each for each in known if each >= at)
    if low == high:
        return [(low, 1.0)]
    near = (scale(at) - scale(low)) / (scale(high) - scale(low))
    return [(low, 1 - near), (high, near)]


class Cell:
    """One kind of series: counts or measured values, a season, a baseline, and a mean count or an autocorrelation."""

    def __init__(self, *, counts: bool, season: int, baseline: int, trait: float = 0.0) -> None:
        self.kind, self.baseline, self.trait = (int(counts), season), baseline, trait
        self.scale: Callable[[float], float] = log if counts else float
        rows = [row for row in table()[1] if row[:2] == self.kind]
        self.baselines, self.traits, self.points = (sorted({row[i] for row in rows}) for i in (2, 3, 4))

    def square(self, points: float, column: int) -> float:
        """One column of the table at this baseline, trait and number of points."""
        near = product(
            weights(self.baseline, self.baselines, lambda n: 1 / n),
            weights(self.trait, self.traits, self.scale),
            weights(points, self.points, log),
        )
        sizes = table()[1]
        return sum(b * m * h * sizes[*self.kind, base, of, at][column] ** 2 for (base, b), (of, m), (at, h) in near)

    def curve(self, points: float) -> list[tuple[float, float]]:
        """(log p, squared size) from certainty to a chance that nobody needs, for the largest of so many points."""
        log_p = [log(level) for level in table()[0]]
        squares = [self.square(points, column) for column in range(len(log_p))]
        # Beyond the rarest column it goes on as between the fifth from the end and the last.
        slope = (squares[-1] - squares[-5]) / (log_p[-1] - log_p[-5])
        far = squares[-1] + slope * (FARTHEST - log_p[-1])
        return [(0.0, 0.0), *zip(log_p, squares, strict=True), (FARTHEST, far)]

    def limit(self, false_alarm: float, horizon: int) -> float:
        """The size that is reached within `horizon` points with that probability."""
        points, wanted = horizon, log(false_alarm)
        if horizon > self.points[-1]:
            # Alarms go on at the same pace: (1 - p) to the power of how many times as long.
            points, wanted = self.points[-1], log(-expm1(log1p(-false_alarm) * self.points[-1] / horizon))
        for (likely, small), (rare, large) in pairwise(self.curve(points)):
            if rare <= wanted <= likely:
                return sqrt(small + (large - small) * (likely - wanted) / (likely - rare))
        raise ValueError(false_alarm)

    def promises(self, false_alarm: float, horizon: int) -> bool:
        """Whether so rare an alarm is promised: by every row that is read for that horizon."""
        if horizon > self.points[-1]:
            return False
        around = {max([each for each in self.points if each < horizon], default=self.points[0])}
        around.add(min(each for each in self.points if each >= horizon))
        baselines = [baseline for baseline, part in weights(self.baseline, self.baselines, lambda n: 1 / n) if part]
        rarest = [kept()[*self.kind, base, self.traits[0], at] for base, at in product(baselines, around)]
        return false_alarm >= max(rarest)

    def p(self, size: float, point: int) -> float:
        """The probability that `size` is reached within `point` points."""
        if point <= self.points[-1]:
            return exp(self.log_p(size, point))
        within = min(exp(self.log_p(size, self.points[-1])), 1 - 1e-12)
        return -expm1(log1p(-within) * point / self.points[-1])

    def log_p(self, size: float, points: float) -> float:
        if size == 0:
            return 0.0
        for (likely, small), (rare, large) in pairwise(self.curve(points)):
            # Of probabilities that share a size it is the largest: so many series come as far, or further.
            if size * size <= large:
                return likely + (rare - likely) * (size * size - small) / (large - small)
        return FARTHEST
