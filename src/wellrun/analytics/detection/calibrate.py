"""Simulate the table of thresholds: `python -m wellrun.analytics.detection.calibrate`, some twenty minutes of a core.

Series that do not change go through the very scores and statistic that `detect` uses, so that every parameter is
estimated as it will be. Measured series are independent, or autocorrelated at 0.4: their threshold leans on the
estimated autocorrelation, so that both keep the promise. Counts are Poisson with a grid of means; binomial counts use
the row of their mean, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from wellrun.analytics.detection.by_estimated_leaning import LEANINGS, Leaning, leaning_squares
from wellrun.analytics.detection.by_estimated_mean import settled
from wellrun.analytics.detection.drawn_counts import DRAWS, Remembered, poisson_draws
from wellrun.analytics.detection.points import Points
from wellrun.analytics.detection.routing import mean_counts
from wellrun.analytics.detection.scores.counts import count_scores
from wellrun.analytics.detection.scores.normal import freedom, normal_scores, usual_of
from wellrun.analytics.detection.spans import FULL_BASELINE
from wellrun.analytics.detection.statistic import statistic
from wellrun.analytics.detection.thresholds import COUNTS, NORMAL, TABLE
from wellrun.analytics.panel import Floats

SEED = 20_240_101
LEVELS = (0.8, 0.6, 0.4, 0.3, 0.2, 0.14, 0.1, 0.07, 0.05, 0.03, 0.02, 0.01, 0.005, 0.002, 0.001)
AUTOCORRELATION = 0.4

NORMAL_SERIES, NORMAL_BASELINES = 120_000, (12, 14, 16, 18, 21, 24, 28, 36, 48, 60, 100, 300)
NORMAL_POINTS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 36, 52, 90, 160, 250, 365)
COUNT_SERIES, COUNT_BASELINES = 64_000, (12, 14, 17, 20, 24, 36, 60, 150)
# Between these the thresholds of long seasons are straight enough in one over the baseline; half as many series do.
LONG_SEASONS = {7: (14, 24, 150), 12: (24, 36, 150)}
COUNT_POINTS = (1, 2, 3, 4, 6, 8, 12, 24, 36, 52, 90, 180, 365)
COUNT_MEANS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
# The rarest probability that so many series of counts settle: of a full baseline within so many points, and of others.
COUNTS_PROMISED, SETTLED_POINTS, COUNTS_PROMISED_ELSE = 0.01, 180, 0.02
SEASONS = (1, 4, 7, 12)
AT_ONCE = 8_000


def main(path: Path) -> None:
    """Write the table to `path`."""
    header = ",".join(["family", "season", "baseline", "trait", "points", "promised", *map(str, LEVELS)])
    with np.errstate(divide="ignore", invalid="ignore"):
        path.write_text("\n".join([header, *rows()]) + "\n")


def rows() -> Iterator[str]:
    """The lines of the table, by family, season, baseline, trait and points."""
    for season in SEASONS:
        for baseline in (each for each in NORMAL_BASELINES if each >= 2 * season):
            sizes, promised = normal_sizes(baseline, season)
            for leaning, mine in zip(LEANINGS, sizes, strict=True):
                yield from _lines(mine, promised, NORMAL_POINTS, (NORMAL, season, baseline, leaning))
    for season in SEASONS:
        for baseline in LONG_SEASONS.get(season, COUNT_BASELINES):
            settled_by = (np.array(COUNT_POINTS) <= SETTLED_POINTS) & (baseline >= FULL_BASELINE)
            promised = np.where(settled_by, COUNTS_PROMISED, COUNTS_PROMISED_ELSE)
            for mean, mine in zip(COUNT_MEANS, count_sizes(baseline, season), strict=True):
                yield from _lines(mine, promised, COUNT_POINTS, (COUNTS, season, baseline, mean))


def _lines(sizes: Floats, promised: Floats, points: tuple[int, ...], key: tuple[float, ...]) -> Iterator[str]:
    """One line for each number of points; `sizes` (points, levels), `promised` (points,) the rarest level kept."""
    for within, rarest, row in zip(points, promised, sizes, strict=True):
        yield ",".join([*(f"{part:g}" for part in (*key, within, rarest)), *(f"{size:.3f}" for size in row)])


def normal_sizes(baseline: int, season: int) -> tuple[Floats, Floats]:
    """(leanings, points, levels) what the largest statistic of measured values exceeds with each probability, and
    (points,) the rarest of them that is kept."""
    alone, leaning = (_measured(baseline, season, phi) for phi in (0.0, AUTOCORRELATION))
    squares, promised = leaning_squares(alone, leaning, LEVELS)
    return np.sqrt(squares), promised


def _measured(baseline: int, season: int, phi: float) -> Leaning:
    """The largest statistic so far and the estimated autocorrelation of measured series."""
    largest, leaning = [], []
    for part in range(NORMAL_SERIES // AT_ONCE):
        random = np.random.default_rng([SEED, NORMAL, season, baseline, int(phi * 10), part])
        y = autocorrelated(random, baseline + NORMAL_POINTS[-1], np.full(AT_ONCE, phi))
        every = np.arange(len(y))[:, None]
        points = Points(y, None, None, every)
        usual = usual_of(points, every % season, baseline, season)
        scores = normal_scores(points, every % season, baseline, season, usual)
        size = statistic(scores, baseline, season, freedom(baseline, season, len(scores))).size
        largest.append(_running(size, NORMAL_POINTS))
        leaning.append(usual.leaning)
    return Leaning(np.concatenate(largest, axis=1), np.concatenate(leaning))


def count_sizes(baseline: int, season: int) -> Floats:
    """(means, points, levels) the same of counts."""
    largest, estimated = zip(*(_counts(baseline, season, mean) for mean in COUNT_MEANS), strict=True)
    return settled(largest, estimated, np.array(COUNT_MEANS), LEVELS)


def _counts(baseline: int, season: int, mean: float) -> tuple[Floats, Floats]:
    """(points, series) the largest statistic so far, and (series,) the average count in the baseline."""
    largest, estimated, drawn, score = [], [], poisson_draws(mean), Remembered(mean)
    for part in range(COUNT_SERIES // AT_ONCE // (2 if season in LONG_SEASONS else 1)):
        random = np.random.default_rng([SEED, COUNTS, season, baseline, int(mean * 100), part])
        y = drawn[random.integers(0, DRAWS, (baseline + COUNT_POINTS[-1], AT_ONCE), dtype=np.uint32)]
        every = np.arange(len(y))[:, None]
        scores = count_scores(
            Points(y, None, None, every), every % season, baseline, season, binomial=False, score=score
        )
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
