"""The plain twin of `detection.routing`: what a series is taken for, by its baseline alone."""

from itertools import pairwise
from math import inf, sqrt

from tests.oracle.plain_detection import Point, mostly_hit


def plain_family(base: list[Point], season: int, *, counted: bool) -> str:
    """`poisson`, `binomial` or `normal`; `counted`: the series has numerators and denominators."""
    proper = counted and all(point.count <= point.size and point.size == round(point.size) for point in base)
    hits = [point.size - point.count if proper and mostly_hit(base) else point.count for point in base]
    if not is_small_count(hits):
        return "normal"
    exact = "binomial" if proper else "poisson"
    if not any(hits):
        return exact
    return exact if varies_as_chance_does(base, hits, season, most=1.0 if proper else inf) else "normal"


def is_small_count(hits: list[float]) -> bool:
    return all(hit >= 0 and hit == round(hit) for hit in hits) and sum(hits) / len(hits) <= 20


def varies_as_chance_does(base: list[Point], hits: list[float], season: int, most: float) -> bool:
    """Spread and neighbours within two standard errors of what chance makes. `most`: 1 where each case is a hit or
    none, infinite where there is no such end."""
    z = []
    for point, hit in zip(base, hits, strict=True):
        mine = [(each.size, other) for each, other in zip(base, hits, strict=True) if each.position == point.position]
        share = sum(other for _, other in mine) / sum(size for size, _ in mine)
        expected = point.size * share
        variance = expected * (1 - share / most)
        z.append((hit - expected) / sqrt(variance) if variance > 0 else 0.0)
    squares = sum(each * each for each in z)
    freedom = len(base) - season
    spread = squares / freedom
    leaning = sum(a * b for a, b in pairwise(z)) / squares if squares else 0.0
    return abs(spread - 1) <= 2 * sqrt(2 / freedom) and abs(leaning) <= 2 / sqrt(len(base))
