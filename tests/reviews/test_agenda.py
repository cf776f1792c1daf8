from datetime import timedelta
from typing import Any

import pytest

from tests.execution.asking import ask
from tests.factories import NOW, TODAY, a_measure, a_review, a_series, a_signal, a_unit, an_item, an_objective
from tests.web.test_review_room import a_state
from tests.worlds import LAST_WEEK, World
from wellrun.lib.errors import NotFound
from wellrun.reviews.actions import DecisionSpec, EscalationSpec, close_item_with, raise_item
from wellrun.reviews.models import AgendaItem
from wellrun.reviews.queries import agenda, units_that_moved

KEEP = DecisionSpec(text="Keep course", reason="Too early")


def put(world: World, title: str, *, role: str = "", meaning: str = "concern", **fields: Any) -> AgendaItem:
    """An item on its own measure, which plays `role` toward an objective of its own."""
    measure = a_measure(title)
    series = a_series(world.north, measure)
    if role:
        rank = AgendaItem.objects.count() + 1
        an_objective(f"for-{title}", world.system, world.chief_post, rank=rank, roles={role: measure})
    signals = [a_signal(series, meaning=meaning)] if meaning else []
    return an_item(world.review, world.north, series=series, signals=signals, **fields)


def shown(world: World) -> list[str]:
    return [entry.title.removesuffix(", North") for entry in agenda(world.review, world.viewer).entries]


def test_exceptions_first_what_stands_still_last(world: World) -> None:
    put(world, "Long standing", kind="long_standing")
    put(world, "Improved lag", role="lag", meaning="improvement")
    put(world, "Neutral", meaning="neutral")
    put(world, "Worse lead", role="lead")
    put(world, "Worse lag", role="lag")
    put(world, "Harm", kind="balancing", role="balancing", meaning="")
    put(world, "Worse without role")
    an_item(world.review, kind="stalled", action=ask(world, title="Stalled"))
    last = a_review(world.flow, LAST_WEEK)
    earlier = close_item_with(item=an_item(last, world.north), outcome=KEEP, by=world.lead)
    an_item(world.review, kind="look_back", looks_back_on=earlier)
    below = close_item_with(item=an_item(last), outcome=EscalationSpec(question="Who pays?"), by=world.lead).escalation
    AgendaItem.objects.filter(escalation=below).update(review=world.review)
    assert shown(world) == [
        "Harm",
        "Worse lag",
        "Worse lead",
        "Worse without role",
        "Neutral",
        "Stalled",
        "North",
        "Who pays?",
        "Improved lag",
        "Long standing",
    ]


def test_a_worse_balancing_measure_comes_with_the_harm(world: World) -> None:
    put(world, "Worse lag", role="lag")
    put(world, "Worse balancing", role="balancing")
    assert shown(world) == ["Worse balancing", "Worse lag"]


def test_the_role_is_the_one_toward_the_items_own_objective(world: World) -> None:
    measure = a_measure("shared")
    an_objective("first", world.system, world.chief_post, rank=1, roles={"lag": measure})
    second = an_objective("second", world.system, world.chief_post, rank=2, roles={"balancing": measure})
    series = a_series(world.north, measure)
    an_item(world.review, series=series, objective=second, signals=[a_signal(series)])
    an_item(world.review, series=series, signals=[a_signal(series, side="high")])
    assert [entry.role for entry in agenda(world.review, world.viewer).entries] == ["balancing", "lag"]


def test_units_that_moved_alike_are_folded_beneath_one_item(world: World) -> None:
    measure = a_measure("waits")
    own, south = a_series(world.system, measure), a_series(world.south, measure)
    north = a_series(world.north, measure)
    signals = [a_signal(own), a_signal(south, meaning="improvement"), a_signal(north)]
    review = a_review(world.board)
    an_item(review, world.system, series=own, signals=signals)
    (entry,) = agenda(review, world.chief).entries
    assert [signal.series.unit.name for signal in entry.signals] == ["North", "South", "System"]
    assert entry.meaning == "concern"


def test_the_order_is_by_how_each_stands_today_not_by_what_its_signal_meant(world: World) -> None:
    for title, role, meaning, today in (
        ("As usual again", "lag", "concern", "none"),
        ("Better now", "lag", "concern", "improving"),
        ("Worse again", "lead", "improvement", "worsening"),
        ("Harm over", "balancing", "concern", "none"),
        ("Too few figures", "lag", "concern", "unknown"),
    ):
        item = put(world, title, role=role, meaning=meaning, kind="balancing" if role == "balancing" else "signal")
        a_state(item.series, today)
    assert shown(world) == ["Worse again", "Too few figures", "Better now", "As usual again", "Harm over"]
    stands = [entry.stands for entry in agenda(world.review, world.viewer).entries]
    assert stands == ["worsening", "unknown", "improving", "none", "none"]


def test_a_whole_as_usual_stands_as_the_units_beneath_that_go_on(world: World) -> None:
    measure = a_measure("waits")
    an_objective("for-waits", world.system, world.chief_post, rank=9, roles={"lag": measure})
    own, north, south = (a_series(unit, measure) for unit in (world.system, world.north, world.south))
    item = an_item(a_review(world.board), world.system, series=own, signals=[a_signal(north), a_signal(south)])
    a_state(own, "none")
    (entry,) = agenda(item.review, world.chief).entries
    assert (entry.stands, units_that_moved(item, entry.signals)) == ("worsening", 2)


def test_a_unit_and_its_parts_are_not_added_up(world: World) -> None:
    measure = a_measure("sickness")
    wards = [a_unit(f"ward-{number}", parent=world.north, kind="ward") for number in range(3)]
    series = [a_series(unit, measure) for unit in (world.north, world.south, *wards)]
    item = an_item(a_review(world.board), world.system, signals=[a_signal(each) for each in series])
    (entry,) = agenda(item.review, world.chief).entries
    assert len(entry.signals) == 5
    assert units_that_moved(item, entry.signals) == 2
    only_wards = [signal for signal in entry.signals if signal.series.unit in wards]
    assert units_that_moved(item, only_wards) == 3


def test_settled_items_stay_in_their_place(world: World) -> None:
    put(world, "Worse lag", role="lag")
    put(world, "Worse lead", role="lead")
    before = shown(world)
    first = agenda(world.review, world.lead).entries[0].item
    close_item_with(item=first, outcome=KEEP, by=world.lead)
    assert shown(world) == before
    assert agenda(world.review, world.lead).open_count == 1


def test_who_does_not_see_the_forum_sees_no_agenda(world: World) -> None:
    with pytest.raises(NotFound):
        agenda(world.review, world.neighbour)


def test_an_agenda_costs_five_queries_for_any_number_of_items(world: World, django_assert_num_queries: Any) -> None:
    put(world, "one", role="lag")
    with django_assert_num_queries(5):
        agenda(world.review, world.viewer)
    for number in range(8):
        put(world, f"more-{number}", role="lead")
        an_item(world.review, kind="stalled", action=ask(world))
    with django_assert_num_queries(5):
        entries = agenda(world.review, world.viewer).entries
        assert len(entries) == 17
        assert all(entry.item.unit.name for entry in entries)
        assert all(signal.series.unit.name for entry in entries for signal in entry.signals)


def test_items_of_one_kind_come_in_the_order_in_which_they_were_raised(world: World) -> None:
    later = raise_item(
        review=world.review, kind="stalled", unit=world.north, action=ask(world, title="b"), by=world.lead
    )
    sooner = an_item(world.review, kind="stalled", action=ask(world, title="c", due=TODAY))
    AgendaItem.objects.filter(pk=sooner.pk).update(raised_at=NOW - timedelta(hours=1))
    assert [entry.item for entry in agenda(world.review, world.lead).entries] == [sooner, later]
