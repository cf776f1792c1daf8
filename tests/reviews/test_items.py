from typing import Any

import pytest

from tests.execution.asking import ask
from tests.factories import a_signal, an_item
from tests.worlds import World
from wellrun.audit.actions import SYSTEM
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
from wellrun.reviews.actions import (
    DecisionSpec,
    choose_scope,
    close_item_with,
    close_review,
    fold_signals,
    name_next_owner,
    note_drivers,
    raise_item,
)
from wellrun.reviews.models import AgendaItem
from wellrun.reviews.queries import items_of_series, items_of_signals


def raise_one(world: World, **changed: Any) -> AgendaItem:
    wanted: dict[str, Any] = {
        "review": world.review,
        "kind": "signal",
        "unit": world.north,
        "series": world.series,
        "by": SYSTEM,
    }
    return raise_item(**wanted | changed)


def test_an_item_keeps_its_facts_and_answers_for_its_signals(world: World) -> None:
    signal = a_signal(world.series)
    item = raise_one(world, signals=[signal], facts={"points": 15}, scope_proposed="local")
    assert (item.facts, item.scope_proposed, item.status) == ({"points": 15}, "local", "open")
    assert list(items_of_series(world.lead, world.series.pk)) == [item]
    assert items_of_signals(world.lead, [signal.pk]) == {signal.pk: item}


def test_a_signal_stands_on_one_agenda(world: World) -> None:
    signal = a_signal(world.series)
    item = raise_one(world, signals=[signal])
    with pytest.raises(Conflict) as refusal:
        raise_one(world, signals=[signal])
    assert refusal.value.code == "already_on_agenda"
    with pytest.raises(Conflict):
        fold_signals(item=item, signals=[signal], by=SYSTEM)


def test_more_units_fold_beneath_an_open_item(world: World) -> None:
    item = raise_one(world, signals=[a_signal(world.series)])
    other = a_signal(world.series, side="high")
    fold_signals(item=item, signals=[other], by=SYSTEM)
    assert item.signals.count() == 2


def test_a_closed_review_takes_no_item_and_a_forum_none_from_elsewhere(world: World) -> None:
    with pytest.raises(UserError) as refusal:
        raise_one(world, unit=world.south, series=None)
    assert refusal.value.code == "outside_forum"
    close_review(review=world.review, by=world.lead)
    with pytest.raises(Conflict) as refusal:
        raise_one(world)
    assert refusal.value.code == "review_closed"


@pytest.mark.parametrize("kind", ["stalled", "escalation", "look_back"])
def test_an_item_says_what_it_is_about(world: World, kind: str) -> None:
    with pytest.raises(UserError) as refusal:
        raise_one(world, kind=kind)
    assert refusal.value.code == "item_incomplete"


def test_a_stalled_action_stands_on_one_agenda_until_it_is_settled(world: World) -> None:
    action = ask(world)
    item = raise_one(world, kind="stalled", action=action)
    with pytest.raises(Conflict):
        raise_one(world, kind="stalled", action=action)
    close_item_with(item=item, outcome=DecisionSpec(text="Wait", reason="Van comes Friday"), by=world.lead)
    assert raise_one(world, kind="stalled", action=action).status == "open"


def test_contributors_note_what_drives_it_viewers_read(world: World) -> None:
    item = raise_one(world)
    assert note_drivers(item=item, text=" More wait for home care ", by=world.doer).drivers == "More wait for home care"
    with pytest.raises(Refused):
        note_drivers(item=item, text="I think", by=world.viewer)
    with pytest.raises(NotFound):
        note_drivers(item=item, text="I think", by=world.neighbour)
    with pytest.raises(UserError) as refusal:
        note_drivers(item=item, text="  ", by=world.doer)
    assert refusal.value.code == "text_needed"


def test_the_chair_chooses_the_scope_and_names_the_next_owner(world: World) -> None:
    item = raise_one(world)
    assert choose_scope(item=item, scope="systemic", by=world.lead).scope_chosen == "systemic"
    assert name_next_owner(item=item, post=world.doer_post, by=world.lead).next_owner == world.doer_post
    for person, error in ((world.doer, Refused), (world.neighbour, NotFound)):
        with pytest.raises(error):
            choose_scope(item=item, scope="local", by=person)
        with pytest.raises(error):
            name_next_owner(item=item, post=world.doer_post, by=person)
        with pytest.raises(error):
            raise_one(world, by=person)
        with pytest.raises(error):
            fold_signals(item=item, signals=[], by=person)


def test_a_closed_item_is_not_written_on(world: World) -> None:
    item = an_item(world.review)
    close_item_with(item=item, outcome=DecisionSpec(text="Keep", reason="Early"), by=world.lead)
    with pytest.raises(Conflict):
        note_drivers(item=item, text="Too late", by=world.lead)
