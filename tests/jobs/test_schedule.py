"""Every forum always has its next sitting, at its own hour on the wall."""

from datetime import UTC, datetime

import pytest

from tests.factories import NOW, a_forum, a_post, a_unit, at
from wellrun.audit.models import AuditEvent
from wellrun.jobs.schedule import schedule_reviews, sittings_due
from wellrun.reviews.models import Forum, Review

pytestmark = pytest.mark.django_db


def weekly(**fields: object) -> Forum:
    unit = a_unit("system", enterprise=True)
    return a_forum("flow", unit, a_post("chief", unit), **fields)


def starts(forum: Forum) -> list[datetime]:
    return list(Review.objects.filter(forum=forum).values_list("starts_at", flat=True))


def test_a_sitting_that_starts_this_moment_and_the_next_are_in_the_calendar() -> None:
    forum = weekly()
    with at(NOW):
        schedule_reviews()
    assert starts(forum) == [NOW, datetime(2025, 10, 21, 8, 0, tzinfo=UTC)]


def test_between_sittings_only_the_next_is() -> None:
    forum = weekly()
    with at(NOW, days=1):
        schedule_reviews()
    assert starts(forum) == [datetime(2025, 10, 21, 8, 0, tzinfo=UTC)]


def test_scheduling_again_adds_nothing_and_logs_nothing() -> None:
    weekly()
    with at(NOW):
        schedule_reviews()
        logged = AuditEvent.objects.count()
        assert schedule_reviews() == []
    assert AuditEvent.objects.count() == logged


def test_nine_in_the_morning_stays_nine_when_the_clocks_go_back_and_forward() -> None:
    forum = weekly()
    before_winter = datetime(2025, 10, 22, 12, 0, tzinfo=UTC)
    before_summer = datetime(2026, 3, 25, 12, 0, tzinfo=UTC)
    assert sittings_due(forum, before_winter) == [datetime(2025, 10, 28, 9, 0, tzinfo=UTC)]
    assert sittings_due(forum, before_summer) == [datetime(2026, 3, 31, 8, 0, tzinfo=UTC)]


def test_an_hour_that_the_change_of_the_clocks_skips_is_held_an_hour_later() -> None:
    night = weekly(cadence="FREQ=DAILY", first_start=datetime(2025, 1, 1, 1, 30, tzinfo=UTC), cadence_days=1)
    saturday_noon = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    assert sittings_due(night, saturday_noon) == [datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]  # 02:30 in London


def test_an_hour_that_comes_twice_is_held_the_first_time() -> None:
    night = weekly(cadence="FREQ=DAILY", first_start=datetime(2025, 1, 1, 1, 30, tzinfo=UTC), cadence_days=1)
    saturday_noon = datetime(2025, 10, 25, 12, 0, tzinfo=UTC)
    assert sittings_due(night, saturday_noon) == [datetime(2025, 10, 26, 0, 30, tzinfo=UTC)]  # 01:30, still summer time


def test_a_forum_that_meets_no_more_gets_no_sitting() -> None:
    weekly(retired_on=NOW.date())
    with at(NOW):
        assert schedule_reviews() == []


def test_a_sitting_that_passed_stays_and_the_missed_weeks_are_not_made_up() -> None:
    forum = weekly()
    with at(NOW):
        schedule_reviews()
    with at(NOW, days=21.5):
        schedule_reviews()
    assert starts(forum)[-1] == datetime(2025, 11, 11, 9, 0, tzinfo=UTC)
    assert len(starts(forum)) == 3
    assert not Review.objects.exclude(status=Review.Status.SCHEDULED).exists()
