"""Lines, flags, intervals and power of a funnel one unit at a time: counts added up one by one, and bisection."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from statistics import median

from tests.oracle.plain_funnel import Unit, plain_dispersion, plain_place, plain_spread, plain_target, plain_together

Z = {0.001: -3.090232, 0.025: -1.959964, 0.975: 1.959964, 0.999: 3.090232}
Chances = Callable[[int], float]


@dataclass
class PlainUnit:
    """What is said of one unit: the four lines from the lowest, where it lies, and what it could be found at."""

    lines: list[float]
    z: float
    flag: str
    interval: tuple[float, float]
    detectable: float


@dataclass
class PlainFunnel:
    """One chart of units."""

    units: list[Unit]
    kind: str
    transform: str
    model: str
    exact: bool

    def __post_init__(self) -> None:
        above, below = (sum(unit[i] for unit in self.units) for i in (0, 1))
        self.target = 1.0 if self.kind == "standardised" else above / below
        self.phi, self.tau2 = plain_dispersion(self.units, self.kind, self.transform)
        # How near a cumulative chance came to one that a line is drawn at: no way of adding up decides there.
        self.nearest = 1.0

    def judged(self, unit: Unit) -> PlainUnit:
        lines = [self.line(unit, tail) for tail in Z]
        away = plain_place(unit, self.kind, self.transform) - plain_target(self.units, self.kind, self.transform)
        where = flag(self.held(unit), lines)
        return PlainUnit(lines, away / self.spread(unit), where, self.interval(unit), self.detectable(unit, lines[3]))

    def spread(self, unit: Unit) -> float:
        return plain_spread(unit, self.kind, self.transform, plain_together(self.units))

    @property
    def middle(self) -> float:
        """The smallest multiple that the middle unit would be flagged for, infinite where it never would."""
        found = [self.judged(unit).detectable for unit in self.units]
        # With infinity on one side of the middle only, half way there is infinite, too.
        return median(math.inf if math.isnan(each) else each for each in found)

    def line(self, unit: Unit, tail: float) -> float:
        if self.exact:
            return self.exact_line(unit, tail)
        by_chance = {"none": True, "additive": self.tau2 == 0, "multiplicative": not self.phi > 1}[self.model]
        if self.kind == "standardised" and by_chance:
            return chi_square_line(unit[1], tail)
        spread = self.spread(unit)
        wide = {
            "none": spread,
            "additive": math.sqrt(spread**2 + self.tau2),
            "multiplicative": spread * math.sqrt(max(self.phi, 1.0)),
        }[self.model]
        return self.back(plain_target(self.units, self.kind, self.transform) + Z[tail] * wide)

    def back(self, place: float) -> float:
        """From the even scale to values, a line below 0 (or above all cases) held at the end."""
        if self.transform == "arcsine":
            return math.sin(min(max(place, 0.0), math.pi / 2)) ** 2
        return math.exp(place) if self.transform == "log" else max(place, 0.0) ** 2

    def exact_line(self, unit: Unit, tail: float) -> float:
        above, below = unit
        if self.kind == "standardised":
            return self.least(poisson_gamma_chances(below * self.target, self.shape(below)), tail) / below
        cases = below if self.kind == "proportion" else above + below
        share = self.target if self.kind == "proportion" else self.target / (1 + self.target)
        hits = self.least(beta_binomial_chances(int(cases), share, self.alike(cases, share)), tail)
        if self.kind == "proportion":
            return hits / below
        return hits / (cases - hits) if hits < cases else math.inf

    def alike(self, cases: float, share: float) -> float:
        """The correlation within a unit."""
        if self.model == "none" or not 0 < share < 1 or cases <= 1:
            return 0.0
        if self.model == "multiplicative":
            return min(max(self.phi - 1, 0.0) / (cases - 1), 0.999)
        return min(4 * self.tau2 if self.kind == "proportion" else share * (1 - share) * self.tau2, 0.999)

    def shape(self, expected: float) -> float:
        """The shape of the gamma from which units draw their rate; infinite for none."""
        if self.model == "none":
            return math.inf
        if self.model == "multiplicative":
            return expected / (self.phi - 1) if self.phi > 1 else math.inf
        between = self.tau2 if self.transform == "log" else 4 * self.tau2
        return 1 / between if between else math.inf

    def least(self, chances: Chances, tail: float) -> int:
        """The least count whose cumulative chance reaches the tail."""
        k, total = 0, chances(0)
        self.nearest = min(self.nearest, abs(total - tail))
        while total < tail:
            k += 1
            total += chances(k)
            self.nearest = min(self.nearest, abs(total - tail))
        return k

    def held(self, unit: Unit) -> list[float]:
        """The values that are held against the lines: its own, and with even ones that of counts with a half added
        (ratio) or in place of no event (observed over expected)."""
        above, below = unit
        own = above / below if below else math.inf
        if self.exact or self.kind == "proportion":
            return [own]
        return [own, (above + 0.5) / (below + 0.5) if self.kind == "ratio" else (above or 0.5) / below]

    def interval(self, unit: Unit) -> tuple[float, float]:
        """Where 95 % of samples would be further out than the count on neither side."""
        above, below = int(unit[0]), unit[1]
        if self.kind == "standardised":
            low = solved(lambda mean: poisson_reaches(above, mean), 0.025, above + 1.0) if above else 0.0
            high = solved(lambda mean: poisson_reaches(above + 1, mean), 0.975, 10.0 * (above + 5))
            return low / below, high / below
        cases = int(below if self.kind == "proportion" else above + below)
        low = solved(lambda p: binomial_reaches(above, cases, p), 0.025, 1.0) if above else 0.0
        high = solved(lambda p: binomial_reaches(above + 1, cases, p), 0.975, 1.0) if above < cases else 1.0
        return (low, high) if self.kind == "proportion" else (low / (1 - low), high / (1 - high))

    def detectable(self, unit: Unit, upper: float) -> float:
        """The multiple of the target with which a unit of this size is above the line in four of five samples."""
        above, below = int(unit[0]), unit[1]
        if self.kind == "standardised":
            near = max(math.floor(upper * below) - 1, 1)
            needed = next(k for k in range(near, near + 4) if min(self.held((k, below))) > upper)
            return solved(lambda mean: poisson_reaches(needed, mean), 0.8, 10.0 * (needed + 5)) / below / self.target
        cases = int(below if self.kind == "proportion" else above + below)
        samples = [(k, below if self.kind == "proportion" else cases - k) for k in range(cases + 1)]
        found = [k for k, rest in samples if min(self.held((k, rest))) > upper]
        if not found or self.target == 0:
            return math.nan
        p = solved(lambda p: binomial_reaches(found[0], cases, p), 0.8, 1.0)
        return (p if self.kind == "proportion" else p / (1 - p)) / self.target


def flag(held: list[float], lines: list[float]) -> str:
    """Where all of the values lie beyond."""
    lowest, low, high, highest = lines
    if max(held) < low:
        return "low" if max(held) < lowest else "low_95"
    if min(held) > high:
        return "high" if min(held) > highest else "high_95"
    return "inside"


def chi_square_line(expected: float, tail: float) -> float:
    """Half a quantile of chi-square over the expected number: of 2 E degrees below, of 2 (E + 1) above."""
    shape = expected + 1 if tail > 0.5 else expected
    return solved(lambda x: gamma_share(shape, x), tail, 10.0 * (expected + 5)) / expected


def gamma_share(shape: float, x: float) -> float:
    """P(a gamma of this shape is below x), by its power series: half a chi-square of twice as many degrees."""
    term = total = math.exp(shape * math.log(x) - x - math.lgamma(shape + 1)) if x > 0 else 0.0
    n = 1
    while term > 1e-17 * total:
        term *= x / (shape + n)
        total, n = total + term, n + 1
    return total


def solved(rising: Callable[[float], float], wanted: float, most: float) -> float:
    """Where a function that rises from 0 to `most` passes a value."""
    low, high = 0.0, most
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return (low + high) / 2


def binomial_reaches(k: int, n: int, p: float) -> float:
    return math.fsum(ways(n)[j] * p**j * (1 - p) ** (n - j) for j in range(k, n + 1))


@cache
def ways(n: int) -> list[int]:
    return [math.comb(n, j) for j in range(n + 1)]


def poisson_reaches(k: int, mean: float) -> float:
    return 1 - math.fsum(poisson_gamma_chances(mean, math.inf)(j) for j in range(k))


def beta_binomial_chances(n: int, share: float, alike: float) -> Chances:
    """Of k hits among n cases whose share differs between units as a beta does, or among cases that all share it."""
    if alike == 0:
        return lambda k: math.comb(n, k) * share**k * (1 - share) ** (n - k)
    a, b = share * (1 / alike - 1), (1 - share) * (1 / alike - 1)

    def log_beta(x: float, y: float) -> float:
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

    return lambda k: math.comb(n, k) * math.exp(log_beta(k + a, n - k + b) - log_beta(a, b))


def poisson_gamma_chances(mean: float, shape: float) -> Chances:
    """Of k events whose mean differs between units as a gamma does, or is the same."""
    if mean == 0:
        return lambda k: float(k == 0)
    if math.isinf(shape):
        return lambda k: math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))

    def chance(k: int) -> float:
        ways = math.lgamma(k + shape) - math.lgamma(k + 1) - math.lgamma(shape)
        return math.exp(ways + shape * math.log(shape / (shape + mean)) + k * math.log(mean / (shape + mean)))

    return chance
