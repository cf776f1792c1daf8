"""Two answer an exchange at once: one of them counts, the other is told, no turn is lost or said twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.factories import an_objective, at
from tests.integration.test_review_concurrency import at_once, conflicts
from tests.worlds import World, a_world
from wellrun.audit.queries import first_broken_event
from wellrun.strategy.actions import agree, counter, propose, withdraw
from wellrun.strategy.models import Catchball, Objective

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with at():
        yield a_world()


@pytest.fixture
def asked(world: World) -> Catchball:
    parent = an_objective("leave-on-time", world.system, world.chief_post)
    return propose(parent=parent, unit=world.north, post=world.doer_post, title="Leave by noon", by=world.chief)


def same(one: Catchball) -> Catchball:
    """The exchange as another person has it on their screen."""
    return Catchball.objects.select_related("parent__plan").get(pk=one.pk)


@pytest.mark.parametrize("_round", range(3))
def test_the_post_and_who_chairs_its_unit_answer_at_once(world: World, asked: Catchball, _round: int) -> None:
    first, second = same(asked), same(asked)
    results = at_once(
        lambda: agree(catchball=first, to_turn=1, by=world.doer),
        lambda: counter(catchball=second, title="Leave by two", to_turn=1, by=world.lead),
    )
    assert conflicts(results) == 1
    assert asked.turns.count() == 2
    assert Objective.objects.filter(unit=world.north).count() == asked.turns.filter(kind="agreed").count()
    assert first_broken_event() is None


@pytest.mark.parametrize("_round", range(3))
def test_it_is_taken_back_while_it_is_agreed(world: World, asked: Catchball, _round: int) -> None:
    first, second = same(asked), same(asked)
    results = at_once(
        lambda: withdraw(catchball=first, to_turn=1, by=world.chief),
        lambda: agree(catchball=second, to_turn=1, by=world.doer),
    )
    assert conflicts(results) == 1
    assert sorted(asked.turns.values_list("number", flat=True)) == [1, 2]


def test_two_ask_the_same_unit_at_once(world: World) -> None:
    parent = an_objective("leave-on-time", world.system, world.chief_post)
    results = at_once(
        *(
            lambda title=title: propose(
                parent=parent, unit=world.south, post=world.doer_post, title=title, by=world.chief
            )
            for title in ("Leave by noon", "Leave by two")
        )
    )
    assert conflicts(results) == 1
    assert Catchball.objects.get().turns.count() == 1
