"""The plain twin of `analytics.detection`: one series, one point at a time, no arrays.

It follows the text of the method page and shares nothing with the fast code but the numbers of the method.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from math import comb, copysign, inf, isnan, log, log1p, nan, sqrt
from statistics import NormalDist

Value = float | None

# Above it a count is scored by the root of the deviance.
MOST_SUMMED = 60


@dataclass
class Point:
    """One point that is there: when, where in its season, how much, and the count that it is, out of how many."""

    period: int
    position: int
    y: float
    count: float
    size: float = 1.0


@dataclass
class Judged:
    """What both arms say at one point after the baseline, with their signs and as sizes."""

    score: float
    drift: float
    slow: float
    spike: float

    @property
    def size(self) -> float:
        return self.slow if isnan(self.slow) else max(self.slow, self.spike)

    @property
    def spiked(self) -> bool:
        return self.spike > self.slow


def points_of(values: list[Value], sizes: list[Value] | None, season: int) -> list[Point]:
    """The points of values, or of counts over their sizes; without a size above 0 a count is no point."""
    found = []
    for period, value in enumerate(values):
        size = 1.0 if sizes is None else sizes[period]
        if value is not None and size is not None and size > 0:
            found.append(Point(period, period % season, value / size, value, size))
    return found


def known_at(baseline: int, point: int) -> int:
    return max(baseline, min(point - 6, 24))


def judged_points(points: list[Point], baseline: int, season: int, family: str) -> list[Judged]:
    """The two arms at every point after the baseline; nan once there is nothing to go by."""
    found = []
    drift = 0.0
    weights: list[tuple[int, float]] = []
    for t in range(baseline, len(points)):
        known = known_at(baseline, t)
        if family == "normal":
            score = measured_score(points, t, known, season)
            freedom: float | None = known - season - 1
        else:
            wide = widened_by(points[:known], baseline, season, family)
            score, freedom = counted_score(points, t, baseline, known, family) / wide, None
        drift = 0.75 * drift + 0.25 * score
        weights = [(place, 0.75 * weight) for place, weight in weights] + [((t - baseline) % season, 0.25)]
        standard = drift / drift_sd(weights, known, season)
        short = max(24 - baseline, 0) / 12 if family == "normal" else 0.0
        spike = normal_size(score, freedom) - 0.7 - 0.3 * short
        found.append(Judged(score, standard, normal_size(standard, freedom), spike))
    return found


def drift_sd(weights: list[tuple[int, float]], known: int, season: int) -> float:
    """Scores of one position share the error of its level, which is the given part of their variance."""
    part = season / (known + season)
    alone = sum(weight**2 for _, weight in weights)
    shared = sum(sum(weight for place, weight in weights if place == each) ** 2 for each in range(season))
    return sqrt((1 - part) * alone + part * shared)


def normal_size(t: float, freedom: float | None) -> float:
    if freedom is None:
        return abs(t)
    return sqrt(freedom * log1p(t * t / freedom)) * (8 * freedom + 1) / (8 * freedom + 3)


def off(base: list[Point], point: Point) -> float:
    """How far a point lies from the mean of its place in the season, weighted by cases."""
    mine = [each for each in base if each.position == point.position]
    level = sum(each.y * each.size for each in mine) / sum(each.size for each in mine)
    return (point.y - level) * sqrt(point.size / (sum(each.size for each in base) / len(base)))


def neighbours(base: list[Point]) -> list[tuple[float, float]]:
    """The deviations of points that follow each other without a gap."""
    return [(off(base, a), off(base, b)) for a, b in pairwise(base) if b.period - a.period == 1]


def autocorrelation(base: list[Point]) -> float:
    """The first one as it is estimated; nan without any spread."""
    squares = sum(off(base, point) ** 2 for point in base)
    pairs = neighbours(base)
    return sum(a * b for a, b in pairs) / squares * (len(base) - 1) / max(len(pairs), 1) if squares else nan


def likely_autocorrelation(base: list[Point], season: int) -> float:
    """The one of which an estimate from so many points comes out so small."""
    free = len(base) - season + 1
    return (autocorrelation(base) + 1 / free) / (1 - 4 / free)


def measured_score(points: list[Point], t: int, known: int, season: int) -> float:
    base = points[:known]
    squares = sum(off(base, point) ** 2 for point in base)
    if squares <= known * (1e-10 * max(abs(point.y) for point in base)) ** 2:
        return nan
    upward = 3.0 + 2.5 * max(24 - known, 0) / 12
    phi = min(max(autocorrelation(base) + upward / (known - season + 1), 0.0), 0.8)
    pairs = neighbours(base)
    if len(pairs) < 2:
        return nan
    spread = sqrt(sum((b - phi * a) ** 2 for a, b in pairs) / (len(pairs) * (known - season) / known))
    gap = points[t].period - points[t - 1].period
    widening = sqrt((1 - phi ** (2 * gap)) / (1 - phi**2))
    times = sum(point.position == points[t].position for point in base)
    return (off(base, points[t]) - phi**gap * off(base, points[t - 1])) / (spread * sqrt(1 + 1 / times) * widening)


def chance_scores(base: list[Point], hits: list[float], season: int, most: float) -> list[float]:
    """How many of chance's standard deviations each number of hits lies from its expectation, season by season.

    `most`: 1 where each case is a hit or none, infinite where there is no such end.
    """
    z = []
    for point, hit in zip(base, hits, strict=True):
        mine = [(each.size, other) for each, other in zip(base, hits, strict=True) if each.position == point.position]
        share = sum(other for _, other in mine) / sum(size for size, _ in mine)
        variance = point.size * share * (1 - share / most)
        z.append((hit - point.size * share) / sqrt(variance) if variance > 0 else 0.0)
    return z


def widened_by(base: list[Point], baseline: int, season: int, family: str) -> float:
    """By how much scores shrink because the known counts spread wider than chance."""
    base = [as_counted(point, family) for point in base]
    turned = family == "binomial" and mostly_hit(base[:baseline])
    hits = [point.size - point.count if turned else point.count for point in base]
    z = chance_scores(base, hits, season, 1.0 if family == "binomial" else inf)
    return sqrt(max(sum(each * each for each in z) / (len(base) - season), 1.0))


def counted_score(points: list[Point], t: int, baseline: int, known: int, family: str) -> float:
    """Exact: the point against the known ones of its place in the season."""
    now, *base = [as_counted(points[t], family)] + [
        as_counted(point, family) for point in points[:known] if point.position == points[t].position
    ]
    hits, cases = sum(point.count for point in base), sum(point.size for point in base)
    if family == "poisson":
        share = now.size / (now.size + cases)
        if now.count > MOST_SUMMED:
            total = now.count + hits
            return root_of_deviance([(now.count, total * share), (hits, total * (1 - share))])
        return score_of(poisson_mid_p(int(now.count), int(now.count + hits), share))
    turned = mostly_hit(points[:baseline])
    count, before = (now.size - now.count, cases - hits) if turned else (now.count, hits)
    score = binomial_score(count, now.size, before, cases)
    return -score if turned else score


def as_counted(point: Point, family: str) -> Point:
    """The point as a count: what is none is rounded, below 0 it is none, and of more hits than cases all are."""
    size = round(point.size) if family == "binomial" else point.size
    count = max(round(point.count), 0)
    return replace(point, count=min(count, size) if family == "binomial" else count, size=size)


def mostly_hit(base: list[Point]) -> bool:
    return 2 * sum(point.count for point in base) > sum(point.size for point in base)


def binomial_score(count: float, size: float, before: float, cases: float) -> float:
    if count <= MOST_SUMMED:
        return score_of(binomial_mid_p(int(count), int(size), int(before), int(cases)))
    hit = (count + before) / (size + cases)
    misses = [(size - count, size * (1 - hit)), (cases - before, cases * (1 - hit))]
    return root_of_deviance([(count, size * hit), (before, cases * hit), *misses])


def root_of_deviance(cells: list[tuple[float, float]]) -> float:
    """The signed root of twice the sum of n log(n / expected) over the cells of a table; the first has the sign."""
    deviance = 2 * sum(number * log(number / expected) for number, expected in cells if number > 0)
    return copysign(sqrt(max(deviance, 0.0)), cells[0][0] - cells[0][1])


def score_of(p: float) -> float:
    return NormalDist().inv_cdf(min(max(p, 1e-9), 1 - 1e-9))


def poisson_mid_p(x: int, total: int, share: float) -> float:
    chances = [comb(total, j) * share**j * (1 - share) ** (total - j) for j in range(x + 1)]
    return sum(chances[:-1]) + chances[-1] / 2


def binomial_mid_p(x: int, size: int, before: int, cases: int) -> float:
    total = x + before
    ways = [comb(size, j) * comb(cases, total - j) / comb(size + cases, total) for j in range(x + 1)]
    return sum(ways[:-1]) + ways[-1] / 2
