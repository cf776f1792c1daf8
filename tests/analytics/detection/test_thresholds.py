"""The table of thresholds: complete, in order, and what its script would write."""

import numpy as np
import pytest

from wellrun.analytics.detection import calibrate
from wellrun.analytics.detection.points import Points
from wellrun.analytics.detection.scores.normal import freedom, normal_scores
from wellrun.analytics.detection.statistic import statistic
from wellrun.analytics.detection.thresholds import COUNTS, NORMAL, curves, levels

CELLS = [(NORMAL, 1, 12), (NORMAL, 1, 24), (NORMAL, 1, 41), (NORMAL, 12, 24), (NORMAL, 7, 30), (COUNTS, 1, 24)]


def test_its_columns_are_those_of_the_script() -> None:
    assert tuple(levels()) == calibrate.LEVELS


@pytest.mark.parametrize("season", calibrate.SEASONS)
@pytest.mark.parametrize("family", [NORMAL, COUNTS])
def test_it_holds_every_cell_of_the_script(family: int, season: int) -> None:
    found = curves(family, season, 2 * season if season > 6 else 12)
    wanted = calibrate.NORMAL_POINTS if family == NORMAL else calibrate.COUNT_POINTS
    assert tuple(found.points) == wanted
    assert tuple(found.means) == ((0.0,) if family == NORMAL else calibrate.COUNT_MEANS)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("mean", [0.0, 0.3, 2.0, 50.0])
def test_p_at_a_limit_is_the_promise(cell: tuple[int, int, int], mean: float) -> None:
    means = np.array([mean])
    for horizon in (1, 5, 12, 30, 365, 1000):
        for promise in (0.3, 0.05, 0.01, 0.0003):
            limit = curves(*cell).limits(promise, horizon, means)
            assert curves(*cell).p_values(limit, horizon, means)[0] == pytest.approx(promise, rel=1e-6)


@pytest.mark.parametrize("cell", CELLS)
def test_more_points_and_rarer_alarms_ask_for_more(cell: tuple[int, int, int]) -> None:
    one = np.array([2.0])
    by_horizon = [curves(*cell).limits(0.05, horizon, one)[0] for horizon in (1, 3, 12, 40, 100)]
    by_promise = [curves(*cell).limits(promise, 12, one)[0] for promise in (0.5, 0.2, 0.05, 0.01, 0.001)]
    assert (np.diff(by_horizon) > 0).all()
    assert (np.diff(by_promise) > 0).all()


def test_a_series_that_goes_on_as_it_was_keeps_the_promise() -> None:
    random = np.random.default_rng(4)
    y = random.standard_normal((36, 20_000))
    every = np.arange(36)[:, None]
    scores = normal_scores(Points(y, None, None, every), every * 0, 24, 1)
    size = statistic(scores, 24, 1, freedom(24, 1, 12)).size.max(axis=0)
    limit = curves(NORMAL, 1, 24).limits(0.05, 12, np.zeros(1))[0]
    assert (size >= limit).mean() == pytest.approx(0.05, rel=0.2)
