from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.factories import an_item, at
from tests.worlds import NEXT_WEEK, THIS_WEEK, World
from wellrun.accounts.models import User
from wellrun.audit.models import AuditEvent
from wellrun.lib.errors import Conflict, NotFound, Refused
from wellrun.reviews.actions import DecisionSpec, close_item_with, close_review, open_review, schedule_review
from wellrun.reviews.models import Review
from wellrun.reviews.queries import review_for, reviews_for


def test_scheduling_twice_gives_the_same_sitting(world: World) -> None:
    first = schedule_review(forum=world.flow, starts_at=NEXT_WEEK, by=world.lead)
    assert schedule_review(forum=world.flow, starts_at=NEXT_WEEK, by=world.lead) == first
    assert AuditEvent.objects.filter(verb="schedule_review").count() == 1


def test_opening_twice_changes_nothing(world: World) -> None:
    review = schedule_review(forum=world.flow, starts_at=NEXT_WEEK, by=world.lead)
    opened = open_review(review=review, by=world.lead)
    with at(days=1):
        again = open_review(review=review, by=world.lead)
    assert (opened.status, opened.opened_at) == ("open", again.opened_at)
    assert AuditEvent.objects.filter(verb="open_review").count() == 1


def test_a_review_does_not_close_over_an_open_item(world: World) -> None:
    items = [an_item(world.review) for _each in range(2)]
    with pytest.raises(Conflict) as refusal:
        close_review(review=world.review, by=world.lead)
    assert (refusal.value.code, refusal.value.params["count"]) == ("outcome_needed", 2)
    assert refusal.value.sentence.startswith("2 items still need an outcome")
    for item in items:
        close_item_with(item=item, outcome=DecisionSpec(text="Keep course", reason="Too early"), by=world.lead)
    assert close_review(review=world.review, by=world.lead).status == "closed"


def test_one_item_is_said_in_the_singular(world: World) -> None:
    an_item(world.review)
    with pytest.raises(Conflict) as refusal:
        close_review(review=world.review, by=world.lead)
    assert refusal.value.sentence.startswith("1 item still needs an outcome")


def test_closing_sees_to_the_next_sitting(world: World) -> None:
    review = close_review(review=world.review, by=world.lead)
    following = Review.objects.get(forum=world.flow, status="scheduled")
    assert (review.closed_by, following.starts_at) == ("lead", NEXT_WEEK)


def test_closing_late_schedules_what_is_still_to_come(world: World) -> None:
    with at(days=8):
        close_review(review=world.review, by=world.lead)
    # The 28th comes after the end of summer time: nine in London is then nine in UTC.
    assert Review.objects.get(forum=world.flow, status="scheduled").starts_at == datetime(2025, 10, 28, 9, tzinfo=UTC)


def test_a_forum_that_was_retired_has_no_next_sitting(world: World) -> None:
    world.flow.retired_on = date(2025, 10, 14)
    world.flow.save()
    close_review(review=world.review, by=world.lead)
    assert not Review.objects.filter(forum=world.flow, status="scheduled").exists()
    with pytest.raises(Conflict) as refusal:
        schedule_review(forum=world.flow, starts_at=NEXT_WEEK, by=world.lead)
    assert refusal.value.code == "forum_retired"


def test_a_sitting_that_was_not_opened_is_not_closed_and_a_closed_one_not_opened(world: World) -> None:
    review = schedule_review(forum=world.flow, starts_at=NEXT_WEEK, by=world.lead)
    with pytest.raises(Conflict) as refusal:
        close_review(review=review, by=world.lead)
    assert refusal.value.code == "review_not_open"
    close_review(review=world.review, by=world.lead)
    with pytest.raises(Conflict) as refusal:
        open_review(review=world.review, by=world.lead)
    assert refusal.value.code == "review_closed"
    with pytest.raises(Conflict) as refusal:
        close_review(review=world.review, by=world.lead)
    assert refusal.value.code == "already_changed"


def test_only_the_chair_side_opens_closes_and_schedules(world: World) -> None:
    attempts: tuple[Callable[[User], Any], ...] = (
        lambda by: close_review(review=world.review, by=by),
        lambda by: open_review(review=world.review, by=by),
        lambda by: schedule_review(forum=world.flow, starts_at=NEXT_WEEK, by=by),
    )
    for attempt in attempts:
        for person in (world.doer, world.viewer):
            with pytest.raises(Refused):
                attempt(person)
        for person in (world.neighbour, world.stranger):
            with pytest.raises(NotFound):
                attempt(person)


def test_the_calendar_shows_what_a_person_sees_with_counts(world: World, django_assert_num_queries: Any) -> None:
    close_item_with(item=an_item(world.review), outcome=DecisionSpec(text="Keep", reason="Early"), by=world.lead)
    an_item(world.review)
    with django_assert_num_queries(1):
        (found,) = reviews_for(world.viewer, THIS_WEEK, NEXT_WEEK)
        assert (found.forum.chair.title, found.items_open, found.items_all) == ("North director", 1, 2)
    assert review_for(world.viewer, world.review.pk) == world.review
    assert not reviews_for(world.neighbour, THIS_WEEK, NEXT_WEEK).exists()
    with pytest.raises(NotFound):
        review_for(world.neighbour, world.review.pk)
