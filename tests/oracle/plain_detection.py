"""The plain twin of `analytics.detection`: one series, one point at a time, no arrays.

It follows the text of the method page and shares nothing with the fast code but the numbers of the method.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import comb, log1p, nan, sqrt
from statistics import NormalDist

Value = float | None


@dataclass
class Point:
    """One point that is there: when, where in its season, how much, out of how many."""

    period: int
    position: int
    y: float
    size: float = 1.0


def points_of(values: list[Value], sizes: list[Value] | None, season: int) -> list[Point]:
    found = []
    for period, value in enumerate(values):
        size = 1.0 if sizes is None else sizes[period]
        if value is not None and size:
            found.append(Point(period, period % season, value, size))
    return found


def known_at(baseline: int, point: int) -> int:
    return max(baseline, min(point - 6, 24))


def sizes_of(points: list[Point], baseline: int, season: int, family: str) -> list[float]:
    """The statistic at every point after the baseline; nan once there is nothing to go by."""
    found = []
    drift = 0.0
    weights: list[tuple[int, float]] = []
    for t in range(baseline, len(points)):
        known = known_at(baseline, t)
        if family == "normal":
            score = measured_score(points, t, known, season)
            freedom: float | None = known - season - 1
        else:
            score, freedom = counted_score(points, t, baseline, known, family), None
        drift = 0.8 * drift + 0.2 * score
        weights = [(place, 0.8 * weight) for place, weight in weights] + [((t - baseline) % season, 0.2)]
        slow = normal_size(drift / drift_sd(weights, known, season), freedom)
        short = max(24 - baseline, 0) / 12 if family == "normal" else 0.0
        found.append(max(slow, normal_size(score, freedom) - 0.7 - 0.3 * short))
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


def measured_score(points: list[Point], t: int, known: int, season: int) -> float:
    base = points[:known]
    weight = sum(point.size for point in base) / known

    def level(position: int) -> float:
        mine = [point for point in base if point.position == position]
        return sum(point.y * point.size for point in mine) / sum(point.size for point in mine)

    def off(point: Point) -> float:
        return (point.y - level(point.position)) * sqrt(point.size / weight)

    squares = sum(off(point) ** 2 for point in base)
    if squares <= known * (1e-10 * max(abs(point.y) for point in base)) ** 2:
        return nan
    pairs = [(a, b) for a, b in pairwise(base) if b.period - a.period == 1]
    steps = max(len(pairs), 1)
    estimate = sum(off(a) * off(b) for a, b in pairs) / squares * (known - 1) / steps
    upward = 6.5 + min(known, 24) / 40 if season == 1 else 4.5
    phi = min(max(estimate + upward / (known - season + 1), 0.0), 0.8)
    if len(pairs) < 2:
        return nan
    spread = sqrt(sum((off(b) - phi * off(a)) ** 2 for a, b in pairs) / (steps * (known - season) / known))
    gap = points[t].period - points[t - 1].period
    widening = sqrt((1 - phi ** (2 * gap)) / (1 - phi**2))
    times = sum(point.position == points[t].position for point in base)
    return (off(points[t]) - phi**gap * off(points[t - 1])) / (spread * sqrt(1 + 1 / times) * widening)


def counted_score(points: list[Point], t: int, baseline: int, known: int, family: str) -> float:
    """Exact, without a season: `y` is the count."""
    now, base = points[t], points[:known]
    hits, cases = sum(point.y for point in base), sum(point.size for point in base)
    if family == "poisson":
        return score_of(poisson_mid_p(int(now.y), int(now.y + hits), now.size / (now.size + cases)))
    turned = 2 * sum(point.y for point in points[:baseline]) > sum(point.size for point in points[:baseline])
    count = now.size - now.y if turned else now.y
    before = cases - hits if turned else hits
    score = score_of(binomial_mid_p(int(count), int(now.size), int(before), int(cases)))
    return -score if turned else score


def score_of(p: float) -> float:
    return NormalDist().inv_cdf(min(max(p, 1e-9), 1 - 1e-9))


def poisson_mid_p(x: int, total: int, share: float) -> float:
    chances = [comb(total, j) * share**j * (1 - share) ** (total - j) for j in range(x + 1)]
    return sum(chances[:-1]) + chances[-1] / 2


def binomial_mid_p(x: int, size: int, before: int, cases: int) -> float:
    total = x + before
    ways = [comb(size, j) * comb(cases, total - j) / comb(size + cases, total) for j in range(x + 1)]
    return sum(ways[:-1]) + ways[-1] / 2
