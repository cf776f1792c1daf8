import pytest

from tests.factories import a_measure, an_objective
from tests.worlds import World
from wellrun.measures.models import Measure
from wellrun.strategy.actions import give_role
from wellrun.strategy.models import InfluenceLink, Objective, TradeOff
from wellrun.strategy.suggested import Suggestion, suggestions_of


@pytest.fixture
def flow(world: World) -> Objective:
    return an_objective("flow", world.north, world.lead_post)


def of_library(key: str, library_id: str, direction: str = "down") -> Measure:
    measure = a_measure(key, direction=direction)
    Measure.objects.filter(pk=measure.pk).update(library_id=library_id)
    measure.refresh_from_db()
    return measure


def said(objective: Objective) -> list[tuple[str, str, str]]:
    """Of each suggestion its kind, its other end and what would be taken over."""
    return [(one.kind, one.other.key if one.other else one.library_id, one.take) for one in suggestions_of(objective)]


def test_nothing_is_believed_of_an_objective_without_measures(flow: Objective) -> None:
    assert suggestions_of(flow) == []


def test_a_push_asks_for_its_guards_those_that_the_site_has_first(world: World, flow: Objective) -> None:
    stay, _readmitted = of_library("stay", "a.los_oe"), of_library("readmitted", "q.readmit30")
    give_role(objective=flow, measure=stay, role="lag", by=world.lead)
    guards = [one for one in said(flow) if one[0] == "guard"]
    assert guards == [("guard", "readmitted", "B01"), ("guard", "a.hcahps_disch", "B02")]


def test_a_push_the_other_way_asks_for_nothing(world: World, flow: Objective) -> None:
    stay, _readmitted = of_library("stay", "a.los_oe"), of_library("readmitted", "q.readmit30")
    give_role(objective=flow, measure=stay, role="lag", direction="up", by=world.lead)
    assert not [one for one in said(flow) if one[0] == "guard"]


def test_what_only_guards_is_not_pushed(world: World, flow: Objective) -> None:
    stay, _readmitted = of_library("stay", "a.los_oe"), of_library("readmitted", "q.readmit30")
    give_role(objective=flow, measure=stay, role="balancing", by=world.lead)
    assert not [one for one in said(flow) if one[0] == "guard"]


def test_a_guard_that_is_there_leaves_the_trade_off_to_be_taken_over_and_then_nothing(
    world: World, flow: Objective
) -> None:
    stay, readmitted = of_library("stay", "a.los_oe"), of_library("readmitted", "q.readmit30")
    give_role(objective=flow, measure=stay, role="lag", by=world.lead)
    give_role(objective=flow, measure=readmitted, role="balancing", by=world.lead)
    assert ("link", "readmitted", "B01") in said(flow)
    TradeOff.objects.create(
        key="B01", push=stay, push_direction="down", guard=readmitted, guard_direction="down", mechanism="Too early"
    )
    assert not [one for one in said(flow) if one[1] == "readmitted"]


def test_a_trade_off_of_the_site_asks_for_its_guard_too(world: World, flow: Objective) -> None:
    seen, left = a_measure("seen", direction="up"), a_measure("left-early", direction="down")
    give_role(objective=flow, measure=seen, role="lead", by=world.lead)
    TradeOff.objects.create(
        key="own", push=seen, push_direction="up", guard=left, guard_direction="down", mechanism="Hurried"
    )
    found = suggestions_of(flow)
    assert [(one.role, one.other, one.because, one.take) for one in found] == [("balancing", left, "Hurried", "")]


def test_a_lead_that_the_site_believes_in_is_offered_and_arithmetic_is_not(world: World, flow: Objective) -> None:
    seen = a_measure("seen")
    give_role(objective=flow, measure=seen, role="lag", by=world.lead)
    for key, grade in (("rounds", "judgement"), ("part", "structural")):
        InfluenceLink.objects.create(
            key=key, lead=a_measure(key), lag=seen, sign="+", delay_min_days=0, delay_max_days=30, grade=grade
        )
    found: list[Suggestion] = suggestions_of(flow)
    assert [(one.kind, one.other and one.other.key, one.delay_days) for one in found] == [("lead", "rounds", (0, 30))]
