"""Do values pile up just inside a threshold? More there than any smooth hill would put.

Three bins of equal width lie at the threshold: just outside, just inside, further inside. In a density that is straight
in logarithms over the three, the middle one holds at most a third of them; at the top of a normal one, with bins of
half a standard deviation, 0.36. A heap is a middle bin that holds more than `MOST_SHARE`, by the exact binomial tail.
The width follows the quartiles, which a heap at one place moves little.

Source: the idea of a test of the density beside a cutoff, McCrary, Journal of Econometrics 142 (2008) 698-714; the
distortion it looks for, Bevan and Hood, Public Administration 84 (2006) 517-538. Known failure: a process that is held
to the threshold on purpose, and is narrow for that reason, looks alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from wellrun.analytics.panel import Floats

MOST_SHARE = 0.4
"""What smooth densities give the middle bin of three at most, with room: normal 0.36, straight in logarithms 1/3."""
LEAST_NEAR = 12
LARGEST_TAIL = 0.005
_SD_OF_QUARTILES = 1.349  # of a normal density


@dataclass(frozen=True, slots=True)
class Heaping:
    """Counts just outside, just inside and further inside the threshold; the tail; whether that is a heap.

    `is_heaped` is none where too few values lie near the threshold, or they do not spread at all.
    """

    outside: int
    inside: int
    beyond: int
    tail: float
    is_heaped: bool | None


def heaping(values: Floats, threshold: float, *, inside_is_above: bool) -> Heaping:
    """Whether the values (any shape, NaN left out) pile up just inside a threshold; the threshold itself is inside."""
    y = values[~np.isnan(values)]
    width = float(np.subtract(*np.percentile(y, (75, 25)))) / _SD_OF_QUARTILES / 2 if y.size else 0.0
    if width <= 0:
        return Heaping(0, 0, 0, math.nan, None)
    steps = np.floor((y - threshold if inside_is_above else threshold - y) / width)
    outside, inside, beyond = (int((steps == step).sum()) for step in (-1, 0, 1))
    near = outside + inside + beyond
    tail = binomial_tail(inside, near, MOST_SHARE)
    return Heaping(outside, inside, beyond, tail, None if near < LEAST_NEAR else tail < LARGEST_TAIL)


def binomial_tail(least: int, n: int, share: float) -> float:
    """The probability of `least` or more of n, exactly."""
    return math.fsum(math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(least, n + 1))
