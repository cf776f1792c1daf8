"""Of which series the rate of false alarms is not promised, as far as a baseline can show it."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.detection.codes import Doubt, Family
from wellrun.analytics.detection.points import Points
from wellrun.analytics.detection.routing import are_counts, few_of
from wellrun.analytics.detection.watching import Watch
from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.codes import Codes
from wellrun.analytics.spc.judgement import Flags

# Of series with normal figures one in twenty goes beyond it (Jarque and Bera's, for short baselines; simulated).
_UNUSUAL, _SHORT = 6.0, 6.0
# Counts that chance does not explain are judged as measured values, which small ones are far from.
_LARGEST_UNEVEN_MEAN = 10.0
# Mean squares of places over those within them: below it in three of four series without a season. Above it the lean
# of the season itself would show.
_NO_SEASON = 1.5


def doubts(points: Points, deviation: Floats, watch: Watch) -> Codes:
    """(R,) codes of `Doubt` of series that are judged as measured values.

    `deviation` (K, R) of the baseline from its level. A family that was asked for is not doubted, long tails are.
    """
    if watch.season_length > 1:
        deviation = without_a_seeming_season(points, deviation, watch.season_length)
    found = np.where(long_tails(deviation), Doubt.LONG_TAILS, Doubt.NONE)
    if watch.family == Family.AUTO:
        uneven = are_counts(few_of(points, watch.baseline)[0], _LARGEST_UNEVEN_MEAN)
        found = np.where(uneven, Doubt.UNEVEN_COUNTS, found)
    return found.astype(np.int8)


def without_a_seeming_season(points: Points, deviation: Floats, season_length: int) -> Floats:
    """(K, R) deviations from the mean of all points where no season shows, else those from its places (K, R).

    Of two points in one place one lies as far above their mean as the other below, so that no lean can show in them.
    """
    known = len(deviation)
    y, sizes = points.y[:known], None if points.sizes is None else points.sizes[:known]
    whole = y - np.average(y, axis=0, weights=sizes)
    if sizes is not None:
        whole = whole * np.sqrt(sizes / sizes.mean(axis=0))
    left = np.einsum("tr,tr->r", deviation, deviation)
    explained = np.einsum("tr,tr->r", whole, whole) - left
    seasonal = explained / (season_length - 1) > _NO_SEASON * left / (known - season_length)
    found: Floats = np.where(seasonal, deviation, whole)
    return found


def long_tails(deviation: Floats) -> Flags:
    """(R,) whether the deviations (K, R) are more skewed or long-tailed than normal ones hardly ever are."""
    n = len(deviation)
    squares = deviation * deviation
    variance = squares.mean(axis=0)
    skewness = (squares * deviation).mean(axis=0) / variance**1.5
    excess = np.maximum((squares * squares).mean(axis=0) / variance**2 - 3.0, 0.0)
    found: Flags = n * (skewness**2 / 6 + excess**2 / 24) > _UNUSUAL * (1 - _SHORT / n)
    return found
