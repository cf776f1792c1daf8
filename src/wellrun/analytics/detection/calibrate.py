"""Simulate the table of thresholds: `python -m wellrun.analytics.detection.calibrate`, some ten minutes of a core.

Series that do not change go through the very scores and statistic that `detect` uses, so that every parameter is
estimated as it will be. Measured series are half independent and half autocorrelated at 0.4: the threshold lies
between what either needs. Counts are Poisson with a grid of means; binomial counts use the row of their mean, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from wellrun.analytics.detection.by_estimated_mean import settled
from wellrun.analytics.detection.points import Points
from wellrun.analytics.detection.routing import mean_counts
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
COUNT_SERIES, COUNT_BASELINES = 80_000, (12, 14, 17, 20, 24, 36, 60, 150)
COUNT_POINTS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 36, 60, 120)
COUNT_MEANS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
SEASONS = (1, 4, 7, 12)
AT_ONCE = 8_000


def main(path: Path) -> None:
    """Write the table to `path`."""
    header = ",".join(["family", "season", "baseline", "mean", "points", *map(str, LEVELS)])
    with np.errstate(divide="ignore", invalid="ignore"):
        path.write_text("\n".join([header, *rows()]) + "\n")


def rows() -> Iterator[str]:
    """The lines of the table, by family, season, baseline, mean and points."""
    for season in SEASONS:
        for baseline in (each for each in NORMAL_BASELINES if each >= 2 * season):
            yield from _lines(normal_sizes(baseline, season), NORMAL_POINTS, (NORMAL, season, baseline, 0))
    for season in SEASONS:
        for baseline in (each for each in COUNT_BASELINES if each >= 2 * season):
            for mean, sizes in zip(COUNT_MEANS, count_sizes(baseline, season), strict=True):
                yield from _lines(sizes, COUNT_POINTS, (COUNTS, season, baseline, mean))


def _lines(sizes: Floats, points: tuple[int, ...], key: tuple[float, ...]) -> Iterator[str]:
    """One line for each number of points; `sizes` (points, levels)."""
    for within, row in zip(points, sizes, strict=True):
        yield ",".join([*(f"{part:g}" for part in (*key, within)), *(f"{size:.3f}" for size in row)])


def normal_sizes(baseline: int, season: int) -> Floats:
    """(points, levels) what the largest statistic of measured values exceeds with each probability."""
    found = []
    for part in range(NORMAL_SERIES // AT_ONCE):
        random = np.random.default_rng([SEED, NORMAL, season, baseline, part])
        phi = np.where(np.arange(AT_ONCE) % 2, AUTOCORRELATION, 0.0)
        y = autocorrelated(random, baseline + NORMAL_POINTS[-1], phi)
        every = np.arange(len(y))[:, None]
        scores = normal_scores(Points(y, None, None, every), every % season, baseline, season)
        size = statistic(scores, baseline, season, freedom(baseline, season, len(scores))).size
        found.append(_running(size, NORMAL_POINTS))
    quantiles: Floats = np.quantile(np.concatenate(found, axis=1), [1 - level for level in LEVELS], axis=1).T
    return np.maximum(quantiles, 0.0)


def count_sizes(baseline: int, season: int) -> Floats:
    """(means, points, levels) the same of counts."""
    largest, estimated = zip(*(_counts(baseline, season, mean) for mean in COUNT_MEANS), strict=True)
    return settled(largest, estimated, np.array(COUNT_MEANS), LEVELS)


def _counts(baseline: int, season: int, mean: float) -> tuple[Floats, Floats]:
    """(points, series) the largest statistic so far, and (series,) the average count in the baseline."""
    largest, estimated = [], []
    for part in range(COUNT_SERIES // AT_ONCE):
        random = np.random.default_rng([SEED, COUNTS, season, baseline, int(mean * 100), part])
        y = random.poisson(mean, (baseline + COUNT_POINTS[-1], AT_ONCE)).astype(np.float64)
        every = np.arange(len(y))[:, None]
        scores = count_scores(Points(y, None, None, every), every % season, baseline, season, binomial=False)
        largest.append(_running(statistic(scores, baseline, season).size, COUNT_POINTS))
        estimated.append(mean_counts(y, baseline))
    return np.concatenate(largest, axis=1), np.concatenate(estimated)


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
