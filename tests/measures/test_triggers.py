"""Same-day limits: met by the newest figure that could be here, claiming no statistics, raising nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import TODAY, a_forum, a_measure, a_post, a_series, a_unit, a_user, an_objective, at
from tests.insight.figures import arrive
from wellrun.access.models import Level
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.insight.models import Signal
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
from wellrun.measures.actions import retire_trigger, set_trigger
from wellrun.measures.models import Measure, Series, Trigger
from wellrun.measures.queries import TriggerNow, triggers_in, triggers_of
from wellrun.organisation.models import Unit
from wellrun.reviews.models import AgendaItem

pytestmark = pytest.mark.django_db

OPEN_BEDS = "Open escalation beds"


@pytest.fixture(autouse=True)
def _at_the_demos_moment() -> Any:
    with at():
        yield


def a_ward(measure: Measure, *figures: tuple[date, float]) -> Series:
    ward = a_unit("ward", kind="ward")
    if figures:
        arrive([(measure.key, ward.key, day, value) for day, value in figures], counts=False)
    return Series.objects.get_or_create(measure=measure, unit=ward)[0]


def occupancy(*figures: tuple[date, float]) -> Series:
    """Beds in use, day by day, which are there on the next day."""
    how = {"grain": "day", "scoring": "continuous", "roll_up": "none", "direction": "down", "data_lag_days": 0}
    return a_ward(a_measure("occupancy", **how), *figures)


def now(series: Series, today: date = TODAY) -> TriggerNow:
    (only,) = triggers_of(series, today=today, week_start=0)
    return only


YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("side", "limit", "value", "is_met"),
    [
        ("high", 1.0, 1.0, True),
        ("high", 1.0, 1.02, True),
        ("high", 1.0, 0.999, False),
        ("low", 2.0, 2.0, True),
        ("low", 2.0, 1.0, True),
        ("low", 2.0, 2.5, False),
    ],
)
def test_it_is_met_at_the_limit_and_beyond(side: str, limit: float, value: float, is_met: bool) -> None:
    series = occupancy((YESTERDAY, value))
    set_trigger(series=series, side=side, limit=limit, response=OPEN_BEDS, by=SYSTEM)
    found = now(series)
    assert (found.is_met, found.is_stale, found.value, found.period) == (is_met, False, value, YESTERDAY)


@pytest.mark.parametrize(
    ("newest", "lag_days", "is_stale"),
    [
        (TODAY, 0, False),
        (YESTERDAY, 0, False),  # today's figure may still come
        (TODAY - timedelta(days=2), 0, True),
        (TODAY - timedelta(days=2), 1, False),
        (TODAY - timedelta(days=9), 1, True),
    ],
)
def test_of_stale_figures_nothing_is_said_of_today(newest: date, lag_days: int, is_stale: bool) -> None:
    how = {"grain": "day", "scoring": "continuous", "roll_up": "none", "direction": "down"}
    series = a_ward(a_measure("occupancy", data_lag_days=lag_days, **how), (newest, 1.2))
    set_trigger(series=series, side="high", limit=1.0, response=OPEN_BEDS, by=SYSTEM)
    found = now(series)
    assert (found.is_stale, found.is_met) == (is_stale, not is_stale)


def test_without_a_figure_it_is_not_met() -> None:
    series = occupancy()
    set_trigger(series=series, side="high", limit=1.0, response=OPEN_BEDS, by=SYSTEM)
    found = now(series)
    assert (found.value, found.period, found.is_met, found.is_stale) == (None, None, False, False)


def test_two_events_a_day_apart_are_no_signal_and_a_same_day_limit() -> None:
    gaps = [21, 9, 34, 15, 27, 12, 41, 18, 25, 8, 30, 22, 1]
    how = {"grain": "event", "scoring": "continuous", "roll_up": "none", "direction": "up", "data_lag_days": 0}
    between = a_measure("days-between-falls", **how)
    ward = a_unit("ward", kind="ward", enterprise=True)
    post = a_post("matron", ward)
    an_objective("safe", ward, post, roles={"lead": between})
    a_forum("safety", ward, post, measures=[between])
    days = [TODAY - timedelta(days=sum(gaps[at + 1 :])) for at in range(len(gaps))]
    arrive([(between.key, ward.key, day, float(gap)) for day, gap in zip(days, gaps, strict=True)], counts=False)
    series = Series.objects.get()
    set_trigger(series=series, side="low", limit=2, response="Huddle on the ward today", by=SYSTEM)
    evaluate_and_raise(cause="import")
    assert now(series).is_met
    assert (now(series).value, now(series).period) == (1.0, TODAY)
    assert not Signal.objects.exists()
    assert not AgendaItem.objects.exists()


def test_met_or_not_it_raises_no_signal_and_no_item() -> None:
    series = occupancy(*((TODAY - timedelta(days=n), 1.3) for n in range(1, 20)))
    set_trigger(series=series, side="high", limit=1.0, response=OPEN_BEDS, by=SYSTEM)
    done = evaluate_and_raise(cause="import")
    assert now(series).is_met
    assert (done.signals_opened, done.items_raised) == (0, 0)
    assert not Signal.objects.exists()


def test_it_costs_one_statement_however_many(django_assert_num_queries: Any) -> None:
    measure = a_measure("occupancy", grain="day", scoring="continuous", roll_up="none")
    for number in range(5):
        series = a_series(a_unit(f"ward-{number}", kind="ward"), measure)
        set_trigger(series=series, side="high", limit=1, response=OPEN_BEDS, by=SYSTEM)
    with django_assert_num_queries(1):
        assert len(triggers_in(Unit.objects.values("pk"), today=TODAY, week_start=0)) == 5


def test_another_limit_of_the_side_takes_the_place_of_the_first() -> None:
    series = occupancy()
    first = set_trigger(series=series, side="high", limit=1.0, response=OPEN_BEDS, by=SYSTEM)
    assert set_trigger(series=series, side="high", limit=1.0, response=f" {OPEN_BEDS} ", by=SYSTEM) == first
    second = set_trigger(series=series, side="high", limit=1.05, response=OPEN_BEDS, by=SYSTEM)
    low = set_trigger(series=series, side="low", limit=0.5, response="Close a bay", by=SYSTEM)
    assert [one.trigger for one in triggers_of(series, today=TODAY, week_start=0)] == [second, low]
    first.refresh_from_db()
    assert first.retired_at is not None
    assert AuditEvent.objects.filter(verb="set_trigger").count() == 3
    assert AuditEvent.objects.get(verb="retire_trigger").subject_id == str(first.pk)


def test_taken_back_it_is_on_record_and_no_more() -> None:
    series = occupancy((YESTERDAY, 1.2))
    trigger = set_trigger(series=series, side="high", limit=1.0, response=OPEN_BEDS, by=SYSTEM)
    retire_trigger(trigger=trigger, by=SYSTEM)
    assert triggers_of(series, today=TODAY, week_start=0) == []
    assert Trigger.objects.filter(retired_at__isnull=False).count() == 1
    assert AuditEvent.objects.filter(verb="retire_trigger").count() == 1
    with pytest.raises(Conflict):
        retire_trigger(trigger=trigger, by=SYSTEM)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"limit": float("nan")}, "trigger_limit_unknown"),
        ({"limit": float("inf")}, "trigger_limit_unknown"),
        ({"limit": -1e304}, "trigger_limit_unknown"),
        ({"side": "left"}, "trigger_side_unknown"),
        ({"response": "  "}, "trigger_needs_response"),
        ({"response": "x" * 301}, "trigger_response_long"),
    ],
)
def test_what_makes_no_limit_is_refused(wrong: dict[str, Any], code: str) -> None:
    series = occupancy()
    with pytest.raises(UserError) as refused:
        set_trigger(**({"series": series, "side": "high", "limit": 1.0, "response": OPEN_BEDS, "by": SYSTEM} | wrong))
    assert refused.value.code == code
    assert not Trigger.objects.exists()


@pytest.mark.parametrize(
    ("level", "expected"),
    [(Level.ANALYST, None), (Level.CHAIR, None), (Level.CONTRIBUTOR, Refused), (Level.ADMINISTRATOR, Refused)],
)
def test_analysts_and_chairs_set_it(level: Level, expected: type[Exception] | None) -> None:
    series = occupancy()
    user = a_user("somebody", (series.unit, level))
    if expected is None:
        trigger = set_trigger(series=series, side="high", limit=1.0, response=OPEN_BEDS, by=user)
        retire_trigger(trigger=trigger, by=user)
        return
    with pytest.raises(expected):
        set_trigger(series=series, side="high", limit=1.0, response=OPEN_BEDS, by=user)


def test_of_what_lies_outside_nobody_learns() -> None:
    series = occupancy()
    elsewhere = a_unit("elsewhere", kind="ward")
    with pytest.raises(NotFound):
        set_trigger(
            series=series,
            side="high",
            limit=1.0,
            response=OPEN_BEDS,
            by=a_user("stranger", (elsewhere, Level.ANALYST)),
        )
