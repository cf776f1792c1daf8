"""The story of days between events, through the product: taken in, judged, and read on its card."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import a_measure, at
from tests.insight.figures import arrive
from tests.spec.test_days_between import GAPS
from tests.web.reviewing import client_of, text_of
from tests.worlds import World, a_world
from wellrun.analytics.spc.codes import Chart
from wellrun.analytics.spc.judge import judge
from wellrun.audit.actions import SYSTEM
from wellrun.insight.models import SeriesState, Signal
from wellrun.insight.one_series import judged_series
from wellrun.insight.running import running_time
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.lib.errors import UserError
from wellrun.measures.actions import set_trigger
from wellrun.measures.models import Series
from wellrun.measures.queries import panel, triggers_of
from wellrun.reviews.models import AgendaItem

pytestmark = [pytest.mark.django_db]

BEFORE_THE_FIRST = date(2024, 9, 1)


@pytest.fixture
def world() -> Iterator[World]:
    with at():
        yield a_world()


def events(world: World, gaps: list[float]) -> tuple[Series, date]:
    """The series, and the day of its last event."""
    measure = a_measure(
        "days-between", grain="event", scoring="continuous", roll_up="none",
        display_unit="days", multiplier=1, decimals=0, data_lag_days=0,
    )  # fmt: skip
    world.flow.measures.add(measure)
    days = [BEFORE_THE_FIRST + timedelta(days=int(sum(gaps[: n + 1]))) for n in range(len(gaps))]
    arrive([("days-between", "north", day, gap) for day, gap in zip(days, gaps, strict=True)], counts=False)
    evaluate_and_raise(cause="import")
    return Series.objects.get(measure=measure, unit=world.north), days[-1]


def test_a_t_chart_with_its_centre_and_upper_limit(world: World) -> None:
    series, _last = events(world, GAPS)
    state = SeriesState.objects.get(series=series)
    assert (state.chart, state.chart_reason) == ("t", "time_between_events")
    assert (round(state.centre, 1), round(state.upper, 1)) == (20.2, 116.9)
    (found,) = panel([series.pk])
    by_g = judge(found.panel, chart=Chart.G)
    assert round(float(by_g.upper[0, -1]), 1) == 88.8
    assert not Signal.objects.exists()


@pytest.mark.parametrize("chart", ["p", "u"])
def test_a_chart_of_counts_is_refused_with_what_to_use(world: World, chart: str) -> None:
    series, _last = events(world, GAPS)
    (found,) = panel([series.pk])
    with pytest.raises(UserError, match="use a t chart") as refusal:
        judge(found.panel, chart=chart)
    assert refusal.value.code == "events_not_periods"


@pytest.mark.parametrize(
    ("running", "usual", "words"),
    [(100, True, "no signal so far"), (140, False, "longer than usual, an improvement")],
)
def test_a_time_that_still_runs_is_told_on_the_card(world: World, running: int, usual: bool, words: str) -> None:
    series, last = events(world, GAPS)
    day = last + timedelta(days=running)
    judged = judged_series(series.pk)
    assert judged is not None
    found = running_time(judged, day)
    assert found is not None
    assert (found.days, found.since, found.usual) == (running, last, usual)
    with at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)):
        card = text_of(client_of(world.viewer).get("/u/north/measures/days-between/"))
    assert f"{running} days" in card
    assert words in card


def test_two_events_a_day_apart_are_no_signal_by_limits(world: World) -> None:
    series, _last = events(world, [*GAPS, 1.0])
    state = SeriesState.objects.get(series=series)
    assert (state.value, state.change) == (1, "none")
    assert state.lower is not None
    assert round(state.lower, 2) < 1
    assert not Signal.objects.exists()
    assert not AgendaItem.objects.exists()


def test_two_events_a_day_apart_meet_a_same_day_limit_all_the_same(world: World) -> None:
    series, last = events(world, [*GAPS, 1.0])
    set_trigger(series=series, side="low", limit=2, response="Call the duty matron.", by=SYSTEM)
    with at(datetime(last.year, last.month, last.day, 20, tzinfo=UTC)):
        (now,) = triggers_of(series, today=last, week_start=0)
        assert (now.value, now.is_met) == (1, True)
        day = text_of(client_of(world.viewer).get("/u/north/day/"))
        assert "Call the duty matron." in day
    evaluate_and_raise(cause="manual")
    assert not Signal.objects.exists(), "a limit that is met is no signal"
    assert not AgendaItem.objects.exists()


def test_what_is_no_time_between_events_has_none(world: World) -> None:
    a_measure("seen")
    arrive([("seen", "north", date(2025, month, 1), 0.5) for month in range(1, 9)])
    judged = judged_series(Series.objects.get(measure__key="seen", unit=world.north).pk)
    assert judged is not None
    assert running_time(judged, date(2025, 10, 14)) is None
