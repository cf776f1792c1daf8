"""What is found, looking back, in series whose truth is known."""

import numpy as np
import pytest

from wellrun.analytics.panel import Floats, Grain, Panel, period_range
from wellrun.analytics.segments.changes import Changes, Status
from wellrun.analytics.segments.find import find_changes
from wellrun.analytics.segments.words import notes


def panel_of(*series: Floats, grain: Grain = Grain.WEEK) -> Panel:
    values = np.vstack(series)
    start = np.datetime64("2015-01-05")
    step = {Grain.WEEK: np.timedelta64(7 * values.shape[1] - 7, "D"), Grain.DAY: values.shape[1] - 1}
    periods = (
        period_range("2015-01-01", np.datetime64("2015-01") + values.shape[1] - 1, grain)
        if grain is Grain.MONTH
        else period_range(start, start + step[grain], grain)
    )
    return Panel(tuple(f"s{i}" for i in range(len(values))), grain, periods, values)


def noise(n: int, seed: int = 4) -> Floats:
    return np.random.default_rng(seed).normal(50, 2, n)


def found_in(values: Floats, grain: Grain = Grain.WEEK) -> Changes:
    return find_changes(panel_of(values, grain=grain))


def test_a_step_is_found_where_it_is_with_its_two_levels() -> None:
    found = found_in(noise(48) + 8 * (np.arange(48) >= 20))
    assert found.index.tolist() == [20]
    assert found.before[0] == pytest.approx(50, abs=1.5)
    assert found.after[0] == pytest.approx(58, abs=1.5)
    assert found.support[0] > 0.99
    assert not found.has_lines[0]


def test_a_kink_is_found_as_a_change_of_slope() -> None:
    time = np.arange(60)
    found = found_in(noise(60) + np.minimum(time, 60 - time) * 1.0)
    assert found.has_lines[0]
    assert abs(int(found.index[0]) - 30) <= 2
    assert found.slope_before[0] == pytest.approx(1, abs=0.2)
    assert found.slope_after[0] == pytest.approx(-1, abs=0.2)


def test_a_steady_trend_is_no_change() -> None:
    assert found_in(noise(60) + 0.5 * np.arange(60)).index.size == 0


def test_a_single_wild_point_is_no_new_level() -> None:
    values = noise(48)
    values[[10, 30]] += [60, -45]
    found = found_in(values)
    assert found.index.size == 0
    assert found.n_drawn_in[0] >= 2


def test_a_wild_point_does_not_hide_a_step() -> None:
    values = noise(48) + 8 * (np.arange(48) >= 24)
    with_it = found_in(values + 80 * (np.arange(48) == 10))
    assert with_it.index.tolist() == found_in(values).index.tolist() == [24]


@pytest.mark.parametrize("leaning", [0.4, 0.6])
def test_points_that_lean_on_one_another_are_seldom_taken_for_changes(leaning: float) -> None:
    rng = np.random.default_rng(3)
    values = rng.normal(size=(400, 160))
    for t in range(1, 160):
        values[:, t] += leaning * values[:, t - 1]
    found = find_changes(panel_of(*values[:, 100:]))
    assert np.unique(found.series).size / 400 < 0.1


def test_a_season_is_no_change_and_does_not_hide_one() -> None:
    season = 12 * np.cos(2 * np.pi * np.arange(60) / 12)
    quiet = found_in(noise(60) + season, Grain.MONTH)
    moved = found_in(noise(60) + season + 10 * (np.arange(60) >= 31), Grain.MONTH)
    assert quiet.has_season.all()
    assert quiet.index.size == 0
    assert [abs(int(index) - 31) <= 1 for index in moved.index] == [True]


def test_a_change_within_a_gap_is_dated_by_the_first_point_after_it() -> None:
    values = noise(48) + 10 * (np.arange(48) >= 22)
    values[18:26] = np.nan
    found = found_in(values)
    assert found.index.tolist() == [26]
    assert np.isfinite(found.before).all()


def test_a_late_start_shifts_nothing() -> None:
    values = noise(48) + 10 * (np.arange(48) >= 24)
    late = np.concatenate([np.full(7, np.nan), values])
    assert found_in(late).index.tolist() == [24 + 7]
    assert np.isnan(found_in(late).fitted[0, :7]).all()


@pytest.mark.parametrize(
    ("values", "status"),
    [
        (np.arange(11.0), Status.INSUFFICIENT_DATA),
        (np.where(np.arange(30) < 11, np.arange(30.0), np.nan), Status.INSUFFICIENT_DATA),
        (np.full(30, 7.0), Status.CONSTANT),
        (np.full(30, np.nan), Status.INSUFFICIENT_DATA),
        (np.where(np.arange(30) == 12, 9.0, 7.0), Status.OK),
    ],
    ids=["eleven", "eleven and gaps", "constant", "nothing", "one spike"],
)
def test_what_cannot_be_looked_at_has_no_change(values: Floats, status: Status) -> None:
    found = found_in(values)
    assert (Status(found.status[0]), found.index.size) == (status, 0)


def test_a_clean_step_without_any_noise_is_found() -> None:
    assert found_in(np.repeat([10.0, 20.0], 12)).index.tolist() == [12]


def test_no_series_and_no_period_are_no_error() -> None:
    empty = Panel((), Grain.MONTH, period_range("2024-01", "2024-05", Grain.MONTH), np.zeros((0, 5)))
    assert find_changes(empty).labels == ()
    none = Panel(("a",), Grain.MONTH, np.zeros(0, dtype="datetime64[D]"), np.zeros((1, 0)))
    assert find_changes(none).status.tolist() == [Status.INSUFFICIENT_DATA]


def test_a_series_is_judged_the_same_in_any_company() -> None:
    rng = np.random.default_rng(8)
    values = rng.normal(size=(40, 50)) + 3 * (np.arange(50) >= rng.integers(8, 42, (40, 1)))
    values[rng.random(values.shape) < 0.05] = np.nan
    together = find_changes(panel_of(*values))
    for series in range(40):
        alone = found_in(values[series])
        mine = together.of(series)
        assert alone.index.tolist() == together.index[mine].tolist()
        np.testing.assert_allclose(alone.support, together.support[mine])


def test_scale_and_origin_do_not_matter() -> None:
    values = noise(48) + 6 * (np.arange(48) >= 20)
    for moved in (values * 1e6, values / 1e6, values + 1e5, -values):
        assert found_in(moved).index.tolist() == found_in(values).index.tolist()


def test_a_proposal_says_what_it_needs() -> None:
    panel = panel_of(noise(30) + 10 * (np.arange(30) >= 15), grain=Grain.MONTH)
    said = notes(find_changes(panel), 0, panel)
    assert said[0].startswith("proposal: a new baseline from 2016-04-01: the level moved from ")
    assert said[0].endswith(
        "it needs a reason (a dated change of process or definition) and an approver outside the owner's line"
    )
    assert "fewer than three years of points: a season cannot be told from changes of level" in said


def test_no_change_is_said_too() -> None:
    panel = panel_of(noise(30), np.arange(30.0) * 2 + noise(30), np.full(30, 3.0))
    found = find_changes(panel)
    first = [notes(found, series, panel)[0] for series in range(3)]
    assert first == [
        "no change of level: one level explains the series as well as chance allows",
        "no change: one straight line explains the series as well as chance allows",
        "every value is the same: there is no change to look for",
    ]
