"""What the script simulates is what the table holds."""

import numpy as np
import pytest

from wellrun.analytics.detection import calibrate
from wellrun.analytics.detection.by_estimated_mean import settled
from wellrun.analytics.detection.thresholds import COUNTS, NORMAL, Curves, curves
from wellrun.analytics.panel import Floats

# Levels that a small run knows well enough.
COMMON = slice(3, 10)


@pytest.mark.parametrize(("baseline", "season"), [(12, 1), (24, 12)])
def test_a_small_run_finds_the_sizes_of_the_table(monkeypatch: pytest.MonkeyPatch, baseline: int, season: int) -> None:
    monkeypatch.setattr(calibrate, "NORMAL_SERIES", 16_000)
    monkeypatch.setattr(calibrate, "NORMAL_POINTS", calibrate.NORMAL_POINTS[:11])
    with np.errstate(all="ignore"):
        found = calibrate.normal_sizes(baseline, season)
    table = np.sqrt(curves(NORMAL, season, baseline).squares[0])[:11]
    np.testing.assert_allclose(found[:, COMMON], table[:, COMMON], atol=0.06)


def test_a_whole_cell_is_that_of_the_table_to_its_last_digit_but_one() -> None:
    with np.errstate(all="ignore"):
        found = calibrate.normal_sizes(24, 12)
    np.testing.assert_allclose(found, np.sqrt(curves(NORMAL, 12, 24).squares[0]), atol=0.002)


def test_and_so_does_one_of_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibrate, "COUNT_SERIES", 8_000)
    monkeypatch.setattr(calibrate, "COUNT_POINTS", calibrate.COUNT_POINTS[:7])
    monkeypatch.setattr(calibrate, "AT_ONCE", 4_000)
    with np.errstate(all="ignore"):
        found = calibrate.count_sizes(24, 1)
    table = np.sqrt(curves(COUNTS, 1, 24).squares)[:, :7]
    np.testing.assert_allclose(found[2:, :, COMMON], table[2:, :, COMMON], atol=0.12)


def test_a_threshold_read_off_at_an_estimate_keeps_its_level_at_the_truth() -> None:
    """A made-up statistic that is the larger, the lower the mean was estimated."""
    random = np.random.default_rng(6)
    means, levels = np.array([1.0, 2.0, 4.0, 8.0]), (0.4, 0.3, 0.2, 0.1, 0.05)
    estimated, largest = zip(*(_made_up(random, mean) for mean in means), strict=True)
    sizes = settled(largest, estimated, means, levels)
    found = Curves(means, np.array([1.0, 2.0]), np.log(levels), sizes**2)
    for mean in (1.0, 2.0, 4.0, 8.0):
        guess, size = _made_up(random, mean)
        for level in levels:
            reached = size[1] >= found.limits(level, 2, guess)
            assert reached.mean() == pytest.approx(level, rel=0.1)


def _made_up(random: np.random.Generator, mean: float) -> tuple[Floats, Floats]:
    estimated = mean * np.exp(random.normal(0, 0.2, 40_000))
    drawn = np.abs(random.normal(2.0 + 0.2 * np.log(mean), 0.5, (2, 40_000))) + 0.3 * (np.log(mean / estimated))
    return estimated, np.maximum.accumulate(np.maximum(drawn, 0.0), axis=0)
