"""What is late, what has ended, what is missing in between, and from when a change can be seen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.factories import a_measure, a_unit, at
from tests.measures.small import a_source, counted, month, rows, series_of, take_in
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.lib.errors import UserError
from wellrun.measures.actions import declare_feed, raise_late_issues
from wellrun.measures.look_back import earliest_useful_date, useful_date
from wellrun.measures.models import Measure, QualityIssue
from wellrun.measures.queries import NoteKind, data_notes, late_series
from wellrun.organisation.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hospital() -> Unit:
    a_measure("activity", scoring="count", roll_up="sum", data_lag_days=14)
    return a_unit("north", parent=a_unit("system"))


def feed(**facts: Any) -> None:
    declare_feed(source=a_source(), measure=Measure.objects.get(key="activity"), by=SYSTEM, **facts)


def late_on(year: int, month_number: int, day: int) -> list[tuple[str, date, date]]:
    found = late_series(datetime(year, month_number, day, 12, tzinfo=UTC))
    return [(late.series.unit.key, late.period, late.due) for late in found]


def test_a_figure_is_late_once_its_period_and_the_lag_are_over() -> None:
    feed(lag_days=10)
    take_in(rows("activity", "north", 5, 5))
    assert late_on(2024, 4, 14) == []  # March ends, fourteen days follow: the definition's lag is the longer one
    assert late_on(2024, 4, 15) == [("north", month(2), date(2024, 4, 14))]


def test_beyond_the_declared_end_nothing_is_late() -> None:
    feed(declared_end=month(1))
    take_in(rows("activity", "north", 5, 5))
    assert late_on(2025, 1, 1) == []


def test_without_a_feed_nobody_promised_anything() -> None:
    take_in(rows("activity", "north", 5, 5))
    assert late_on(2025, 1, 1) == []


def test_a_series_that_stopped_long_ago_has_ended_and_is_not_late() -> None:
    feed()
    take_in(rows("activity", "north", 5, 5))
    with at(datetime(2024, 5, 1, tzinfo=UTC)):
        raise_late_issues(by=SYSTEM)
    with at(datetime(2024, 11, 1, tzinfo=UTC)):
        (issue,) = raise_late_issues(by=SYSTEM)
        assert (issue.kind, issue.period) == ("ended", month(1))
        assert raise_late_issues(by=SYSTEM) == []
        assert [each.kind for each in QualityIssue.objects.filter(resolved_at=None)] == ["ended"]
        take_in(rows("activity", "north", 5, start=8))
        assert not QualityIssue.objects.filter(resolved_at=None, kind="ended").exists()


def test_while_a_feed_is_on_its_way_nothing_of_it_is_late() -> None:
    feed()
    for name in ("east", "west"):
        a_unit(name, parent=Unit.objects.get(key="system"))
        take_in(rows("activity", name, 5, 5))
    take_in(rows("activity", "north", 5, 5, 5))
    assert late_on(2024, 4, 20) == []
    take_in(rows("activity", "east", 5, start=2))
    assert late_on(2024, 4, 20) == [("west", month(2), date(2024, 4, 14))]


def beside(*names: str, months: int = 14) -> None:
    """Units beside the hospital whose figures have come throughout."""
    for name in names:
        a_unit(name, parent=Unit.objects.get(key="system"))
        take_in(rows("activity", name, *[5] * months))


def test_what_was_left_out_before_is_not_late_until_it_is_silent_for_longer() -> None:
    feed()
    beside("east", "west")
    take_in(rows("activity", "north", 5, 5, 5, None, 5, 5, 5, 5, 5, 5, 5, 5))
    assert late_on(2025, 2, 20) == []  # January is missing, as April 2024 was
    assert late_on(2025, 3, 20)[-1] == ("north", month(12), date(2025, 2, 14))  # so is February


def test_what_has_never_been_left_out_is_late_at_once() -> None:
    feed()
    beside("east", "west")
    take_in(rows("activity", "north", *[5] * 12))
    assert late_on(2025, 2, 20) == [("north", month(12), date(2025, 2, 14))]


def test_where_nobody_has_delivered_the_feed_is_late_whatever_was_left_out_before() -> None:
    feed()
    beside("east", months=12)
    take_in(rows("activity", "north", 5, 5, 5, None, 5, 5, 5, 5, 5, 5, 5, 5))
    assert {name for name, _, _ in late_on(2025, 2, 20)} == {"north", "east"}


@pytest.mark.parametrize(("cases", "late"), [(9, []), (400, ["north"])])
def test_a_unit_of_so_few_cases_that_the_source_may_leave_it_out_is_not_late(cases: int, late: list[str]) -> None:
    a_measure("treated", least_cases=5, data_lag_days=14)
    declare_feed(source=a_source(), measure=Measure.objects.get(key="treated"), by=SYSTEM)
    for name in ("east", "west"):
        a_unit(name, parent=Unit.objects.get(key="system"))
        take_in(counted("treated", name, *[(50, 100)] * 13))
    take_in(counted("treated", "north", *[(cases / 3, cases)] * 12))
    assert [name for name, _, _ in late_on(2025, 2, 20)] == late


def test_a_closed_unit_is_not_late() -> None:
    feed()
    Unit.objects.filter(key="north").update(closed=month(2))
    take_in(rows("activity", "north", 5, 5))
    assert late_on(2025, 1, 1) == []


def test_a_late_figure_is_raised_once_and_resolved_when_it_comes() -> None:
    feed()
    take_in(rows("activity", "north", 5, 5))
    with at(datetime(2024, 5, 1, tzinfo=UTC)):
        (issue,) = raise_late_issues(by=SYSTEM)
        assert raise_late_issues(by=SYSTEM) == []
        assert (issue.kind, issue.period, issue.detail["due"]) == ("late", month(2), "2024-04-14")
        assert AuditEvent.objects.filter(verb="raise_late_issues").count() == 1
        take_in(rows("activity", "north", 5, start=2))
        issue.refresh_from_db()
        assert issue.resolved_at is not None
        assert not QualityIssue.objects.filter(kind="late", resolved_at=None).exists()


def test_notes_tell_gaps_the_end_of_a_feed_and_a_closed_unit(hospital: Unit) -> None:
    feed(declared_end=month(5))
    successor = a_unit("south")
    Unit.objects.filter(pk=hospital.pk).update(closed=month(6), successor=successor)
    take_in(rows("activity", "north", 5, 5, None, None, 5, 5))
    series = series_of("activity", "north")
    assert [(note.kind, note.first, note.last, note.count) for note in data_notes(series)] == [
        (NoteKind.GAP, month(1), month(4), 2),
        (NoteKind.ENDED, month(5), month(5), 1),
        (NoteKind.CLOSED, month(6), month(6), 1),
    ]
    assert data_notes(series)[-1].detail["successor"] == "south"


def test_notes_tell_open_issues() -> None:
    a_measure("ratio", scoring="ratio")
    take_in([{"measure": "ratio", "unit": "north", "period": month(0), "numerator": 5, "denominator": 4}])
    (note,) = data_notes(series_of("ratio", "north"))
    assert (note.kind, note.first, note.detail["numerator"]) == (NoteKind.ABOVE_DENOMINATOR, month(0), 5.0)


@pytest.mark.parametrize(
    ("grain", "completion", "delay", "earliest"),
    [
        ("month", date(2025, 10, 14), 0, date(2025, 11, 14)),
        ("month", date(2025, 10, 14), 30, date(2025, 12, 14)),
        ("month", date(2025, 10, 31), 1, date(2025, 12, 14)),
        ("quarter", date(2025, 10, 14), 0, date(2026, 1, 14)),
        ("week", date(2025, 10, 14), 0, date(2025, 11, 2)),
        ("day", date(2025, 10, 14), 3, date(2025, 10, 31)),
        ("event", date(2025, 10, 14), 3, date(2025, 10, 31)),
    ],
)
def test_a_change_can_be_seen_after_its_delay_its_period_and_the_lag(
    grain: str, completion: date, delay: int, earliest: date
) -> None:
    a_measure("other", grain=grain, data_lag_days=14)
    take_in([{"measure": "other", "unit": "north", "period": date(2024, 1, 1), "value": 0.5}])
    assert earliest_useful_date(series_of("other", "north"), completion, delay) == earliest


def test_a_feed_that_takes_longer_than_the_definition_says_counts() -> None:
    feed(lag_days=45)
    take_in(rows("activity", "north", 5))
    assert earliest_useful_date(series_of("activity", "north"), date(2025, 10, 14), 0) == date(2025, 12, 15)


def test_after_a_feed_has_ended_no_day_is_useful() -> None:
    feed(declared_end=date(2025, 10, 1))
    take_in(rows("activity", "north", 5))
    series = series_of("activity", "north")
    assert earliest_useful_date(series, date(2025, 10, 14), 0) == date(2025, 11, 14)
    assert useful_date(series, date(2025, 10, 14), 30) is None
    with pytest.raises(UserError, match="sends no figures after October 2025") as refused:
        earliest_useful_date(series, date(2025, 10, 14), 30)
    assert refused.value.code == "feed_ended"


def still_late(day: datetime) -> list[str]:
    with at(day):
        raise_late_issues(by=SYSTEM)
    return [each.kind for each in QualityIssue.objects.filter(resolved_at=None)]


def test_what_is_late_is_taken_back_when_the_feed_declares_its_end() -> None:
    feed()
    take_in(rows("activity", "north", 5, 5))
    assert still_late(datetime(2024, 5, 1, tzinfo=UTC)) == ["late"]
    feed(declared_end=month(1))
    assert still_late(datetime(2024, 5, 2, tzinfo=UTC)) == []
    feed(declared_end=month(6))  # not the end after all: the same figure is awaited, and late, again
    assert still_late(datetime(2024, 5, 3, tzinfo=UTC)) == ["late"]


def test_what_is_late_or_has_ended_is_taken_back_when_its_unit_closed_before_it(hospital: Unit) -> None:
    feed()
    take_in(rows("activity", "north", 5, 5))
    assert still_late(datetime(2024, 5, 1, tzinfo=UTC)) == ["late"]
    Unit.objects.filter(pk=hospital.pk).update(closed=month(2))
    assert still_late(datetime(2024, 5, 2, tzinfo=UTC)) == []
    Unit.objects.filter(pk=hospital.pk).update(closed=None)
    assert still_late(datetime(2024, 11, 1, tzinfo=UTC)) == ["ended"]
    Unit.objects.filter(pk=hospital.pk).update(closed=month(2))
    assert still_late(datetime(2024, 11, 2, tzinfo=UTC)) == []


def test_what_is_late_stays_late_while_nothing_changes() -> None:
    feed()
    take_in(rows("activity", "north", 5, 5))
    assert [still_late(datetime(2024, 5, day, tzinfo=UTC)) for day in (1, 9, 20)] == [["late"]] * 3
    assert QualityIssue.objects.count() == 1
