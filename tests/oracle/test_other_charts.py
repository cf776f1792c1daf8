"""Every chart beside XmR, p, u and run against its plain twin."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.oracle.made_up_series import with_gaps
from tests.oracle.plain_charts import Value, mean
from tests.oracle.plain_other_charts import (
    Line,
    plain_bernoulli,
    plain_c,
    plain_constants,
    plain_g,
    plain_i_prime,
    plain_mr,
    plain_oe,
    plain_oep_tails,
    plain_subgroups,
    plain_t,
    plain_tau_squared,
)
from wellrun.analytics.panel import Grain, Panel, period_range
from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.charts.observed_expected import observed_expected_limits
from wellrun.analytics.spc.charts.subgroups.constants import a3, b3_b4, c4
from wellrun.analytics.spc.codes import Chart, Rule
from wellrun.analytics.spc.judge import judge
from wellrun.analytics.spc.judgement import Judgement
from wellrun.analytics.spc.subgroups import judge_subgroups, subgroups_of

LENGTHS = st.sampled_from([1, 2, 3, 8, 13, 30])
BASELINES = st.sampled_from([None, 12])


@st.composite
def points(draw: st.DrawFn, lowest: int = 0, highest: int = 60) -> list[Value]:
    n = draw(LENGTHS)
    kinds = draw(st.sampled_from(["any", "constant", "small"]))
    one = st.integers(lowest, {"any": highest, "constant": lowest, "small": lowest + 2}[kinds])
    found: list[float] = [float(draw(one)) for _ in range(n)]
    return with_gaps(draw, found)


def numbers(values: list[Value]) -> np.ndarray:
    return np.array([[np.nan if value is None else value for value in values]], dtype=np.float64)


def of_periods(values: list[Value], sizes: list[float] | None = None) -> Panel:
    periods = period_range("2015-01-01", "2024-12-01", Grain.MONTH)[: len(values)]
    if sizes is None:
        return Panel(("s",), Grain.MONTH, periods, numbers(values))
    counts, size = numbers(values), np.array([sizes], dtype=np.float64)
    return Panel(("s",), Grain.MONTH, periods, counts / size, counts, size)


def of_events(values: list[Value]) -> Panel:
    dates = np.datetime64("2020-01-01") + np.arange(len(values))
    return Panel(("s",), Grain.EVENT, dates, numbers(values), event_dates=dates[None, :])


def based(values: list[Value], baseline: int | None) -> list[int]:
    return [t for t, value in enumerate(values) if value is not None][:baseline]


def assert_same(judged: Judgement, values: list[Value], centre: float, line: Line) -> None:
    for t, value in enumerate(values):
        if value is None:
            continue
        np.testing.assert_allclose(judged.centre[0, t], centre, rtol=1e-12)
        for share, low, high in ((1.0, judged.lower, judged.upper), (2 / 3, judged.lower_near, judged.upper_near)):
            expected = line(t, share) or (np.nan, np.nan)
            np.testing.assert_allclose((low[0, t], high[0, t]), expected, rtol=1e-9, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(points(), BASELINES)
def test_c(values: list[Value], baseline: int | None) -> None:
    base = based(values, baseline)
    # Rarer counts are refused.
    assume(base and np.median([value for value in values if value is not None]) >= 2)
    assert_same(judge(of_periods(values), chart="c", baseline=baseline), values, *plain_c(values, base))


@settings(max_examples=60, deadline=None)
@given(points(), BASELINES)
def test_g(values: list[Value], baseline: int | None) -> None:
    base = based(values, baseline)
    assume(base)
    assert_same(judge(of_events(values), chart="g", baseline=baseline), values, *plain_g(values, base))


@settings(max_examples=80, deadline=None)
@given(points(), BASELINES, st.booleans())
def test_t(values: list[Value], baseline: int | None, screen: bool) -> None:
    base = based(values, baseline)
    assume(base)
    judged = judge(of_events(values), chart="t", baseline=baseline, screen=screen)
    assert_same(judged, values, *plain_t(values, base, screen))


@settings(max_examples=60, deadline=None)
@given(points(lowest=-20))
def test_mr(values: list[Value]) -> None:
    assume(based(values, None))
    ranges, centre, line = plain_mr(values, list(range(len(values))))
    judged = judge(of_periods(values), chart="mr")
    np.testing.assert_array_equal(judged.values, numbers(ranges))
    assert_same(judged, ranges, centre, line)
    assert set(np.unique(judged.rule).tolist()) <= {Rule.NONE, Rule.OUTSIDE_LIMITS}


@settings(max_examples=80, deadline=None)
@given(points(), st.integers(1, 50), BASELINES, st.booleans())
def test_i_prime(values: list[Value], step: int, baseline: int | None, screen: bool) -> None:
    base = based(values, baseline)
    sizes = [10.0 + (t * step) % 37 for t in range(len(values))]
    ratios = [values[t] / sizes[t] for t in base]
    assume(base and (max(ratios) > min(ratios)))
    judged = judge(of_periods(values, sizes), chart="ip", baseline=baseline, screen=screen)
    assert_same(judged, values, *plain_i_prime(values, sizes, base, screen))


@settings(max_examples=60, deadline=None)
@given(points(), st.integers(1, 60))
def test_oe_marks_exactly_what_is_less_likely_than_its_lines(values: list[Value], scale: int) -> None:
    base = based(values, None)
    expected = [scale * (1 + t % 5) / 3 for t in range(len(values))]
    assume(base and sum(values[t] for t in base) > 0)
    judged = judge(of_periods(values, expected), chart="oe", rules="limits")
    theta, tails = plain_oe(values, expected, base)
    chance = 0.0010000  # of z = 3.090232
    for t in base:
        assert judged.centre[0, t] == pytest.approx(theta)
        small, large = tails[t]
        assume(abs(small - chance) > 1e-7 and abs(large - chance) > 1e-7)
        assert (judged.side[0, t] == -1) == (small < chance and large > chance)
        assert (judged.side[0, t] == 1) == (large < chance)


@settings(max_examples=60, deadline=None)
@given(points(), st.integers(1, 60), st.booleans())
def test_oep_marks_exactly_what_is_less_likely_than_its_lines(values: list[Value], scale: int, screen: bool) -> None:
    base = based(values, None)
    expected = [scale * (1 + t % 5) / 3 for t in range(len(values))]
    assume(base and sum(values[t] for t in base) > 0)
    judged = judge(of_periods(values, expected), chart="oep", rules="limits", screen=screen)
    theta, plain = plain_oe(values, expected, base)
    tau_squared = plain_tau_squared(values, expected, base, screen)
    if np.isnan(tau_squared):
        assert np.isnan(judged.upper).all()
        return
    for t in base:
        tails = plain[t]
        if tau_squared > 1e-12:
            tails = plain_oep_tails(int(values[t]), theta * expected[t], theta**2 / tau_squared)
        chance = 0.0010000
        assume(all(abs(tail - chance) > 1e-6 for tail in tails))
        assert (judged.side[0, t] == -1) == (tails[0] < chance and tails[1] > chance)
        assert (judged.side[0, t] == 1) == (tails[1] < chance)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=3, max_size=30), st.booleans())
def test_the_variance_between_periods(counts: list[int], screen: bool) -> None:
    assume(sum(counts) > 0)
    numbers_of = np.array(counts, dtype=np.float64)[:, None]
    expected = np.array([5.0 + t % 7 for t in range(len(counts))])[:, None]
    y = numbers_of / expected
    steps = np.concatenate([np.full((1, 1), np.nan), np.diff(y, axis=0)])
    base = Baseline(y, steps, numbers_of, expected, np.array([len(counts)], dtype=np.int32))
    found = observed_expected_limits(base, np.array([Chart.OEP], dtype=np.int8), screen=screen).width[0]
    plain = plain_tau_squared(list(map(float, counts)), expected[:, 0].tolist(), list(range(len(counts))), screen)
    np.testing.assert_allclose(found, plain, rtol=1e-9, atol=1e-12)


def test_oep_is_oe_where_nothing_but_chance_spreads_and_wider_elsewhere() -> None:
    expected = [20.0] * 24
    as_chance: list[Value] = [20.0 + (t % 3) for t in range(24)]
    spread: list[Value] = [5.0 + 30 * (t % 2) for t in range(24)]
    for values, wider in ((as_chance, False), (spread, True)):
        plain, overdispersed = (judge(of_periods(values, expected), chart=chart) for chart in ("oe", "oep"))
        assert (overdispersed.upper > plain.upper + 1e-9).all() == wider
        assert (overdispersed.upper >= plain.upper - 1e-9).all()
        assert (overdispersed.lower <= plain.lower + 1e-9).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([0.0, 0.0, 0.0, 1.0, None]), min_size=2, max_size=60), BASELINES)
def test_bernoulli_cusum(cases: list[Value], baseline: int | None) -> None:
    base = based(cases, baseline)
    assume(base)
    usual = mean([cases[t] for t in base])
    judged = judge(of_events(cases), chart="bcusum", baseline=baseline)
    if not 0 < usual < 1:
        assert not judged.rule.any()
        return
    for t, (upper, lower) in enumerate(plain_bernoulli(cases, usual)):
        if cases[t] is not None:
            assert judged.values[0, t] == pytest.approx(lower if -lower > upper else upper, abs=1e-12)
            assert judged.rule[0, t] == (Rule.OUTSIDE_LIMITS if upper > 3.5 or lower < -3.5 else Rule.NONE)
    assert judged.longest_run[0] == -1


@pytest.mark.parametrize("n", [2, 3, 5, 10, 25, 100])
def test_constants(n: int) -> None:
    size = np.array([float(n)])
    found = [c4(size)[0], a3(size)[0], *(bound[0] for bound in b3_b4(size))]
    np.testing.assert_allclose(found, plain_constants(n), rtol=1e-10)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 20), min_size=2, max_size=6), min_size=2, max_size=14))
def test_x_bar_and_s(days: list[list[int]]) -> None:
    dates = np.repeat(np.datetime64("2024-01-01") + np.arange(len(days)), [len(day) for day in days])
    values = np.array([value for day in days for value in day], dtype=np.float64)
    made = subgroups_of(("s",), np.zeros(values.size, dtype=np.int64), dates, values, grain=Grain.DAY)
    centre, usual, spread = plain_subgroups(days)
    assume(max(spread) > 0)
    x_bar, s = (judge_subgroups(made, chart=chart) for chart in ("xbar", "s"))
    for t, day in enumerate(days):
        _, wide, below, above = plain_constants(len(day))
        np.testing.assert_allclose(
            [x_bar.centre[0, t], x_bar.lower[0, t], x_bar.upper[0, t]],
            [centre, centre - wide * usual, centre + wide * usual],
            rtol=1e-9,
            atol=1e-9,
        )
        np.testing.assert_allclose(
            [s.values[0, t], s.centre[0, t], s.lower[0, t], s.upper[0, t]],
            [spread[t], usual, below * usual, above * usual],
            rtol=1e-9,
            atol=1e-9,
        )


@settings(max_examples=60, deadline=None)
@given(points(lowest=2), st.sets(st.integers(0, 29), max_size=4), st.sampled_from(["xmr", "c", "mr"]))
def test_limits_do_not_rest_on_excluded_points(values: list[Value], left_out: set[int], chart: str) -> None:
    excluded = np.zeros((1, len(values)), dtype=np.bool_)
    excluded[0, [t for t in left_out if t < len(values)]] = True
    panel = of_periods(values)
    judged = judge(panel, chart=chart, excluded=excluded)
    without = judge(replace(panel, values=np.where(excluded, np.nan, panel.values)), chart=chart)
    for name in ("centre", "lower", "upper"):
        there = ~np.isnan(without.values)
        np.testing.assert_array_equal(getattr(judged, name)[there], getattr(without, name)[there])
    np.testing.assert_array_equal(judged.n_baseline, without.n_baseline)
