from datetime import date

import pytest

from tests.factories import a_measure, an_objective
from tests.worlds import World
from wellrun.audit.models import AuditEvent
from wellrun.lib.errors import NotFound, Refused, UserError
from wellrun.strategy.actions import (
    add_contributor,
    change_contributor,
    change_objective,
    change_role,
    close_quarter,
    give_role,
    push_in_quarter,
    set_key_result,
    take_key_result,
    take_role,
)
from wellrun.strategy.models import Contributor, KeyResult, Objective, ObjectiveMeasure, PlanChange


@pytest.fixture
def flow(world: World) -> Objective:
    return an_objective("flow", world.north, world.lead_post, sponsor=world.chief_post)


def code_of(raised: pytest.ExceptionInfo[UserError]) -> str:
    return raised.value.code


def test_a_role_is_changed_one_part_of_it_at_a_time_and_the_change_is_kept(world: World, flow: Objective) -> None:
    given = give_role(objective=flow, measure=a_measure("seen"), role="lag", owner=world.doer_post, by=world.lead)
    change_role(given=given, direction="down", by=world.lead)
    change_role(given=given, direction="down", by=world.lead)
    kept = ObjectiveMeasure.objects.get()
    assert (kept.role, kept.direction, kept.owner) == ("lag", "down", world.doer_post)
    change = PlanChange.objects.get(verb="change_role")
    assert (change.kind, change.subject) == ("role", "flow > seen")
    assert (change.before["direction"], change.after["direction"]) == ("", "down")
    assert AuditEvent.objects.filter(verb="change_role").count() == 1


def test_a_measure_given_a_role_stands_last_and_stays_where_it_stands(world: World, flow: Objective) -> None:
    for key in ("one", "two"):
        give_role(objective=flow, measure=a_measure(key), role="lead", by=world.lead)
    first = flow.measures.get(measure__key="one")
    give_role(objective=flow, measure=first.measure, role="lag", by=world.lead)
    assert list(flow.measures.values_list("measure__key", "position", "role")) == [
        ("one", 0, "lag"),
        ("two", 1, "lead"),
    ]


@pytest.mark.parametrize(
    ("said", "code"), [({"role": "chief"}, "role_unknown"), ({"direction": "out"}, "direction_unknown")]
)
def test_a_role_is_one_of_three_and_a_direction_one_of_two(
    world: World, flow: Objective, said: dict[str, str], code: str
) -> None:
    given = give_role(objective=flow, measure=a_measure("seen"), role="lag", by=world.lead)
    with pytest.raises(UserError) as refusal:
        change_role(given=given, **said, by=world.lead)
    assert code_of(refusal) == code


def test_the_hand_off_of_a_team_is_changed_and_the_rest_of_it_stays(world: World, flow: Objective) -> None:
    seen = a_measure("seen")
    transport = add_contributor(objective=flow, team="Transport", unit=world.north, by=world.lead)
    change_contributor(contributor=transport, handoff_measure=seen, by=world.lead)
    change_contributor(contributor=transport, team="Patient transport", by=world.lead)
    kept = Contributor.objects.get()
    assert (kept.team, kept.unit, kept.handoff_measure) == ("Patient transport", world.north, seen)
    first, second = PlanChange.objects.filter(verb="change_contributor")
    assert (first.subject, first.after["handoff"]) == ("flow > Transport", "seen")
    assert (second.before["team"], second.after["team"]) == ("Transport", "Patient transport")


def test_two_teams_do_not_share_a_name(world: World, flow: Objective) -> None:
    add_contributor(objective=flow, team="Transport", by=world.lead)
    other = add_contributor(objective=flow, team="Pharmacy", by=world.lead)
    for team, code in (("transport", "team_takes_part_already"), (" ", "team_needed")):
        with pytest.raises(UserError) as refusal:
            change_contributor(contributor=other, team=team, by=world.lead)
        assert code_of(refusal) == code


@pytest.mark.parametrize("part", ["consulted", "informed"])
def test_who_is_asked_or_told_does_not_become_the_one_who_answers(world: World, flow: Objective, part: str) -> None:
    add_contributor(objective=flow, team="Site office", part=part, post=world.doer_post, by=world.lead)
    with pytest.raises(UserError) as refusal:
        change_objective(objective=flow, owner=world.doer_post, by=world.lead)
    assert code_of(refusal) == "accountable_already"
    assert "Site office" in refusal.value.sentence
    change_objective(objective=flow, owner=None, by=world.lead)


@pytest.mark.parametrize("part", ["consulted", "informed"])
def test_who_answers_for_it_is_not_asked_or_told_about_it(world: World, flow: Objective, part: str) -> None:
    with pytest.raises(UserError) as refusal:
        add_contributor(objective=flow, team="Site office", part=part, post=world.lead_post, by=world.lead)
    assert code_of(refusal) == "accountable_already"
    assert add_contributor(objective=flow, team="Site office", post=world.lead_post, by=world.lead).part


def test_who_is_only_told_hands_nothing_on(world: World, flow: Objective) -> None:
    told = add_contributor(objective=flow, team="Finance", part="informed", by=world.lead)
    with pytest.raises(UserError) as refusal:
        change_contributor(contributor=told, handoff_measure=a_measure("seen"), by=world.lead)
    assert code_of(refusal) == "informed_hands_nothing_on"


def test_a_part_is_one_of_three(world: World, flow: Objective) -> None:
    with pytest.raises(UserError) as refusal:
        add_contributor(objective=flow, team="Finance", part="accountable", by=world.lead)
    assert code_of(refusal) == "part_unknown"


def test_parts_are_changed_by_who_chairs_the_unit(world: World, flow: Objective) -> None:
    given = give_role(objective=flow, measure=a_measure("seen"), role="lag", by=world.lead)
    team = add_contributor(objective=flow, team="Transport", by=world.lead)
    for stranger in (world.neighbour, world.viewer):
        with pytest.raises((NotFound, Refused)):
            change_role(given=given, role="lead", by=stranger)
        with pytest.raises((NotFound, Refused)):
            change_contributor(contributor=team, part="consulted", by=stranger)


def test_an_objective_is_moved_by_who_chairs_both_units(world: World, flow: Objective) -> None:
    with pytest.raises((NotFound, Refused)):
        change_objective(objective=flow, unit=world.south, by=world.lead)
    flow.refresh_from_db()
    assert change_objective(objective=flow, unit=world.south, by=world.chief).unit == world.south


def test_one_that_becomes_the_enterprises_is_ranked_last_and_one_that_is_no_longer_has_no_rank(
    world: World, flow: Objective
) -> None:
    an_objective("first", world.system, world.chief_post, rank=4)
    change_objective(objective=flow, level="site", by=world.chief)
    assert Objective.objects.get(key="flow").rank is None
    change_objective(objective=flow, level="enterprise", by=world.chief)
    assert Objective.objects.get(key="flow").rank == 5
    assert PlanChange.objects.last().after == {"level": "enterprise", "rank": 5}


@pytest.mark.parametrize("way_out", ["the quarter closed", "the key result taken away"])
def test_a_measure_that_scores_an_open_quarter_keeps_its_role(world: World, flow: Objective, way_out: str) -> None:
    given = give_role(objective=flow, measure=world.series.measure, role="lag", by=world.lead)
    pushed = push_in_quarter(objective=flow, starts=date(2025, 10, 1), title="Two wards", by=world.lead)
    key_result = set_key_result(pushed=pushed, series=world.series, start=0.2, aim=0.1, by=world.lead)
    with pytest.raises(UserError) as refusal:
        take_role(given=given, by=world.lead)
    assert code_of(refusal) == "key_results_on_it"
    assert "“Two wards”" in refusal.value.sentence
    assert ObjectiveMeasure.objects.filter(pk=given.pk).exists()
    assert not PlanChange.objects.filter(verb="take_role").exists()
    if way_out == "the quarter closed":
        close_quarter(pushed=pushed, learning="It takes two", reached={}, early=True, by=world.lead)
    else:
        take_key_result(key_result=key_result, by=world.lead)
    take_role(given=given, by=world.lead)
    assert not ObjectiveMeasure.objects.exists()
    assert KeyResult.objects.exists() is (way_out == "the quarter closed")
