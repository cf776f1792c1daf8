"""One tick at a time, whoever asks for it, and a second one brings nothing."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connections

from tests.factories import NOW, TODAY, an_item, at
from tests.worlds import World, a_world
from wellrun.audit.models import AuditEvent
from wellrun.jobs.clock import Tick
from wellrun.jobs.ticking import the_only_one, tick_alone, tick_words
from wellrun.reviews.actions import DecisionSpec, close_item_with

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture
def world() -> Iterator[World]:
    """A system with one decision to look back on in a week."""
    with at():
        world = a_world()
        look_back = DecisionSpec(text="Keep", reason="Early", look_back=TODAY + timedelta(days=7))
        close_item_with(item=an_item(world.review, world.north), outcome=look_back, by=world.lead)
        yield world


def somebody_else_ticks() -> list[bool]:
    """Whether another process would get the turn now, as another thread with a connection of its own."""
    found: list[bool] = []

    def ask() -> None:
        try:
            with the_only_one() as alone:
                found.append(alone)
        finally:
            connections.close_all()

    asking = Thread(target=ask)
    asking.start()
    asking.join()
    return found


def test_what_fell_due_has_come_and_a_second_tick_brings_nothing(world: World) -> None:
    with at(NOW + timedelta(days=7)):
        first = tick_alone()
        assert first is not None
        assert first.look_backs == 1
        events = AuditEvent.objects.count()
        assert tick_alone() == Tick(0, 0, 0, 0)
        assert AuditEvent.objects.count() == events


@pytest.mark.django_db(transaction=True)
def test_while_one_is_at_it_no_other_process_ticks() -> None:
    with the_only_one() as alone:
        assert alone
        assert somebody_else_ticks() == [False]
    assert somebody_else_ticks() == [True]


@pytest.mark.django_db(transaction=True)
def test_the_turn_is_given_back_when_a_tick_breaks() -> None:
    with pytest.raises(RuntimeError), the_only_one():
        raise RuntimeError
    assert somebody_else_ticks() == [True]


def test_its_words_name_what_came_and_nothing_else() -> None:
    assert (
        tick_words(Tick(scheduled=1, look_backs=0, stalled=2, late=0)) == "1 review scheduled, 2 stalled actions raised"
    )
    assert tick_words(Tick(0, 0, 0, 0)) == "nothing fell due"
