"""A season of the year in days and weeks is no change, hides none, and a change is no season."""

from dataclasses import replace

import numpy as np
import pytest

from wellrun.analytics.panel import Floats, Grain, Panel, period_range
from wellrun.analytics.segments.best import best_of, fit_of
from wellrun.analytics.segments.changes import Changes
from wellrun.analytics.segments.criterion import least_variance, misfit
from wellrun.analytics.segments.find import find_changes
from wellrun.analytics.segments.fits import Sums
from wellrun.analytics.segments.support import support_beside_year, support_of
from wellrun.analytics.segments.words import notes
from wellrun.analytics.segments.year import YEAR, fit_with_year, spans_years

LENGTHS = {Grain.DAY: 800, Grain.WEEK: 120}


def panel_of(values: Floats, grain: Grain) -> Panel:
    wide = np.atleast_2d(values)
    periods = period_range("2018-01-01", "2030-01-01", grain)[: wide.shape[1]]
    return Panel(tuple(f"s{n}" for n in range(len(wide))), grain, periods, wide)


def made(grain: Grain, *, wave: float = 0.0, step: float = 0.0, weekday: float = 0.0, n_series: int = 12) -> Floats:
    """Noise of spread 1 about 50, with a winter, a step after 55 % of the periods, and heavier weekends."""
    n = LENGTHS[grain]
    time = np.arange(n)
    values = 50 + np.random.default_rng(7).normal(size=(n_series, n))
    values += wave * np.cos(2 * np.pi * time / YEAR[grain] + np.arange(n_series)[:, None])
    return np.asarray(values + step * (time >= int(0.55 * n)) + weekday * (time % 7 >= 5))


def found_in(values: Floats, grain: Grain) -> Changes:
    return find_changes(panel_of(values, grain))


@pytest.mark.parametrize("grain", LENGTHS)
def test_a_season_is_no_change(grain: Grain) -> None:
    found = found_in(made(grain, wave=2), grain)
    assert found.has_year.all()
    assert np.unique(found.series).size <= 1


@pytest.mark.parametrize("grain", LENGTHS)
def test_a_season_does_not_hide_a_step_nor_its_size(grain: Grain) -> None:
    found = found_in(made(grain, wave=2, step=3), grain)
    at = int(0.55 * LENGTHS[grain])
    near = np.abs(found.index - at) <= 2
    assert np.unique(found.series[near]).size >= 11
    assert found.series.size <= 14
    assert np.mean((found.after - found.before)[near]) == pytest.approx(3, abs=0.4)


@pytest.mark.parametrize("grain", LENGTHS)
def test_a_step_is_not_taken_for_a_season(grain: Grain) -> None:
    found = found_in(made(grain, step=3), grain)
    assert np.unique(found.series).size == 12
    assert found.has_year.sum() <= 1


def test_weekdays_and_the_year_are_both_taken_out() -> None:
    found = found_in(made(Grain.DAY, wave=2, weekday=4, step=3), Grain.DAY)
    assert found.has_season.all()
    assert found.has_year.all()
    assert np.abs(found.index - 440).min() <= 2
    said = notes(found, 0, panel_of(made(Grain.DAY), Grain.DAY))
    assert "what comes round with the weekday was taken out first; levels are without it" in said
    assert "what comes round with the year was taken out first; levels are without it" in said


def test_what_is_fitted_holds_the_season() -> None:
    values = made(Grain.DAY, wave=3, weekday=4)
    found = found_in(values, Grain.DAY)
    assert np.std(values - found.fitted) < 1.1


def test_gaps_change_nothing() -> None:
    values = made(Grain.DAY, wave=2, step=3)
    values[:, 100:130] = np.nan
    found = found_in(values, Grain.DAY)
    assert np.unique(found.series[np.abs(found.index - 440) <= 2]).size == 12


def test_a_season_that_may_take_over_leaves_a_change_less_support() -> None:
    time = np.arange(120)[:, None]
    season = 1.5 * np.cos(2 * np.pi * time / YEAR[Grain.WEEK])
    y = 50 + np.random.default_rng(3).normal(size=(120, 40)) + season + 1.2 * (time >= 66)
    floor, waves = least_variance(y), np.full(40, 4)
    best = best_of(y - season, Sums.of(y - season), floor, 1)
    # The season as it comes out beside the change, which no longer leaves room for another.
    still = y - fit_with_year(y, best.edges, best.has_lines, waves, Grain.WEEK)[0]
    best = replace(best, misfit=misfit(still, fit_of(Sums.of(still), best.edges, best.has_lines).values(120), floor))
    series = np.flatnonzero(best.edges[1] < 120)
    nth = np.ones(series.size, dtype=np.int64)
    fixed = support_of(still, Sums.of(still), floor, best, series, nth)
    fitted_anew = support_beside_year(y, floor, best, (series, nth), waves, Grain.WEEK)
    assert series.size > 20
    assert fitted_anew.mean() < fixed.mean()


@pytest.mark.parametrize(("n", "grain", "enough"), [(730, Grain.DAY, True), (729, Grain.DAY, False)])
def test_two_years_tell_a_season(n: int, grain: Grain, enough: bool) -> None:
    assert spans_years(n, grain) is enough


def test_less_than_two_years_are_told_beside_a_change() -> None:
    values = made(Grain.WEEK, step=4)[:1, :80]
    found = found_in(values, Grain.WEEK)
    said = notes(found, 0, panel_of(values, Grain.WEEK))
    assert found.index.size == 1
    assert "fewer than two years: a season of the year cannot be told from changes of level" in said


def test_months_have_no_waves() -> None:
    assert not spans_years(400, Grain.MONTH)
