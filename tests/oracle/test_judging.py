"""The fast judge against its plain twin: the same labels, limits and standing for any series."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.made_up_series import panel_of, panels
from tests.oracle.plain_charts import Plain, Series, median, plain_bounds, plain_judge
from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.charts.run import anhoej_bounds
from wellrun.analytics.spc.codes import Chart, Status
from wellrun.analytics.spc.judge import judge
from wellrun.analytics.spc.judgement import Judgement
from wellrun.lib.errors import UserError

BASELINES = st.sampled_from([None, 12, 24])


def assert_same(judged: Judgement, i: int, plain: Plain, series: Series) -> None:
    assert judged.rule[i].tolist() == plain.rule
    assert judged.side[i].tolist() == plain.side
    assert judged.last[i] == plain.last
    for t, phase in enumerate(series.phases):
        chart = plain.charts[phase]
        expected = [getattr(chart, name).get(t, np.nan) for name in ("lower", "upper", "lower_near", "upper_near")]
        found = [getattr(judged, name)[i, t] for name in ("lower", "upper", "lower_near", "upper_near")]
        if plain.points[t] is not None:
            np.testing.assert_array_equal([*found, judged.centre[i, t]], [*expected, chart.centre])
    if plain.last >= 0:
        assert_same_standing(judged, i, plain)


def assert_same_standing(judged: Judgement, i: int, plain: Plain) -> None:
    final = plain.final
    assert Status(judged.status[i]).word == final.status
    assert Chart(judged.chart[i]).word == final.chart
    assert judged.n_baseline[i] == final.n
    assert judged.n_special[i] == sum(rule > 0 for rule in plain.rule)
    if final.chart in ("p", "pp", "u", "up"):
        np.testing.assert_array_equal(judged.sigma_z[i], final.sigma_z)
    useful, longest, crossings = plain.runs
    if useful:
        longest_max, crossings_min = plain_bounds(useful)
        assert (judged.longest_run[i], judged.crossings[i]) == (longest, crossings)
        assert (judged.longest_run_max[i], judged.crossings_min[i]) == (longest_max, crossings_min)
        assert judged.runs_signal[i] == (longest > longest_max or crossings < crossings_min)
    else:
        assert judged.longest_run[i] == -1


@settings(max_examples=150, deadline=None)
@given(panels(counts=False), st.sampled_from(["auto", "xmr", "i", "run"]), BASELINES, st.booleans())
def test_measured_series(series: list[Series], chart: str, baseline: int | None, screen: bool) -> None:
    judged = judge(panel_of(series), chart=chart, baseline=baseline, screen=screen)
    for i, each in enumerate(series):
        assert_same(judged, i, plain_judge(each, chart, baseline, screen), each)


@settings(max_examples=150, deadline=None)
@given(panels(counts=True, proper=True), st.sampled_from(["auto", "p", "pp", "u", "up"]), BASELINES, st.booleans())
def test_proportions_and_rates(series: list[Series], chart: str, baseline: int | None, screen: bool) -> None:
    if chart != "auto" and any(is_refused(each) for each in series):
        with pytest.raises(UserError, match="too few for limits by period"):
            judge(panel_of(series), chart=chart, baseline=baseline, screen=screen)
        return
    judged = judge(panel_of(series), chart=chart, baseline=baseline, screen=screen)
    for i, each in enumerate(series):
        assert_same(judged, i, plain_judge(each, chart, baseline, screen), each)


def is_refused(series: Series) -> bool:
    """Whether the median period has fewer than two events."""
    counts = [count for count in series.counts or [] if count is not None]
    return bool(counts) and median(counts) < 2


@settings(max_examples=120, deadline=None)
@given(panels(counts=True, proper=False), BASELINES)
def test_ratios_that_may_be_no_proportion(series: list[Series], baseline: int | None) -> None:
    judged = judge(panel_of(series), baseline=baseline)
    for i, each in enumerate(series):
        assert_same(judged, i, plain_judge(each, "auto", baseline, True), each)


@settings(max_examples=60, deadline=None)
@given(panels(proper=True))
def test_a_series_is_judged_the_same_in_any_company(series: list[Series]) -> None:
    panel = panel_of(series)
    together = judge(panel)
    for i in range(len(series)):
        alone = judge(panel.take([i]))
        for name in ("centre", "lower", "upper", "rule", "side", "point", "status", "sigma_z", "longest_run"):
            np.testing.assert_array_equal(getattr(alone, name)[0], getattr(together, name)[i])


@settings(max_examples=60, deadline=None)
@given(panels(proper=True), st.data())
def test_points_not_to_be_judged_count_as_missing(series: list[Series], data: st.DataObject) -> None:
    panel = panel_of(series)
    hidden = np.array([[data.draw(st.booleans()) for _ in each.values] for each in series], dtype=np.bool_).reshape(
        panel.values.shape
    )
    masked = judge(panel, unjudged=hidden)
    without = judge(_without(panel, hidden))
    for name in ("centre", "rule", "side", "point", "status", "n", "last"):
        np.testing.assert_array_equal(getattr(masked, name), getattr(without, name))


def _without(panel: Panel, hidden: np.ndarray) -> Panel:
    return Panel(
        panel.labels,
        panel.grain,
        panel.periods,
        np.where(hidden, np.nan, panel.values),
        panel.numerators,
        panel.denominators,
        panel.phases,
    )


@pytest.mark.parametrize("n", [1, 2, 3, 5, 11, 12, 23, 24, 46, 91, 182, 500])
def test_the_bounds_of_the_runs_rules(n: int) -> None:
    longest, crossings = anhoej_bounds(500)
    assert (longest[n], crossings[n]) == plain_bounds(n)
