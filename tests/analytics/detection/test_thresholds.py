"""The table of thresholds: complete, in order, and what its script would write."""

import numpy as np
import pytest

from wellrun.analytics.detection import calibrate
from wellrun.analytics.detection.by_estimated_leaning import LEANINGS
from wellrun.analytics.detection.points import Points
from wellrun.analytics.detection.scores.normal import freedom, normal_scores, usual_of
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
    assert tuple(found.traits) == (LEANINGS if family == NORMAL else calibrate.COUNT_MEANS)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("trait", [-0.5, 0.0, 0.3, 2.0, 50.0])
def test_p_at_a_limit_is_the_promise(cell: tuple[int, int, int], trait: float) -> None:
    traits = np.array([trait])
    for horizon in (1, 5, 12, 30, 365, 1000):
        for promise in (0.3, 0.05, 0.01, 0.0003):
            limit = curves(*cell).limits(promise, horizon, traits)
            assert curves(*cell).p_values(limit, horizon, traits)[0] == pytest.approx(promise, rel=1e-6)


@pytest.mark.parametrize("cell", CELLS)
def test_more_points_and_rarer_alarms_ask_for_more(cell: tuple[int, int, int]) -> None:
    one = np.array([2.0])
    by_horizon = [curves(*cell).limits(0.05, horizon, one)[0] for horizon in (1, 3, 12, 40, 100)]
    by_promise = [curves(*cell).limits(promise, 12, one)[0] for promise in (0.5, 0.2, 0.05, 0.01, 0.001)]
    assert (np.diff(by_horizon) > 0).all()
    assert (np.diff(by_promise) > 0).all()


@pytest.mark.parametrize(
    ("cell", "false_alarm", "horizon", "kept"),
    [
        ((NORMAL, 1, 12), 0.05, 365, True),
        ((NORMAL, 1, 12), 0.01, 365, False),
        ((NORMAL, 1, 24), 0.01, 52, True),
        ((NORMAL, 1, 24), 0.0001, 12, False),
        ((NORMAL, 12, 36), 0.01, 365, True),
        ((COUNTS, 1, 24), 0.01, 180, True),
        ((COUNTS, 1, 24), 0.01, 365, False),
        ((COUNTS, 1, 24), 0.05, 366, False),
    ],
)
def test_what_is_promised(cell: tuple[int, int, int], false_alarm: float, horizon: int, kept: bool) -> None:
    assert curves(*cell).promises(false_alarm, horizon) is kept


@pytest.mark.parametrize("season", calibrate.SEASONS)
def test_one_in_twenty_is_promised_over_every_horizon(season: int) -> None:
    for baseline in (each for each in calibrate.NORMAL_BASELINES if each >= max(2 * season, 12)):
        assert curves(NORMAL, season, baseline).promises(0.05, 365)


@pytest.mark.parametrize("phi", [0.0, 0.4])
@pytest.mark.parametrize("horizon", [12, 90])
def test_a_series_that_goes_on_as_it_was_keeps_the_promise(phi: float, horizon: int) -> None:
    y = calibrate.autocorrelated(np.random.default_rng(4), 24 + horizon, np.full(20_000, phi))
    every = np.arange(len(y))[:, None]
    points = Points(y, None, None, every)
    usual = usual_of(points, every * 0, 24, 1)
    scores = normal_scores(points, every * 0, 24, 1, usual)
    size = statistic(scores, 24, 1, freedom(24, 1, horizon)).size.max(axis=0)
    limits = curves(NORMAL, 1, 24).limits(0.05, horizon, usual.leaning)
    assert (size >= limits).mean() == pytest.approx(0.05, rel=0.2)
