"""Who answers for what: functions by measures, with what is missing and the form that mends it."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import a_measure, a_post, a_unit, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.access.actions import grant
from wellrun.audit.actions import SYSTEM
from wellrun.check.models import Finding
from wellrun.jobs.in_force.ownership import MOST_FUNCTIONS
from wellrun.jobs.model_check import check_plan
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.models import Contributor, Objective, ObjectiveMeasure

HERE = "/u/north/strategy/ownership/"


def sound(world: World, key: str = "leave-on-time", rank: int = 1, **more: Any) -> Objective:
    """An objective of the north of which nobody is missing."""
    one = an_objective(key, world.north, world.lead_post, sponsor=world.chief_post, rank=rank)
    lag, lead = a_measure(f"{key}-lag"), a_measure(f"{key}-lead")
    ObjectiveMeasure.objects.create(objective=one, measure=lag, role="lag")
    ObjectiveMeasure.objects.create(objective=one, measure=lead, role="lead", owner=world.doer_post, position=1)
    team(one, "Discharge", post=world.doer_post, handoff_measure=lead)
    for name, value in more.items():
        setattr(one, name, value)
    one.save()
    return one


def team(one: Objective, name: str, **fields: Any) -> Contributor:
    return Contributor.objects.create(
        objective=one, team=name, **{"position": Contributor.objects.count(), "part": "responsible"} | fields
    )


def page(world: World, query: str = "", user: Any = None) -> str:
    answer = client_of(user or world.lead).get(HERE + query)
    assert answer.status_code == 200
    return answer.content.decode()


def text(world: World, query: str = "", user: Any = None) -> str:
    return text_of(client_of(user or world.lead).get(HERE + query))


def test_each_measure_says_who_is_what_to_it(world: World) -> None:
    one = sound(world)
    team(one, "Pharmacy", part="consulted")
    team(one, "Estates", part="informed")
    told = text(world)
    assert "One objective is in force here, and nobody is missing in any of them." in told
    assert "Accountable: North director" in told
    assert "Sponsor: Chief operating officer" in told
    assert "Responsible for a hand-off: Head of discharge" in told
    for function in ("Discharge", "Pharmacy", "Estates", "System", "North"):
        assert f'scope="col"><span>{function}</span></th>' in page(world)


def test_no_objective_in_force_says_so(world: World) -> None:
    assert "No objective is in force here" in text(world)


HOLES: dict[str, tuple[str, str, str]] = {
    "owner": ("No post owns this objective.", "/objectives/leave-on-time/edit/", "OWN-01"),
    "sponsor": ("Nobody sponsors it", "/objectives/leave-on-time/edit/", "OWN-02"),
    "sponsor is owner": ("nobody is left to unblock it", "/objectives/leave-on-time/edit/", "OWN-10"),
    "vacant owner": ("Nobody holds the post Transport lead.", "/u/north/people/posts/transport-lead/", "OWN-07"),
    "no team": ("No team is responsible", "/objectives/leave-on-time/contributors/", "OWN-09"),
    "hand-off": (
        "Emergency hands something on, and no measure shows it.",
        "/objectives/leave-on-time/contributors/?team=Emergency",
        "OWN-08",
    ),
    "one department": (
        "3 teams bring it about, and one department alone answers for it.",
        "/objectives/leave-on-time/contributors/?team=Emergency",
        "OWN-03",
    ),
    "two accountable": (
        "Another post answers for it here too, in “Home at once”",
        "/objectives/leave-on-time/measures/?measure=leave-on-time-lag&amp;owner=north-director",
        "OWN-04",
    ),
}


def broken(world: World, what: str) -> Objective:
    one = sound(world)
    match what:
        case "owner":
            one.owner = None
        case "sponsor":
            one.sponsor = None
        case "sponsor is owner":
            one.sponsor = one.owner
        case "vacant owner":
            one.owner = world.empty_post
        case "no team":
            one.contributors.all().delete()
        case "hand-off":
            team(one, "Emergency")
        case "one department":
            wide = MeasureVersion.objects.filter(measure__key="leave-on-time-lag")
            wide.update(contributing_teams=["Discharge", "Emergency", "Pharmacy"])
        case "two accountable":
            other = an_objective("home-at-once", world.north, world.chief_post, sponsor=world.lead_post, rank=2)
            ObjectiveMeasure.objects.create(
                objective=other, measure=ObjectiveMeasure.objects.get(role="lag").measure, role="lead"
            )
            team(other, "Wards", handoff_measure=a_measure("wards"))
    one.save()
    return one


@pytest.mark.parametrize("what", HOLES)
def test_a_hole_is_seen_and_leads_to_the_form_that_mends_it(world: World, what: str) -> None:
    broken(world, what)
    sentence, href, _rule = HOLES[what]
    grant(user=world.lead, unit=world.north, level="administrator", by=SYSTEM)
    told = page(world)
    assert sentence in text(world)
    assert href in told
    assert "something is missing in" in text(world)
    assert sentence in text(world, "?holes=1"), "and it stays where only holes are shown"


@pytest.mark.parametrize("what", HOLES)
def test_the_check_says_the_same(world: World, what: str) -> None:
    one = broken(world, what)
    check_plan(one.plan)
    found = set(Finding.objects.filter(rule__startswith="OWN", resolved_at__isnull=True).values_list("rule", flat=True))
    assert HOLES[what][2] in found


def test_what_is_sound_has_no_hole_by_the_check_either(world: World) -> None:
    check_plan(sound(world).plan)
    assert not Finding.objects.filter(rule__startswith="OWN", resolved_at__isnull=True).exists()
    assert "Nothing of the kind was found" in text(world, "?holes=1")


def test_who_may_not_mend_it_reads_it_without_a_link(world: World) -> None:
    broken(world, "hand-off")
    told = page(world, user=world.viewer)
    assert "Emergency hands something on" in told
    assert "Name its hand-off measure" not in told
    assert "contributors/?team" not in told


def test_who_does_not_administer_the_unit_puts_nobody_into_a_post(world: World) -> None:
    broken(world, "vacant owner")
    assert "Nobody holds the post Transport lead." in text(world)
    assert "Put somebody into it" not in text(world)


def test_it_is_narrowed_by_words_function_and_objective(world: World) -> None:
    sound(world)
    other = sound(world, "fewer-falls", 2)
    team(other, "Night staff", part="consulted")
    assert "Fewer falls" not in text(world, "?q=leave")
    told = text(world, "?function=Night+staff")
    assert "Fewer falls" in told
    assert "Leave on time" not in told
    assert "Leave on time" not in text(world, "?objective=fewer-falls").split("Show all")[1]
    assert "Nothing of the kind was found" in text(world, "?function=Nobody")


def test_what_is_outside_does_not_stand_here(world: World) -> None:
    sound(world)
    an_objective("of-the-south", world.south, world.chief_post, rank=3)
    assert "Of the south" not in text(world)
    assert "Of the south" in text_of(client_of(world.chief).get("/u/system/strategy/ownership/"))
    assert client_of(world.neighbour).get(HERE).status_code == 404
    assert client_of(world.neighbour).get("/u/north/strategy/ownership.csv").status_code == 404


def test_the_file_has_a_row_for_each_part_and_each_hole(world: World) -> None:
    one = broken(world, "hand-off")
    team(one, "=cmd()", part="informed")
    lines = client_of(world.viewer).get("/u/north/strategy/ownership.csv").content.decode().splitlines()
    assert lines[0] == "objective,unit,measure,role,function,part,post,missing"
    plain = [line.replace('"', "") for line in lines]
    assert "Leave on time,North,Leave on time lag,lag,North,Accountable,North director," in plain
    assert any("no measure shows it" in line for line in lines)
    assert not any(",=cmd()" in line for line in plain)


def test_many_objectives_are_paged_and_cost_no_more_queries(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        unit = a_unit(f"ward-{number}", parent=world.north, kind="ward")
        one = sound(world, f"objective-{number:02d}", number + 1, unit=unit)
        team(one, f"Team {number}", post=a_post(f"post-{number}", unit))
    lead = client_of(world.lead)
    with django_assert_max_num_queries(20):
        told = text_of(lead.get(HERE))
    assert "Page 1 of 5" in told
    with django_assert_max_num_queries(20):
        told = text_of(lead.get(f"{HERE}?holes=1&function=Discharge&q=objective"))
    assert "Thirty objectives are in force here" in told or "30 objectives are in force here" in told
    with django_assert_max_num_queries(20):
        lead.get("/u/north/strategy/ownership.csv")
    assert MOST_FUNCTIONS >= 100


def test_a_measure_handed_on_that_is_no_role_stands_too(world: World) -> None:
    one = sound(world)
    team(one, "Wards", handoff_measure=a_measure("beds-made"))
    told = text(world)
    assert "Beds made" in told
