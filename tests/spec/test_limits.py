"""Limits and standing, as tables that can be checked by hand."""

import numpy as np
import pytest

from tests.spec.panels import daily, daily_counts, numbers
from wellrun.analytics.spc.codes import Chart, ChartReason, Status
from wellrun.analytics.spc.explain import chart_reason, notes
from wellrun.analytics.spc.judge import judge
from wellrun.lib.errors import UserError

# name: values, baseline, screened?, centre, average moving range under the limits
XMR = {
    "plain": ("1 3 1 3 1 3", None, True, 2, 2),
    "one large range is left out": ("0 1x12 9", None, True, 21 / 14, 1 / 12),
    "and kept without screening": ("0 1x12 9", None, False, 21 / 14, 9 / 13),
    "a range of 3.26 averages is kept": ("0 1 2 3 4 5 6 7 8 12.54", None, True, 4.854, 12.54 / 9),
    "a range of 3.28 averages is left out": ("0 1 2 3 4 5 6 7 8 12.59", None, True, 4.859, 1),
    "screening happens once": ("0x4 1x4 4x4 40", None, True, 60 / 13, 4 / 11),
    "a gap makes no range": ("1 3 - 9 11", None, True, 6, 2),
    "only the first points": ("1 3x1 1 3 1 3 1 3 1 3 1 3 9 9 9", 12, True, 2, 2),
    "all while there are fewer": ("1 3 1 3", 24, True, 2, 2),
    "a baseline counts points, not periods": ("- 1 3 1 3 1 3 - 1 3 1 3 1 3 9 9", 12, True, 2, 2),
}

# name: values, status
STATUSES = {
    "no point": ("- -", Status.INSUFFICIENT_DATA),
    "one point": ("5", Status.INSUFFICIENT_DATA),
    "no two neighbours": ("5 - 6 - 7 - 8", Status.INSUFFICIENT_DATA),
    "two points": ("5 6", Status.TRIAL_LIMITS),
    "eleven points": ("5 6 5 6 5 6 5 6 5 6 5", Status.TRIAL_LIMITS),
    "twelve points": ("5 6 5 6 5 6 5 6 5 6 5 6", Status.OK),
    "twelve points with a gap": ("5 6 5 6 5 6 - 5 6 5 6 5 6", Status.OK),
    "one value": ("5x20", Status.CONSTANT),
    "one value but for rounding": ("0.3 0.30000000000000004 0.3x20", Status.CONSTANT),
    "one spike": ("5x15 50 5x4", Status.DEGENERATE),
    "flat on either side of a gap": ("5x8 - 6x8", Status.DEGENERATE),
}

# name: numerators, denominators, chart, reason
CHOICES = {
    "spread as chance makes it": ("5 4 6 5 3 5 6 4 5 7 4 5", "50x12", Chart.P, ChartReason.CHANCE_EXPLAINS_SPREAD),
    "spread beyond chance": (
        "500 900 450 950 500 900 450 950 500 900 450 950",
        "5000x12",
        Chart.PP,
        ChartReason.SPREAD_BEYOND_CHANCE,
    ),
    "a numerator above its denominator": ("5 4 6 5 3 51", "50x6", Chart.XMR, ChartReason.NOT_A_PROPORTION),
    "never": ("0x12", "50x12", Chart.RUN, ChartReason.RARE_EVENTS),
    "a median below two events": ("1 0 2 1 3 1 5 1 0 1 2 1", "50x12", Chart.RUN, ChartReason.RARE_EVENTS),
    "half zeros, and a median of two": ("0x6 4x6", "50x12", Chart.P, ChartReason.CHANCE_EXPLAINS_SPREAD),
    "half zeros, and a median of one and a half": ("0x6 3x6", "50x12", Chart.RUN, ChartReason.RARE_EVENTS),
    "no whole numerators": ("5.5 4 6 5 3 5", "50x6", Chart.XMR, ChartReason.NOT_COUNTED_CASES),
    "no whole denominators": ("5 4 6 5 3 5", "2.5 2.4 2.6 2.5 2.5 2.5", Chart.U, ChartReason.RATE_AS_CHANCE),
    "most numerators above": ("5 4 6 5 3 5", "2x5 10", Chart.U, ChartReason.RATE_AS_CHANCE),
    "most above, and spread beyond chance": (
        "500 900 450 950 500 900 450 950 500 900 450 950",
        "50x12",
        Chart.UP,
        ChartReason.RATE_BEYOND_CHANCE,
    ),
}


@pytest.mark.parametrize("name", XMR)
def test_xmr_limits(name: str) -> None:
    values, baseline, screen, centre, moving_range = XMR[name]
    judged = judge(daily(numbers(values)), chart="xmr", baseline=baseline, screen=screen)
    lines = [judged.centre, judged.lower, judged.upper, judged.lower_near, judged.upper_near]
    expected = [centre + k * 2.66 * moving_range for k in (0, -1, 1, -2 / 3, 2 / 3)]
    np.testing.assert_allclose([line[0, -1] for line in lines], expected, rtol=1e-12)


@pytest.mark.parametrize("name", STATUSES)
def test_status(name: str) -> None:
    values, status = STATUSES[name]
    assert Status(judge(daily(numbers(values))).status[0]) is status


@pytest.mark.parametrize("name", CHOICES)
def test_choice_of_chart(name: str) -> None:
    counts, sizes, chart, reason = CHOICES[name]
    judged = judge(daily_counts(numbers(counts), numbers(sizes)))
    assert (Chart(judged.chart[0]), ChartReason(judged.chart_reason[0])) == (chart, reason)


def test_the_reason_is_said_in_words() -> None:
    counts, sizes, *_ = CHOICES["spread beyond chance"]
    judged = judge(daily_counts(numbers(counts), numbers(sizes)))
    assert chart_reason(judged, 0) == "a proportion that spreads 16.26 times as wide as chance (above 1.25): a p' chart"


def test_a_short_series_with_a_gap_says_so() -> None:
    assert notes(judge(daily(numbers("5 6 - 5 6"))), 0, missing=1) == [
        "fewer than 12 points: the limits are a trial",
        "1 missing before the last point: a gap ends runs and moving ranges",
    ]


def test_limits_of_a_proportion_stay_within_0_and_1() -> None:
    judged = judge(daily_counts(numbers("2 0 3 2 2 0 2 2 3 2 2 0"), numbers("9x12")), chart="p")
    assert (judged.lower >= 0).all()
    assert judged.lower[0, 0] == 0
    assert judged.centre[0, 0] == pytest.approx(20 / 108)


def test_p_limits_follow_the_denominator() -> None:
    judged = judge(daily_counts(numbers("5 50 5 50 5 50 5 50 5 50 5 50"), numbers("25 250x1 " * 6)), chart="p")
    half = 3 * np.sqrt(0.2 * 0.8 / np.array([25, 250]))
    np.testing.assert_allclose(judged.upper[0, :2] - 0.2, half, rtol=1e-12)


def test_each_phase_has_its_own_limits_and_chart() -> None:
    values = numbers("1 3 1 3 1 3 1 3 1 3 1 3 11 15 11 15 11 15 11 15 11 15 11 15")
    judged = judge(daily(values, phases=[[0] * 12 + [1] * 12]))
    assert judged.centre[0, [0, 11, 12, 23]].tolist() == [2, 2, 13, 13]
    assert judged.upper[0, [0, 12]].tolist() == pytest.approx([2 + 2.66 * 2, 13 + 2.66 * 4])
    assert (judged.n[0], judged.n_baseline[0]) == (24, 12)


@pytest.mark.parametrize(
    ("options", "code"),
    [({"baseline": 11}, "baseline_too_short"), ({"chart": "p"}, "no_denominators")],
)
def test_what_cannot_be_judged_is_refused(options: dict[str, object], code: str) -> None:
    with pytest.raises(UserError) as refusal:
        judge(daily(numbers("1 2 3")), **options)
    assert refusal.value.code == code


def test_a_p_chart_of_no_proportion_is_refused() -> None:
    with pytest.raises(UserError, match="use an XmR chart"):
        judge(daily_counts(numbers("5 51"), numbers("50 50")), chart="p")
