"""Our NHS charts against NHSRplotthedots: every label the same, every limit to 1e-9."""

import numpy as np
import pytest

from tests.reference.golden import Golden, edge_cases, golden, table
from tests.shared_data import needs_shared
from wellrun.analytics.spc.codes import Assurance, Point, Rule, Status, Variation, words
from wellrun.analytics.spc.judge import judge
from wellrun.analytics.spc.judgement import Judgement

pytestmark = [pytest.mark.shared, needs_shared]

LABEL = {
    "Common Cause": (Rule.NONE, 0),
    "Above UCL": (Rule.OUTSIDE_LIMITS, 1),
    "Below LCL": (Rule.OUTSIDE_LIMITS, -1),
    "7 Point Trend (Increasing)": (Rule.TREND, 1),
    "7 Point Trend (Decreasing)": (Rule.TREND, -1),
    "2 in 3 Above CL": (Rule.TWO_OF_THREE, 1),
    "2 in 3 Below CL": (Rule.TWO_OF_THREE, -1),
    "7 Points Above CL": (Rule.SHIFT, 1),
    "7 Points Below CL": (Rule.SHIFT, -1),
}
POINT = {
    "common_cause": Point.COMMON_CAUSE,
    "special_cause_improvement": Point.IMPROVEMENT,
    "special_cause_concern": Point.CONCERN,
}


def assert_same_labels(judged: Judgement, reference: Golden) -> None:
    expected = [LABEL[each] for each in reference.text("special_cause_type").reshape(-1)]
    found = list(zip(judged.rule.reshape(-1).tolist(), judged.side.reshape(-1).tolist(), strict=True))
    assert found == expected
    present = judged.point != Point.MISSING
    points = np.array([POINT[each] for each in reference.text("point_type").reshape(-1)]).reshape(present.shape)
    assert (judged.point == points)[present].all()


def assert_same_limits(judged: Judgement, reference: Golden) -> None:
    np.testing.assert_allclose(judged.centre, reference.numbers("mean_col"), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(judged.lower, reference.numbers("lpl"), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(judged.upper, reference.numbers("upl"), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("file", "screen"), [("ptd_ae_type1_perf_target95.csv", True), ("ptd_ae_type1_perf_noscreen.csv", False)]
)
def test_every_emergency_department_has_the_labels_and_limits_of_the_reference(file: str, screen: bool) -> None:
    reference = golden(file, "f", "x")
    judged = judge(reference.panel("y"), chart="xmr", screen=screen, direction="up", target=0.95)
    assert judged.rule.shape == (130, 36)
    assert_same_labels(judged, reference)
    assert_same_limits(judged, reference)


def test_icons_of_every_department_match() -> None:
    judged = judge(golden("ptd_ae_type1_perf_target95.csv", "f", "x").panel("y"), direction="up", target=0.95)
    assurance = {"consistent_fail": "consistently_fails", "consistent_pass": "consistently_passes"}
    variation = {"special_cause_improvement": "improvement", "special_cause_concern": "concern"}
    rows = {row["f"]: row for row in table("icons_ae_perf_target95.csv")}
    assert set(rows) == set(judged.labels)
    for i, label in enumerate(judged.labels):
        row = rows[label]
        assert Assurance(judged.assurance[i]).word == assurance.get(row["assurance_type"], row["assurance_type"])
        expected = variation.get(row["last_point_type"], "common_cause")
        assert Variation(judged.variation[i]).word.removesuffix("_high").removesuffix("_low") == expected
        assert (judged.n[i], judged.n_special[i]) == (int(row["n"]), int(row["n_special"]))


@pytest.mark.parametrize(
    "case",
    [
        "alternating",
        "counts_low",
        "constant20",
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
        "zeros20",
    ],
)
def test_odd_series_match(case: str) -> None:
    reference = edge_cases("ptd_edge.csv")[case]
    judged = judge(reference.panel("y"), chart="xmr", direction="up", target=6)
    assert_same_labels(judged, reference)
    assert_same_limits(judged, reference)


def test_statuses_that_the_reference_does_not_have() -> None:
    """A deliberate addition: the reference draws these charts without a warning."""
    expected = {
        "constant20": Status.CONSTANT,
        "zeros20": Status.CONSTANT,
        "one_spike": Status.DEGENERATE,
        "two_pts": Status.TRIAL_LIMITS,
        "short6": Status.TRIAL_LIMITS,
        "ties_trend": Status.OK,
    }
    cases = edge_cases("ptd_edge.csv")
    for case, status in expected.items():
        assert judge(cases[case].panel("y")).status.tolist() == [status], case


def test_a_constant_series_has_no_assurance() -> None:
    """A deliberate difference: without limits the reference falls through to "inconsistent"."""
    judged = judge(edge_cases("ptd_edge.csv")["constant20"].panel("y"), direction="up", target=6)
    assert words(Assurance, judged.assurance).tolist() == ["none"]


def test_the_reference_has_every_rule_on_both_sides() -> None:
    """So that agreement above says something about each of them."""
    seen = set(golden("ptd_ae_type1_perf_noscreen.csv", "f", "x").text("special_cause_type").reshape(-1))
    for case in edge_cases("ptd_edge.csv").values():
        seen |= set(case.text("special_cause_type").reshape(-1))
    assert seen == set(LABEL)
