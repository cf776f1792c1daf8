"""What the script simulates is what the table holds."""

import numpy as np
import pytest

from wellrun.analytics.detection import calibrate
from wellrun.analytics.detection.by_estimated_leaning import LEANINGS, Leaning, leaning_squares
from wellrun.analytics.detection.by_estimated_mean import settled
from wellrun.analytics.detection.drawn_counts import Remembered, poisson_draws
from wellrun.analytics.detection.points import Points
from wellrun.analytics.detection.scores.counts import count_scores
from wellrun.analytics.detection.thresholds import COUNTS, NORMAL, Curves, curves
from wellrun.analytics.panel import Floats

# Levels that a small run knows well enough, and numbers of points.
COMMON, SOON = slice(2, 9), slice(0, 7)


@pytest.mark.parametrize(("baseline", "season"), [(12, 1), (24, 12)])
def test_a_small_run_finds_the_sizes_of_the_table(monkeypatch: pytest.MonkeyPatch, baseline: int, season: int) -> None:
    monkeypatch.setattr(calibrate, "NORMAL_SERIES", 16_000)
    monkeypatch.setattr(calibrate, "NORMAL_POINTS", calibrate.NORMAL_POINTS[SOON])
    with np.errstate(all="ignore"):
        found, promised = calibrate.normal_sizes(baseline, season)
    table = curves(NORMAL, season, baseline)
    # The slope of so few series is another one; in its middle a line lies where that of the table does.
    middle, expected = (each[:, SOON, COMMON].mean(axis=0) for each in (found**2, table.squares))
    np.testing.assert_allclose(np.sqrt(middle), np.sqrt(expected), rtol=0.1)
    assert (promised <= 0.1).all()


def test_and_so_does_one_of_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibrate, "COUNT_SERIES", 8_000)
    monkeypatch.setattr(calibrate, "COUNT_POINTS", calibrate.COUNT_POINTS[SOON])
    monkeypatch.setattr(calibrate, "AT_ONCE", 4_000)
    with np.errstate(all="ignore"):
        found = calibrate.count_sizes(24, 1)
    table = np.sqrt(curves(COUNTS, 1, 24).squares)[:, SOON]
    np.testing.assert_allclose(found[2:, :, COMMON], table[2:, :, COMMON], atol=0.12)


@pytest.mark.parametrize(("mean", "season"), [(0.25, 1), (8.0, 4)])
def test_scores_that_are_remembered_are_those_of_the_code_that_judges(mean: float, season: int) -> None:
    y = np.random.default_rng(2).poisson(mean, (60, 200)).astype(np.float64)
    every = np.arange(60)[:, None]
    points = Points(y, None, None, every)
    plain = count_scores(points, every % season, 24, season, binomial=False)
    again = count_scores(points, every % season, 24, season, binomial=False, score=Remembered(mean))
    np.testing.assert_array_equal(again, plain)


def test_drawn_counts_are_as_frequent_as_they_should_be() -> None:
    drawn = poisson_draws(2.0)
    assert drawn.mean() == pytest.approx(2.0, rel=1e-4)
    assert drawn.var() == pytest.approx(2.0, rel=1e-4)
    assert (drawn == 0).mean() == pytest.approx(np.exp(-2.0), rel=1e-4)


def test_a_line_in_the_autocorrelation_lets_both_kinds_raise_what_is_promised() -> None:
    """A made-up statistic that is larger where series lean on each other, and tells how much they do."""
    random = np.random.default_rng(3)
    levels = (0.3, 0.1, 0.05, 0.01, 0.005)
    alone, leaning = (_leaning(random, phi) for phi in (0.0, 0.4))
    ends, promised = leaning_squares(alone, leaning, levels)
    assert promised.tolist() == [0.005]
    found = Curves(np.array(LEANINGS), np.array([1.0, 2.0]), np.log(levels), ends.repeat(2, axis=1), promised)
    for phi in (0.0, 0.4):
        fresh = _leaning(random, phi)
        for level in levels[:3]:
            reached = fresh.largest[0] >= found.limits(level, 1, fresh.estimate)
            assert reached.mean() == pytest.approx(level, rel=0.2)


def test_what_an_estimate_cannot_tell_apart_is_not_promised() -> None:
    random = np.random.default_rng(4)
    alone, leaning = (_leaning(random, phi, told=0.0) for phi in (0.0, 0.4))
    _, promised = leaning_squares(alone, leaning, (0.3, 0.1, 0.05, 0.01, 0.005))
    assert promised[0] > 0.05


def _leaning(random: np.random.Generator, phi: float, told: float = 1.0) -> Leaning:
    size = np.abs(random.standard_normal((1, 80_000))) * (1 + 0.5 * phi)
    return Leaning(size, told * phi + random.normal(0, 0.15, 80_000))


def test_a_threshold_read_off_at_an_estimate_keeps_its_level_at_the_truth() -> None:
    """A made-up statistic that is the larger, the lower the mean was estimated."""
    random = np.random.default_rng(6)
    means, levels = np.array([1.0, 2.0, 4.0, 8.0]), (0.4, 0.3, 0.2, 0.1, 0.05)
    estimated, largest = zip(*(_made_up(random, mean) for mean in means), strict=True)
    sizes = settled(largest, estimated, means, levels)
    found = Curves(means, np.array([1.0, 2.0]), np.log(levels), sizes**2, np.zeros(2))
    for mean in (1.0, 2.0, 4.0, 8.0):
        guess, size = _made_up(random, mean)
        for level in levels:
            reached = size[1] >= found.limits(level, 2, guess)
            assert reached.mean() == pytest.approx(level, rel=0.1)


def _made_up(random: np.random.Generator, mean: float) -> tuple[Floats, Floats]:
    estimated = mean * np.exp(random.normal(0, 0.2, 40_000))
    drawn = np.abs(random.normal(2.0 + 0.2 * np.log(mean), 0.5, (2, 40_000))) + 0.3 * (np.log(mean / estimated))
    return estimated, np.maximum.accumulate(np.maximum(drawn, 0.0), axis=0)
