"""The best partition of one series by trying all of them, and what follows from it: slow and obvious."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from statistics import fmean, pvariance

from tests.oracle.plain_steadying import Value, plain_season, plain_tempered

POINTS = {"levels": 5, "lines": 8}
PRICE = {"levels": 11.0, "lines": 16.0}
EXTRA = {"levels": 0.0, "lines": 5.0}


@dataclass
class Stretch:
    """The best level or line of the points of periods `start` to `end` (excluded)."""

    start: int
    end: int
    level: float
    slope: float
    centre: float

    def at(self, t: float) -> float:
        return self.level + self.slope * (t - self.centre)


@dataclass
class Partition:
    """A shape, its stretches, and how much is left by them."""

    shape: str
    stretches: list[Stretch]
    squares: float
    misfit: float

    @property
    def cuts(self) -> list[int]:
        return [each.start for each in self.stretches[1:]]

    @property
    def score(self) -> float:
        return self.misfit + PRICE[self.shape] * len(self.cuts) + EXTRA[self.shape]

    def at(self, t: int) -> float:
        return next(each.at(t) for each in self.stretches if each.start <= t < each.end)


def stretch(values: list[Value], start: int, end: int, shape: str) -> Stretch | None:
    """None where there are too few points."""
    times = [t for t in range(start, end) if values[t] is not None]
    if len(times) < POINTS[shape]:
        return None
    centre, level = fmean(times), fmean(values[t] for t in times)
    if shape == "levels":
        return Stretch(start, end, level, 0.0, centre)
    across = sum((t - centre) ** 2 for t in times)
    slope = sum((t - centre) * (values[t] - level) for t in times) / across
    return Stretch(start, end, level, slope, centre)


def partition(values: list[Value], cuts: list[int], shape: str, floor: float) -> Partition | None:
    """The best fit between these cuts, None where a stretch has too few points."""
    edges = [0, *cuts, len(values)]
    stretches = [stretch(values, start, end, shape) for start, end in itertools.pairwise(edges)]
    if None in stretches:
        return None
    left = [
        None if values[t] is None else values[t] - each.at(t) for each in stretches for t in range(each.start, each.end)
    ]
    return Partition(shape, stretches, sum(e * e for e in left if e is not None), plain_misfit(left, floor))


def plain_misfit(left: list[Value], floor: float) -> float:
    """n log of the variance that is left, after leaning where that is worth 2."""
    pairs = [(a, b) for a, b in itertools.pairwise(left) if a is not None and b is not None]
    squares = sum(a * a + b * b for a, b in pairs) / 2
    leaning = min(max(sum(a * b for a, b in pairs) / squares, 0.0), 0.98) if squares else 0.0
    total = sum((b - leaning * a) ** 2 for a, b in pairs)
    for t, e in enumerate(left):
        if e is not None and (t == 0 or left[t - 1] is None):
            total += (1 - leaning**2) * e * e
    known = [e for e in left if e is not None]
    still = sum(e * e for e in known)
    alone, leant = (len(known) * math.log(max(each / len(known), floor)) for each in (still, total))
    return min(alone, leant + 2)


def plain_floor(values: list[Value]) -> float:
    """The variance of rounding to the smallest step between two values, at most a hundredth of the variance."""
    known = sorted(value for value in values if value is not None)
    size = max(abs(value) for value in known)
    steps = [b - a for a, b in itertools.pairwise(known) if b - a > 1e-9 * size]
    rounding = min(min(steps, default=math.inf) ** 2 / 12, 0.01 * pvariance(known))
    return max(rounding, (1e-9 * size) ** 2) + 1e-300


@dataclass
class Choice:
    """The best partition, and whether no other is as good, so that two ways of adding up must choose the same."""

    best: Partition
    is_clear: bool


def plain_best(values: list[Value], most: int, floor: float) -> Choice:
    """Least squares for every shape and number of changes, then the least score."""
    finalists, clear = [], True
    for shape in POINTS:
        for k in range(most + 1):
            tried = {}
            for cuts in itertools.combinations(range(1, len(values)), k):
                found = partition(values, list(cuts), shape, floor)
                if found is not None:
                    # Within a gap every cut is as good as another: the first point after it names them all.
                    tried.setdefault(tuple(first_point(values, cut) for cut in cuts), found)
            ranked = sorted(tried.values(), key=lambda each: each.squares)
            if ranked:
                finalists.append(ranked[0])
                clear &= len(ranked) == 1 or differs(ranked[0].squares, ranked[1].squares)
    ranked = sorted(finalists, key=lambda each: each.score)
    clear &= len(ranked) == 1 or abs(ranked[0].score - ranked[1].score) > 1e-6
    return Choice(ranked[0], clear)


def differs(one: float, other: float) -> bool:
    return abs(one - other) > 1e-9 * max(one, other)


def first_point(values: list[Value], t: int) -> int:
    return next((k for k in range(t, len(values)) if values[k] is not None), len(values))


def plain_support(values: list[Value], best: Partition, nth: int, floor: float) -> float:
    """The weight of the partition with its nth change against the same one without it."""
    cuts = [cut for place, cut in enumerate(best.cuts) if place != nth]
    without = partition(values, cuts, best.shape, floor)
    return 1 / (1 + math.exp(-min(without.score - best.score, 700) / 2))


@dataclass
class PlainAnswer:
    """What is said of one series."""

    status: str
    best: Partition | None = None
    effects: list[float] | None = None
    steady: list[Value] = field(default_factory=list)
    support: list[float] = field(default_factory=list)
    n_drawn_in: int = 0
    is_clear: bool = True


def plain_find(values: list[Value], season: int | None, most: int) -> PlainAnswer:
    """Points drawn in, the season taken out, the best partition, and the support of each of its changes."""
    known = [value for value in values if value is not None]
    if len(known) < 12:
        return PlainAnswer("insufficient_data")
    if max(known) - min(known) <= 1e-12 * max(abs(value) for value in known):
        return PlainAnswer("constant")
    steady = plain_tempered(values)
    effects = plain_season(steady, season) if season else None
    lone = [value if value is None or effects is None else value - effects[t] for t, value in enumerate(values)]
    if effects is not None:
        steady = plain_tempered(lone)
    floor = plain_floor(steady)
    chosen = plain_best(steady, most, floor)
    support = [plain_support(steady, chosen.best, nth, floor) for nth in range(len(chosen.best.cuts))]
    drawn_in = [
        abs(a - b) > 1e-9 * abs(value)
        for a, b, value in zip(lone, steady, values, strict=True)
        if a is not None and b is not None and value is not None
    ]
    return PlainAnswer("ok", chosen.best, effects, steady, support, sum(drawn_in), chosen.is_clear)
