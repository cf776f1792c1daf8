"""The chart of a series and why it was chosen, in words."""

import pytest

from wellrun.analytics.spc.codes import Chart, ChartReason
from wellrun.insight.chart_words import chart_words


@pytest.mark.parametrize(
    ("chart", "reason", "sigma_z", "said"),
    [
        (Chart.PP, ChartReason.SPREAD_BEYOND_CHANCE, 6.494, "p′ chart: the figures spread 6.5 times as wide as chance"),
        (Chart.P, ChartReason.CHANCE_EXPLAINS_SPREAD, 1.1, "p chart: chance explains how far the figures spread"),
        (Chart.XMR, ChartReason.NOT_COUNTED_CASES, None, "XmR chart: a quotient, and not of counted cases"),
        (Chart.T, ChartReason.TIME_BETWEEN_EVENTS, None, "t chart: the time between events"),
        (Chart.PP, ChartReason.SPREAD_BEYOND_CHANCE, None, "p′ chart"),
    ],
)
def test_a_chart_is_named_with_the_reason_why_it_was_chosen(
    chart: Chart, reason: ChartReason, sigma_z: float | None, said: str
) -> None:
    assert chart_words(chart.word, reason.word, sigma_z) == said


def test_what_was_judged_before_reasons_were_kept_has_only_a_name() -> None:
    assert chart_words("p", "", 1.0) == "p chart"
    assert chart_words("", "", None) == ""
