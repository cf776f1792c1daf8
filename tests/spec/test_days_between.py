"""Twelve times between harmful events, in days: by which chart they may be judged, and what is a signal."""

import numpy as np
import pytest

from wellrun.analytics.panel import Grain, Panel
from wellrun.analytics.spc.codes import Chart, Rule, Variation
from wellrun.analytics.spc.firings import firings
from wellrun.analytics.spc.gaps import with_days_between
from wellrun.analytics.spc.judge import judge
from wellrun.analytics.spc.replay import signals
from wellrun.lib.errors import UserError

GAPS = [21.0, 9, 34, 15, 27, 12, 41, 18, 25, 8, 30, 22]
AS_STATED = {"t": {"centre": 20.2, "upper": 116.9}, "g": {"centre": 21.5, "upper": 88.8}}
LOWER_T = 0.57


def events(gaps: list[float]) -> Panel:
    """A row an event; nothing is known but when they were."""
    dates = np.datetime64("2023-01-01", "D") + np.cumsum([0, *gaps]).astype(np.int64)[None, :]
    nothing = np.full(dates.shape, np.nan)
    return Panel(("events",), Grain.EVENT, dates[0], nothing, event_dates=dates)


def judged_events(gaps: list[float], running: int | None = None, chart: str = "t"):  # type: ignore[no-untyped-def]
    panel = events(gaps)
    as_of = None if running is None else panel.dates[0, -1] + running
    with_days, still_open = with_days_between(panel, as_of=as_of)
    options = {"chart": chart, "baseline": 12, "still_open": still_open}
    return judge(with_days, direction="up", **options), signals(with_days, firings(with_days, **options))


@pytest.mark.parametrize("chart", ["p", "pp", "u", "up", "c"])
def test_a_chart_of_counts_by_period_is_refused(chart: str) -> None:
    with pytest.raises(UserError, match=r"use a t chart \(time between events\) or a g chart") as refusal:
        judge(with_days_between(events(GAPS))[0], chart=chart)
    assert refusal.value.code == "events_not_periods"


@pytest.mark.parametrize("chart", ["t", "g"])
def test_centre_and_upper_limit(chart: str) -> None:
    judged, _ = judged_events(GAPS, chart=chart)
    assert round(float(judged.centre[0, -1]), 1) == AS_STATED[chart]["centre"]
    assert round(float(judged.upper[0, -1]), 1) == AS_STATED[chart]["upper"]


def test_a_t_chart_is_chosen() -> None:
    assert judge(with_days_between(events(GAPS))[0]).chart.tolist() == [Chart.T]


@pytest.mark.parametrize(
    ("running", "rule", "variation"),
    [
        (100, Rule.NONE, Variation.COMMON_CAUSE),
        (140, Rule.OUTSIDE_LIMITS, Variation.IMPROVEMENT_HIGH),
        (0, Rule.NONE, Variation.COMMON_CAUSE),
    ],
)
def test_a_time_that_still_runs(running: int, rule: Rule, variation: Variation) -> None:
    judged, found = judged_events(GAPS, running)
    assert judged.values[0, -1] == running
    assert (judged.rule[0, -1], judged.variation[0]) == (rule, variation)
    assert len(found) == (rule is not Rule.NONE)
    # The limits rest on the twelve times that are over.
    assert round(float(judged.upper[0, -1]), 1) == AS_STATED["t"]["upper"]


def test_two_events_a_day_apart_are_no_signal_by_limits() -> None:
    """A same-day trigger is another thing, and claims no statistics."""
    judged, found = judged_events([*GAPS, 1])
    assert round(float(judged.lower[0, -1]), 2) == LOWER_T
    assert (judged.values[0, -1], judged.rule[0, -1], len(found)) == (1, Rule.NONE, 0)
