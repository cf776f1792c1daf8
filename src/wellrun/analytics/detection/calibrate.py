"""Simulate the table of thresholds anew: `python -m wellrun.analytics.detection.calibrate`, some forty minutes.

Series that do not change go through the very scores and statistic that `detect` uses, so that every parameter is
estimated as it will be. Measured series are half independent and half autocorrelated at 0.4: the threshold lies
between what either needs. Counts are Poisson with a grid of means; binomial counts use the row of their mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from wellrun.analytics.detection.points import Points
from wellrun.analytics.detection.scores.counts import count_scores
from wellrun.analytics.detection.scores.normal import freedom, normal_scores
from wellrun.analytics.detection.statistic import statistic
from wellrun.analytics.detection.thresholds import COUNTS, NORMAL, TABLE
from wellrun.analytics.panel import Floats

SEED = 20_240_101
LEVELS = (0.9, 0.75, 0.6, 0.45, 0.3, 0.2, 0.14, 0.1, 0.07, 0.05, 0.035, 0.025, 0.016, 0.01, 0.005, 0.002, 0.001)
AUTOCORRELATION = 0.4

NORMAL_SERIES, NORMAL_BASELINES = 160_000, (12, 14, 16, 18, 21, 24, 28, 36, 48, 60, 100, 300)
NORMAL_POINTS = (1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 30, 36, 52, 84, 140, 230, 365)
COUNT_SERIES, COUNT_BASELINES = 48_000, (12, 14, 17, 20, 24, 36, 60, 150)
COUNT_POINTS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 36, 60, 120)
COUNT_MEANS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
SEASONS = (1, 4, 7, 12)
_AT_ONCE = 8_000


def main(path: Path) -> None:
    """Write the table to `path`."""
    lines = [",".join(["family", "season", "baseline", "mean", "points", *map(str, LEVELS)])]
    path.write_text("\n".join([*lines, *rows()]) + "\n")


def rows() -> Iterator[str]:
    """The lines of the table, by family, season, baseline, mean and points."""
    for season in SEASONS:
        for baseline in (each for each in NORMAL_BASELINES if each >= 2 * season):
            largest = _largest_normal(baseline, season)
            yield from _lines(largest, NORMAL_POINTS, (NORMAL, season, baseline, 0))
    for season in SEASONS:
        for baseline in (each for each in COUNT_BASELINES if each >= 2 * season):
            for mean in COUNT_MEANS:
                largest = _largest_counts(baseline, season, mean)
                yield from _lines(largest, COUNT_POINTS, (COUNTS, season, baseline, mean))


def _lines(largest: Floats, points: tuple[int, ...], key: tuple[float, ...]) -> Iterator[str]:
    """One line for each number of points; `largest` (points, series)."""
    for within, sizes in zip(points, largest, strict=True):
        quantiles = np.maximum(np.quantile(sizes, [1 - level for level in LEVELS]), 0.0)
        yield ",".join([*(f"{part:g}" for part in (*key, within)), *(f"{size:.3f}" for size in quantiles)])


def _largest_normal(baseline: int, season: int) -> Floats:
    found = []
    for part in range(NORMAL_SERIES // _AT_ONCE):
        random = np.random.default_rng([SEED, NORMAL, season, baseline, part])
        phi = np.where(np.arange(_AT_ONCE) % 2, AUTOCORRELATION, 0.0)
        y = autocorrelated(random, baseline + NORMAL_POINTS[-1], phi)
        every = np.arange(len(y))[:, None]
        scores = normal_scores(Points(y, None, None, every), every % season, baseline, season)
        size = statistic(scores, baseline, season, freedom(baseline, season, len(scores))).size
        found.append(_running(size, NORMAL_POINTS))
    return np.concatenate(found, axis=1)


def _largest_counts(baseline: int, season: int, mean: float) -> Floats:
    found = []
    for part in range(COUNT_SERIES // _AT_ONCE):
        random = np.random.default_rng([SEED, COUNTS, season, baseline, int(mean * 100), part])
        y = random.poisson(mean, (baseline + COUNT_POINTS[-1], _AT_ONCE)).astype(np.float64)
        every = np.arange(len(y))[:, None]
        scores = count_scores(Points(y, None, None, every), every % season, baseline, season, binomial=False)
        found.append(_running(statistic(scores, baseline, season).size, COUNT_POINTS))
    return np.concatenate(found, axis=1)


def _running(size: Floats, points: tuple[int, ...]) -> Floats:
    largest = np.maximum.accumulate(size, axis=0)
    found: Floats = largest[np.array(points) - 1]
    return found


def autocorrelated(random: np.random.Generator, n_points: int, phi: Floats) -> Floats:
    """(T, R) standard normal series whose neighbours correlate by `phi` (R,)."""
    y = random.standard_normal((n_points, phi.size))
    fresh = np.sqrt(1 - phi * phi)
    for t in range(1, n_points):
        y[t] = phi * y[t - 1] + fresh * y[t]
    return y


if __name__ == "__main__":
    main(Path(__file__).with_name(TABLE))
