"""Steady and short of its aim: nothing to explain in any month, one question that stands until something changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.factories import NOW, a_measure, a_unit, an_objective, at
from tests.insight.figures import arrive, rows
from tests.spec.test_capability import MONTHS
from tests.web.reviewing import client_of, text_of
from tests.worlds import World, a_world
from wellrun.api.schemas.sentences import sentences_of
from wellrun.audit.actions import SYSTEM
from wellrun.execution.models import Decision, Initiative, InitiativeTarget
from wellrun.insight.models import SeriesState, Signal
from wellrun.jobs.capability import raise_not_capable
from wellrun.jobs.clock import tick
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.actions import set_target
from wellrun.measures.models import Series
from wellrun.reviews.actions import DecisionSpec, close_item_with
from wellrun.reviews.models import AgendaItem, Review
from wellrun.strategy.models import Objective

pytestmark = [pytest.mark.django_db]

SHARES = [month / 100 for month in MONTHS]
FIRST = 48 - len(SHARES)


@pytest.fixture
def world() -> Iterator[World]:
    with at():
        yield a_world()


def four_hours(world: World, unit: str = "north", value: float = 0.78, *, months: int = len(SHARES)) -> Series:
    """The story: twenty-four months that vary about 72.2 %, and an aim of 78 %."""
    measure = a_measure("four-hours")
    arrive(rows("four-hours", unit, SHARES[:months], first=FIRST), counts=False)
    an_objective("seen-in-four-hours", getattr(world, unit), world.lead_post, roles={"lag": measure})
    world.flow.measures.add(measure)
    world.board.measures.add(measure)
    series = Series.objects.get(measure=measure, unit__key=unit)
    set_target(series=series, value=value, by=SYSTEM)
    evaluate_and_raise(cause="import")
    return series


def standing() -> list[AgendaItem]:
    return list(AgendaItem.objects.filter(kind="not_capable", status="open"))


def an_initiative(series: Series, world: World, **fields: Any) -> Initiative:
    begun = Initiative.objects.create(
        **{
            "key": f"redesign-{Initiative.objects.count()}",
            "title": "One front door",
            "objective": Objective.objects.get(unit=series.unit),
            "owner": world.lead_post,
            "status": "active",
            "starts": date(2025, 10, 1),
            "ends": date(2026, 4, 1),
            "design": "Before and after, with the south beside it.",
            "created_at": NOW,
        }
        | fields
    )
    InitiativeTarget.objects.create(initiative=begun, series=series, direction="up", change=0.05)
    return begun


def test_the_story_through_the_product(world: World) -> None:
    series = four_hours(world)
    state = SeriesState.objects.get(series=series)
    assert [round(100 * level, 1) for level in (state.centre, state.lower, state.upper)] == [72.2, 69.0, 75.4]
    assert (state.change, state.aim, state.assurance) == ("none", "short", "consistently_fails")
    tick()
    assert not Signal.objects.exists()
    (item,) = AgendaItem.objects.all()
    assert (item.kind, item.series, item.review.forum) == ("not_capable", series, world.flow)
    told = [one.text for one in sentences_of(item.facts)]
    assert "not capable of 78.0\N{NO-BREAK SPACE}%" in told[0]
    assert told[1].startswith("Redesign needed")
    tick()
    assert len(standing()) == 1, "a second look asks nothing"


def test_the_room_says_so(world: World) -> None:
    four_hours(world)
    tick()
    (item,) = standing()
    room = text_of(client_of(world.lead).get(f"/reviews/{item.review_id}/items/{item.pk}/"))
    assert "Redesign needed" in room
    assert "not capable of 78.0 %" in room
    assert "local or systemic" not in room.lower()


def test_the_next_month_raises_nothing_to_explain(world: World) -> None:
    four_hours(world, months=23)
    tick()
    arrive(rows("four-hours", "north", SHARES[23:], first=FIRST + 23), counts=False, name="next.csv")
    evaluate_and_raise(cause="import")
    tick()
    assert [item.kind for item in AgendaItem.objects.all()] == ["not_capable"]


def test_none_where_an_initiative_is_linked(world: World) -> None:
    series = four_hours(world)
    an_initiative(series, world)
    tick()
    assert standing() == []


def test_it_is_taken_back_when_an_initiative_begins_and_comes_again_when_that_ended_in_vain(world: World) -> None:
    series = four_hours(world)
    tick()
    begun = an_initiative(series, world)
    tick()
    assert standing() == []
    (over,) = AgendaItem.objects.filter(kind="not_capable")
    assert over.closing_outcome is not None
    assert "One front door" in over.closing_outcome.decision.reason
    Initiative.objects.filter(pk=begun.pk).update(status="finished")
    tick()
    assert len(standing()) == 1


def test_another_aim_is_another_question(world: World) -> None:
    series = four_hours(world)
    tick()
    set_target(series=series, value=0.76, by=SYSTEM)
    evaluate_and_raise(cause="import")
    tick()
    (item,) = standing()
    assert item.facts["target_low"] == 0.76
    set_target(series=series, value=0.70, by=SYSTEM)
    evaluate_and_raise(cause="import")
    tick()
    assert standing() == []


def test_it_closes_with_an_outcome_and_is_not_asked_again_until_something_changes(world: World) -> None:
    four_hours(world)
    tick()
    (item,) = standing()
    Review.objects.filter(pk=item.review_id).update(status="open")
    spec = DecisionSpec(kind=Decision.Kind.CHOICE, text="A business case by spring", reason="Beds")
    close_item_with(item=item, outcome=spec, by=world.lead)
    tick()
    assert standing() == []
    assert AgendaItem.objects.filter(kind="not_capable").count() == 1


def test_of_the_whole_and_its_parts_only_the_whole_is_asked(world: World) -> None:
    north = four_hours(world)
    arrive(rows("four-hours", "south", [0.9 * share for share in SHARES], first=FIRST), counts=False, name="south.csv")
    arrive(rows("four-hours", "system", SHARES, first=FIRST), counts=False, name="system.csv")
    an_objective("four-hours-system", world.system, world.chief_post, rank=2, roles={"lag": north.measure})
    set_target(series=Series.objects.get(measure=north.measure, unit=world.system), value=0.78, by=SYSTEM)
    evaluate_and_raise(cause="import")
    raise_not_capable()
    assert [(item.unit.key, item.review.forum.key) for item in standing()] == [("system", "system-board")]


def test_a_unit_without_its_own_objective_is_not_asked(world: World) -> None:
    four_hours(world)
    a_unit("ward", parent=world.north)
    measure = Series.objects.get(unit=world.north, measure__key="four-hours").measure
    arrive(rows("four-hours", "ward", SHARES, first=FIRST), counts=False, name="ward.csv")
    set_target(series=Series.objects.get(measure=measure, unit__key="ward"), value=0.78, by=SYSTEM)
    evaluate_and_raise(cause="import")
    tick()
    assert [item.unit.key for item in standing()] == ["north"]
