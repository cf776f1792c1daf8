"""Thresholds of counts as they are used: looked up by a mean that the baseline only estimates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wellrun.analytics.detection.thresholds import places_of
from wellrun.analytics.panel import Floats

# Each round takes away most of what is left; the fourth moves no threshold by more than its own chance.
_ROUNDS = 4


def settled(largest: Sequence[Floats], estimated: Sequence[Floats], means: Floats, levels: Sequence[float]) -> Floats:
    """(M, H, P) the sizes that keep each level at each true mean, when a series' threshold is read off at its estimate.

    `largest` M of (H, N): the largest statistic within so many points of series with each of the true `means` (M,);
    `estimated` M of (N,): their average counts in the baseline. A baseline that is low by chance makes what follows
    look high and its threshold low: thresholds by the true mean would break the promise by a tenth.
    """
    probabilities = [1 - level for level in levels]
    squares = np.array([np.quantile(size * size, probabilities, axis=1).T for size in largest])
    places = [places_of(mean, means) for mean in estimated]
    for _ in range(_ROUNDS):
        used = squares
        squares = np.array([_again(each, used, places, largest, probabilities) for each in range(len(means))])
    return np.sqrt(np.maximum.accumulate(np.maximum.accumulate(np.maximum(squares, 0.0), axis=1), axis=2))


def _again(
    each: int, used: Floats, places: Sequence[Floats], largest: Sequence[Floats], probabilities: list[float]
) -> Floats:
    """(H, P) the squares of one true mean, given those `used` (M, H, P) around it."""
    lower = np.minimum(places[each].astype(np.int64), len(used) - 2)
    nearness = places[each] - lower
    found = np.empty(used.shape[1:])
    for within, size in enumerate(largest[each]):
        for level, probability in enumerate(probabilities):
            by_mean = used[:, within, level]
            shift = by_mean[lower] * (1 - nearness) + by_mean[lower + 1] * nearness - by_mean[each]
            found[within, level] = np.quantile(size * size - shift, probability)
    return found
