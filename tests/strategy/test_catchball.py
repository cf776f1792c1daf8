from typing import Any

import pytest

from tests.factories import an_objective
from tests.worlds import World
from wellrun.lib.errors import Conflict, NotFound, Refused
from wellrun.strategy.actions import agree, counter, propose, withdraw
from wellrun.strategy.models import Catchball, Objective, ObjectiveParent


@pytest.fixture
def parent(world: World) -> Objective:
    return an_objective("leave-on-time", world.system, world.chief_post)


def offered(world: World, parent: Objective, **changed: Any) -> Catchball:
    wanted = {"parent": parent, "unit": world.north, "post": world.lead_post, "title": "Leave by noon"}
    return propose(**wanted | {"contribution": 70.0, "by": world.chief} | changed)


def test_a_proposal_goes_down_comes_back_otherwise_and_is_agreed(world: World, parent: Objective) -> None:
    exchange = offered(world, parent)
    counter(catchball=exchange, title="Leave by two", contribution=50.0, text="Noon is too early", by=world.lead)
    child = agree(catchball=exchange, key="leave-by-two", by=world.chief)
    assert (child.title, child.unit, child.owner, child.sponsor) == (
        "Leave by two",
        world.north,
        world.lead_post,
        world.chief_post,
    )
    assert ObjectiveParent.objects.get(child=child, parent=parent).amount == 50.0
    assert [(turn.number, turn.kind) for turn in exchange.turns.all()] == [
        (1, "proposed"),
        (2, "countered"),
        (3, "agreed"),
    ]


def test_whoever_is_asked_may_agree_at_once(world: World, parent: Objective) -> None:
    assert agree(catchball=offered(world, parent), key="north", by=world.lead).title == "Leave by noon"


def test_who_spoke_last_waits(world: World, parent: Objective) -> None:
    exchange = offered(world, parent)
    with pytest.raises(Conflict) as refusal:
        offered(world, parent, title="Leave by ten")
    assert refusal.value.code == "not_your_turn"
    counter(catchball=exchange, title="Leave by two", by=world.lead)
    with pytest.raises(Conflict):
        counter(catchball=exchange, title="Leave by three", by=world.lead)
    assert offered(world, parent, title="Leave by one") == exchange


def test_the_side_that_countered_does_not_agree_with_itself(world: World, parent: Objective) -> None:
    exchange = offered(world, parent)
    counter(catchball=exchange, title="Leave by two", by=world.lead)
    with pytest.raises((NotFound, Refused)):
        agree(catchball=exchange, key="leave", by=world.lead)


def test_what_is_withdrawn_is_over_until_it_is_proposed_again(world: World, parent: Objective) -> None:
    exchange = offered(world, parent)
    withdraw(catchball=exchange, text="Not this year", by=world.chief)
    with pytest.raises(Conflict) as refusal:
        counter(catchball=exchange, title="x", by=world.lead)
    assert refusal.value.code == "exchange_over"
    assert offered(world, parent) == exchange


def test_others_have_no_part_in_it(world: World, parent: Objective) -> None:
    exchange = offered(world, parent)
    for stranger in (world.neighbour, world.viewer):
        with pytest.raises((NotFound, Refused)):
            counter(catchball=exchange, title="x", by=stranger)
    with pytest.raises((NotFound, Refused)):
        offered(world, parent, unit=world.south, by=world.lead)
