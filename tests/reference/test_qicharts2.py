"""I, p, p' and run charts and Anhoej's rules against qicharts2: limits to 1e-9, counts the same."""

import numpy as np
import pytest

from tests.reference.golden import Golden, edge_cases, golden, table
from tests.shared_data import needs_shared
from wellrun.analytics.spc.charts.run import anhoej_bounds
from wellrun.analytics.spc.codes import Chart, Rule
from wellrun.analytics.spc.judge import judge
from wellrun.analytics.spc.judgement import Judgement

pytestmark = [pytest.mark.shared, needs_shared]

EDGE = [
    "alternating",
    "counts_low",
    "na_mid",
    "neg",
    "on_mean",
    "one_spike",
    "outlier_mr",
    "short6",
    "step",
    "ties_trend",
    "two_pts",
    "up8",
    "updown",
]


def assert_same_limits(judged: Judgement, reference: Golden) -> None:
    np.testing.assert_allclose(judged.centre, reference.numbers("cl"), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(judged.lower, reference.numbers("lcl"), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(judged.upper, reference.numbers("ucl"), rtol=1e-9, atol=1e-9)


def assert_same_runs(judged: Judgement, reference: Golden) -> None:
    np.testing.assert_array_equal(judged.longest_run, reference.numbers("longest.run")[:, 0])
    np.testing.assert_array_equal(judged.longest_run_max, reference.numbers("longest.run.max")[:, 0])
    np.testing.assert_array_equal(judged.crossings, reference.numbers("n.crossings")[:, 0])
    np.testing.assert_array_equal(judged.crossings_min, reference.numbers("n.crossings.min")[:, 0])
    np.testing.assert_array_equal(judged.runs_signal, reference.numbers("runs.signal")[:, 0] == 1)


def assert_same_points_outside(judged: Judgement, reference: Golden) -> None:
    outside = judged.rule == Rule.OUTSIDE_LIMITS
    np.testing.assert_array_equal(outside, reference.numbers("sigma.signal") == 1)


@pytest.mark.parametrize(
    ("file", "screen"), [("qic_ae_type1_attendances_i.csv", True), ("qic_ae_type1_attendances_i_noscreen.csv", False)]
)
def test_i_charts_match(file: str, screen: bool) -> None:
    reference = golden(file, "facet1", "x")
    judged = judge(reference.panel("y"), chart="i", screen=screen)
    assert_same_limits(judged, reference)
    assert_same_points_outside(judged, reference)
    assert_same_runs(judged, reference)


@pytest.mark.parametrize(
    ("file", "chart"), [("qic_ae_type1_breaches_p.csv", "p"), ("qic_ae_type1_breaches_pp.csv", "pp")]
)
def test_p_and_p_prime_charts_match(file: str, chart: str) -> None:
    reference = golden(file, "facet1", "x")
    judged = judge(reference.panel("y", counts=("y.sum", "n")), chart=chart)
    assert_same_limits(judged, reference)
    assert_same_points_outside(judged, reference)
    assert_same_runs(judged, reference)


@pytest.mark.parametrize("file", ["qic_ae_type1_breaches_p.csv", "qic_ae_type1_breaches_pp.csv"])
def test_near_limits_of_a_proportion_are_its_two_sigma_limits(file: str) -> None:
    reference = golden(file, "facet1", "x")
    chart = "p" if file.endswith("_p.csv") else "pp"
    judged = judge(reference.panel("y", counts=("y.sum", "n")), chart=chart)
    np.testing.assert_allclose(judged.lower_near, np.maximum(reference.numbers("lcl.95"), 0), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(judged.upper_near, np.minimum(reference.numbers("ucl.95"), 1), rtol=1e-9, atol=1e-9)


def test_large_denominators_choose_p_prime_by_themselves() -> None:
    reference = golden("qic_ae_type1_breaches_pp.csv", "facet1", "x")
    panel = reference.panel("y", counts=("y.sum", "n"))
    judged = judge(panel)
    assert set(judged.chart.tolist()) == {Chart.PP}
    assert int((judged.rule == Rule.OUTSIDE_LIMITS).sum()) == 517
    assert int((judge(panel, chart="p").rule == Rule.OUTSIDE_LIMITS).sum()) == 3863


@pytest.mark.parametrize("chart", ["i", "run"])
@pytest.mark.parametrize("case", EDGE)
def test_odd_series_match(case: str, chart: str) -> None:
    reference = edge_cases("qic_edge.csv", chart)[case]
    judged = judge(reference.panel("y"), chart=chart)
    assert_same_limits(judged, reference)
    assert_same_runs(judged, reference)
    assert_same_points_outside(judged, reference)


@pytest.mark.parametrize("chart", ["i", "run"])
@pytest.mark.parametrize("case", ["constant20", "zeros20"])
def test_a_constant_series_has_no_useful_point_and_no_limits(case: str, chart: str) -> None:
    reference = edge_cases("qic_edge.csv", chart)[case]
    judged = judge(reference.panel("y"), chart=chart)
    assert_same_limits(judged, reference)
    assert np.isnan(reference.numbers("longest.run")).all()
    assert (judged.longest_run.tolist(), judged.crossings.tolist(), judged.runs_signal.tolist()) == (
        [-1],
        [-1],
        [False],
    )


def test_the_bounds_of_the_runs_rules_match_for_every_length() -> None:
    longest, crossings = anhoej_bounds(1000)
    for row in table("anhoej_bounds.csv"):
        n = int(row["n"])
        assert (longest[n], crossings[n]) == (int(row["longest_run_max"]), int(row["crossings_min"])), n
