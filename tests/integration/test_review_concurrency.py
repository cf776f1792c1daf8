"""Two people at once: one of them is told, nothing is lost, nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests.execution.asking import DUE, ask
from tests.factories import an_item, at
from tests.worlds import World, a_world
from wellrun.audit.queries import first_broken_event
from wellrun.execution.actions import accept_action, decline_action
from wellrun.execution.models import Action, ActionUpdate
from wellrun.lib.errors import Conflict
from wellrun.reviews.actions import (
    ActionSpec,
    DecisionSpec,
    EscalationSpec,
    close_item_with,
    close_review,
    defer_item,
    note_drivers,
    raise_item,
)
from wellrun.reviews.models import AgendaItem, Outcome, Review

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

KEEP = DecisionSpec(text="Keep course", reason="Too early to tell")


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with at():
        yield a_world()


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """Start every step at the same moment on a connection of its own; what each gave, a Conflict included."""
    barrier = Barrier(len(steps))

    def run(step: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=30)
            return step()
        except Conflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as threads:
        return list(threads.map(run, steps))


def conflicts(results: list[Any]) -> int:
    return sum(isinstance(result, Conflict) for result in results)


def same(item: AgendaItem) -> AgendaItem:
    """The item as another person has it on their screen."""
    return AgendaItem.objects.select_related("review__forum").get(pk=item.pk)


def a_call(world: World) -> ActionSpec:
    return ActionSpec(title="Hold the call", done_when="Held", post=world.doer_post, due=DUE)


@pytest.mark.parametrize("_round", range(3))
def test_two_chairs_close_the_same_item_and_one_is_told(world: World, _round: int) -> None:
    item = an_item(world.review)
    first, second = same(item), same(item)
    results = at_once(
        lambda: close_item_with(item=first, outcome=a_call(world), by=world.lead),
        lambda: close_item_with(item=second, outcome=KEEP, by=world.chief),
    )
    assert conflicts(results) == 1
    assert Outcome.objects.count() == 1
    item.refresh_from_db()
    assert item.closing_outcome == Outcome.objects.get()
    assert first_broken_event() is None


def test_closing_and_deferring_the_same_item_leave_one_of_the_two(world: World) -> None:
    item = an_item(world.review)
    first, second = same(item), same(item)
    results = at_once(
        lambda: close_item_with(item=first, outcome=KEEP, by=world.lead),
        lambda: defer_item(item=second, by=world.chief),
    )
    item.refresh_from_db()
    assert conflicts(results) == 1
    assert (item.status == "closed") != (item.deferrals == 1)


def test_many_things_at_once_in_one_review_end_without_waiting_for_each_other(world: World) -> None:
    items = [an_item(world.review, series=world.series) for _each in range(4)]
    seen = [same(item) for item in items]
    results = at_once(
        lambda: close_item_with(item=seen[0], outcome=a_call(world), by=world.lead),
        lambda: close_item_with(item=seen[1], outcome=EscalationSpec(question="Who?"), by=world.lead),
        lambda: defer_item(item=seen[2], by=world.lead),
        lambda: note_drivers(item=seen[3], text="Fewer beds", by=world.doer),
        lambda: note_drivers(item=same(items[0]), text="More people", by=world.doer),
        lambda: raise_item(review=world.review, kind="signal", unit=world.north, by=world.lead),
    )
    # A driver noted on an item that was closed a moment before is the only thing that may be refused.
    assert [isinstance(result, Conflict) for index, result in enumerate(results) if index != 4] == [False] * 5
    assert first_broken_event() is None


def test_a_review_does_not_close_over_an_item_raised_at_the_same_moment(world: World) -> None:
    results = at_once(
        lambda: close_review(review=Review.objects.get(pk=world.review.pk), by=world.lead),
        lambda: raise_item(review=world.review, kind="signal", unit=world.north, by=world.lead),
    )
    assert conflicts(results) == 1
    world.review.refresh_from_db()
    assert (world.review.status == "closed") != AgendaItem.objects.filter(status="open").exists()


def test_a_sitting_is_scheduled_once_by_two_who_defer(world: World) -> None:
    items = [same(an_item(world.review)) for _each in range(4)]
    results = at_once(*[lambda item=item: defer_item(item=item, by=world.lead) for item in items])
    assert conflicts(results) == 0
    assert {deferral.to_review_id for deferral in results} == {Review.objects.get(status="scheduled").pk}


def test_numbers_are_given_once_to_many_who_ask(world: World) -> None:
    asked = at_once(*[lambda: ask(world) for _each in range(8)])
    assert sorted(action.number for action in asked) == list(range(1, 9))


def test_holder_and_deputy_answer_differently_and_one_is_told(world: World) -> None:
    action = ask(world)
    mine, theirs = Action.objects.get(pk=action.pk), Action.objects.get(pk=action.pk)
    results = at_once(
        lambda: accept_action(action=mine, by=world.doer),
        lambda: decline_action(action=theirs, reason="No people", by=world.deputy),
    )
    assert conflicts(results) == 1
    assert ActionUpdate.objects.filter(action=action).count() == 2
