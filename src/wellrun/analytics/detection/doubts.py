"""Of which series the rate of false alarms is not promised, as far as a baseline can show it."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.detection.codes import Doubt, Family
from wellrun.analytics.detection.points import Points
from wellrun.analytics.detection.routing import are_counts, few_of
from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.codes import Codes
from wellrun.analytics.spc.judgement import Flags

# Of series with normal figures one in twenty goes beyond it (Jarque and Bera's, for short baselines; simulated).
_UNUSUAL, _SHORT = 6.0, 6.0
# Counts that chance does not explain are judged as measured values, which small ones are far from.
_LARGEST_UNEVEN_MEAN = 10.0


def doubts(points: Points, deviation: Floats, baseline: int, wish: Family) -> Codes:
    """(R,) codes of `Doubt` of series that are judged as measured values.

    `deviation` (K, R) of the baseline from its level; `wish`: the family asked for. A family that was asked for is not
    doubted, long tails are.
    """
    found = np.where(long_tails(deviation), Doubt.LONG_TAILS, Doubt.NONE)
    if wish == Family.AUTO:
        uneven = are_counts(few_of(points, baseline)[0], _LARGEST_UNEVEN_MEAN)
        found = np.where(uneven, Doubt.UNEVEN_COUNTS, found)
    return found.astype(np.int8)


def long_tails(deviation: Floats) -> Flags:
    """(R,) whether the deviations (K, R) are more skewed or long-tailed than normal ones hardly ever are."""
    n = len(deviation)
    squares = deviation * deviation
    variance = squares.mean(axis=0)
    skewness = (squares * deviation).mean(axis=0) / variance**1.5
    excess = np.maximum((squares * squares).mean(axis=0) / variance**2 - 3.0, 0.0)
    found: Flags = n * (skewness**2 / 6 + excess**2 / 24) > _UNUSUAL * (1 - _SHORT / n)
    return found
