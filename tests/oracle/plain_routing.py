"""The plain twin of `detection.routing`: what a series is taken for, by its baseline alone."""

from itertools import pairwise
from math import inf, sqrt

from tests.oracle.plain_detection import Point, chance_scores, mostly_hit, off


def plain_family(base: list[Point], season: int, *, counted: bool) -> str:
    """`poisson`, `binomial` or `normal`; `counted`: the series has numerators and denominators."""
    hits, proper = few_of(base, counted)
    if not is_small_count(hits, 20):
        return "normal"
    exact = "binomial" if proper else "poisson"
    if not any(hits):
        return exact
    return exact if varies_as_chance_does(base, hits, season, most=1.0 if proper else inf) else "normal"


def few_of(base: list[Point], counted: bool) -> tuple[list[float], bool]:
    """The counts, failures where most cases are hits, and whether they are cases."""
    proper = counted and all(point.count <= point.size and point.size == round(point.size) for point in base)
    return [point.size - point.count if proper and mostly_hit(base) else point.count for point in base], proper


def plain_doubt(base: list[Point], *, counted: bool, asked_for: bool) -> str:
    """Why no rate is promised of a series that is judged as measured values; empty where one is."""
    if not asked_for and is_small_count(few_of(base, counted)[0], 10):
        return "uneven_counts"
    d = seeming(base, [off(base, point) for point in base])
    n, variance = len(d), sum(each**2 for each in d) / len(d)
    if variance <= 0:
        return ""
    skewness = sum(each**3 for each in d) / n / variance**1.5
    excess = max(sum(each**4 for each in d) / n / variance**2 - 3, 0.0)
    return "long_tails" if n * (skewness**2 / 6 + excess**2 / 24) > 6 * (1 - 6 / n) else ""


def seeming(base: list[Point], d: list[float]) -> list[float]:
    """Deviations from the mean of all, where places of a season explain no more than 1.5 times what chance does."""
    places = len({point.position for point in base})
    total = sum(point.size for point in base)
    level = sum(point.y * point.size for point in base) / total
    whole = [(point.y - level) * sqrt(point.size / (total / len(base))) for point in base]
    left, explained = (sum(each**2 for each in some) for some in (d, whole))
    is_season = places > 1 and (explained - left) / (places - 1) > 1.5 * left / (len(base) - places)
    return d if is_season else whole


def is_small_count(hits: list[float], most: float) -> bool:
    return all(hit >= 0 and hit == round(hit) for hit in hits) and sum(hits) / len(hits) <= most


def varies_as_chance_does(base: list[Point], hits: list[float], season: int, most: float) -> bool:
    """Spread within two standard errors of what chance makes, neighbours no more alike than that.

    `most`: 1 where each case is a hit or none, infinite where there is no such end.
    """
    z = chance_scores(base, hits, season, most)
    squares = sum(each * each for each in z)
    freedom = len(base) - season
    spread = squares / freedom
    leaning = sum(a * b for a, b in pairwise(z)) / squares if squares else 0.0
    return abs(spread - 1) <= 2 * sqrt(2 / freedom) and leaning <= 2 / sqrt(len(base))
