from datetime import date
from typing import Any

import pytest

from tests.factories import a_unit, an_objective
from tests.worlds import World
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
from wellrun.organisation.models import Post, Unit
from wellrun.strategy.actions import agree, counter, propose, retire_objective, withdraw
from wellrun.strategy.models import Catchball, Objective, ObjectiveParent


@pytest.fixture
def parent(world: World) -> Objective:
    return an_objective("leave-on-time", world.system, world.chief_post, roles={"lag": world.series.measure})


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


def test_what_is_agreed_stands_on_the_map_where_its_parent_does(world: World, parent: Objective) -> None:
    Objective.objects.filter(pk=parent.pk).update(perspective="internal_process")
    child = agree(catchball=offered(world, parent), by=world.lead)
    assert child.perspective == "internal_process"


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
    with pytest.raises(Conflict) as refusal:
        agree(catchball=exchange, key="leave", by=world.lead)
    assert refusal.value.code == "not_your_turn"


def test_who_covers_both_sides_does_not_agree_with_themselves(world: World, parent: Objective) -> None:
    exchange = offered(world, parent)
    for answer in (lambda: agree(catchball=exchange, by=world.chief), lambda: counter_by_chief(exchange, world)):
        with pytest.raises(Conflict) as refusal:
            answer()
        assert refusal.value.code == "not_your_turn"


def counter_by_chief(exchange: Catchball, world: World) -> Any:
    return counter(catchball=exchange, title="Leave by one", by=world.chief)


def test_the_post_that_was_asked_agrees_without_chairing_its_unit(world: World, parent: Objective) -> None:
    exchange = offered(world, parent, post=world.doer_post)
    child = agree(catchball=exchange, by=world.doer)
    assert (child.key, child.owner, child.level) == ("leave-by-noon", world.doer_post, "site")


def test_the_second_answer_is_told_that_the_exchange_went_on(world: World, parent: Objective) -> None:
    exchange = offered(world, parent)
    counter(catchball=exchange, title="Leave by two", to_turn=1, by=world.lead)
    for answer in (
        lambda: counter(catchball=exchange, title="x", to_turn=1, by=world.lead),
        lambda: agree(catchball=exchange, to_turn=1, by=world.lead),
        lambda: withdraw(catchball=exchange, to_turn=1, by=world.chief),
        lambda: offered(world, parent, to_turn=1),
    ):
        with pytest.raises(Conflict) as refusal:
            answer()
        assert refusal.value.code == "answered_meanwhile"
    assert exchange.turns.count() == 2


def test_a_unit_does_not_ask_itself_and_a_part_has_no_sign(world: World, parent: Objective) -> None:
    for changed, code in (
        ({"unit": world.system}, "asks_itself"),
        ({"contribution": -3.0}, "contribution_unclear"),
        ({"contribution": float("nan")}, "contribution_unclear"),
    ):
        with pytest.raises(UserError) as refusal:
            offered(world, parent, **changed)
        assert refusal.value.code == code
    assert not Catchball.objects.exists()


def test_asked_again_once_what_was_agreed_is_given_up(world: World, parent: Objective) -> None:
    exchange = offered(world, parent)
    child = agree(catchball=exchange, by=world.lead)
    with pytest.raises(Conflict):
        offered(world, parent)
    retire_objective(objective=child, by=world.lead)
    assert offered(world, parent, post=world.doer_post).post == world.doer_post
    assert agree(catchball=exchange, by=world.doer).key == "leave-by-noon-2"


def test_nothing_is_agreed_of_what_is_no_longer_pursued(world: World, parent: Objective) -> None:
    exchange = offered(world, parent)
    retire_objective(objective=parent, by=world.chief)
    with pytest.raises(Conflict) as refusal:
        agree(catchball=exchange, by=world.lead)
    assert refusal.value.code == "parent_retired"


def test_a_key_that_was_given_is_the_one_or_none(world: World, parent: Objective) -> None:
    exchange = offered(world, parent)
    with pytest.raises(Conflict) as refusal:
        agree(catchball=exchange, key=parent.key, by=world.lead)
    assert refusal.value.code == "key_taken"


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


def test_a_part_goes_down_to_a_unit_and_a_post_that_are_there(world: World, parent: Objective) -> None:
    beside = an_objective("leave-early", world.north, world.lead_post, rank=2)
    gone = a_unit("ward-9", parent=world.north, kind="ward")
    Unit.objects.filter(pk=gone.pk).update(opened=None, closed=date(2025, 9, 1))
    gone.refresh_from_db()
    Post.objects.filter(pk=world.empty_post.pk).update(retired_on=date(2025, 9, 1))
    world.empty_post.refresh_from_db()
    for changed, code in (
        ({"parent": beside, "unit": world.south}, "not_below"),
        ({"parent": beside, "unit": world.system}, "not_below"),
        ({"unit": gone}, "unit_closed"),
        ({"post": world.empty_post}, "post_gone"),
    ):
        with pytest.raises(UserError) as refusal:
            offered(world, changed.pop("parent", parent), **changed)
        assert refusal.value.code == code
    assert not Catchball.objects.exists()


def test_no_amount_is_said_of_a_gap_that_nothing_measures(world: World) -> None:
    bare = an_objective("calm-wards", world.system, world.chief_post, rank=2)
    with pytest.raises(UserError) as refusal:
        offered(world, bare)
    assert refusal.value.code == "no_result_above"
    exchange = offered(world, bare, contribution=None)
    assert agree(catchball=exchange, by=world.lead).parent_links.get().amount is None
