"""Poisson counts by the million, and their scores: what a simulation of thresholds has to do quickly."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.detection.scores.counts import poisson_score
from wellrun.analytics.panel import Floats

DRAWS = 1 << 22


class Remembered:
    """Poisson scores of counts of size 1, each computed once by `poisson_score`."""

    def __init__(self, mean: float) -> None:
        self.mean = mean
        self.known: dict[float, Floats] = {}

    def __call__(self, x: Floats, size: Floats, before: Floats, exposure: Floats) -> Floats:
        """The scores (K, R), where all of a row have the same exposure."""
        found = np.empty(x.shape)
        for each in np.unique(exposure[:, 0]).tolist():
            rows = exposure[:, 0] == each
            found[rows] = self._of(each)[before[rows].astype(np.int64), x[rows].astype(np.int64)]
        return found

    def _of(self, exposure: float) -> Floats:
        """(before, count) the scores after so much exposure, up to numbers that never come."""
        if exposure not in self.known:
            most, total = (int(each + 12 * each**0.5 + 30) for each in (self.mean, self.mean * exposure))
            before, x = np.meshgrid(np.arange(total + 1.0), np.arange(most + 1.0), indexing="ij")
            ones = np.ones_like(x)
            self.known[exposure] = poisson_score(x, ones, before, ones * exposure)
        return self.known[exposure]


def poisson_draws(mean: float) -> Floats:
    """As many counts as there are draws, each as often as its probability says: drawing one of them is quick."""
    chances, total = [np.exp(-mean)], np.exp(-mean)
    while (1 - total) * DRAWS > 0.5:
        chances.append(chances[-1] * mean / len(chances))
        total += chances[-1]
    ends = np.rint(np.cumsum(chances) * DRAWS).astype(np.int64)
    ends[-1] = DRAWS
    return np.repeat(np.arange(len(ends), dtype=np.float64), np.diff(ends, prepend=0))
