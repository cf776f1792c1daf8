"""Plans, objectives and findings over REST."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.calling import Program
from tests.factories import a_measure, an_objective
from tests.worlds import World
from wellrun.audit.actions import SYSTEM
from wellrun.check.actions import state_waiver
from wellrun.jobs.model_check import check_plan
from wellrun.strategy.actions import add_contributor, add_domain, serve
from wellrun.strategy.models import Objective


@pytest.fixture
def objective(world: World) -> Objective:
    above = an_objective("flow", world.system, world.chief_post)
    one = an_objective("leave-on-time", world.north, world.lead_post, rank=2, roles={"lag": world.series.measure})
    serve(child=one, parent=above, share=0.5, by=world.lead)
    add_domain(key="workforce", name="Workforce", position=3, by=SYSTEM)
    add_contributor(objective=one, team="Transport", handoff_measure=a_measure("rides"), by=world.lead)
    check_plan(one.plan)
    return one


def test_an_objective_with_its_parts(world: World, objective: Objective) -> None:
    found = Program(world.chief).get("/objectives/leave-on-time").body
    assert (found["title"], found["unit"]["key"], found["owner"]["key"]) == (
        "Leave on time",
        "north",
        "north-director",
    )
    assert [(role["measure"]["key"], role["role"]) for role in found["measures"]] == [("ready-to-leave", "lag")]
    assert [(one["objective"]["key"], one["share"], one["amount"]) for one in found["serves"]] == [("flow", 0.5, None)]
    assert [(one["team"], one["part"], one["handoff"]["key"]) for one in found["contributors"]] == [
        ("Transport", "responsible", "rides")
    ]


def test_what_lies_above_ones_units_is_not_told(world: World, objective: Objective) -> None:
    lead = Program(world.lead)
    assert lead.get("/objectives/leave-on-time").body["serves"] == []
    assert [one["key"] for one in lead.get("/objectives").body["results"]] == ["leave-on-time"]
    assert lead.get("/objectives/flow").status == 404
    assert Program(world.neighbour).get("/objectives").body["results"] == []


def test_objectives_are_found_by_level_domain_and_words(world: World, objective: Objective) -> None:
    chief = Program(world.chief)
    keys = {
        "level=enterprise": ["leave-on-time", "flow"],
        "level=team": [],
        "text=leave": ["leave-on-time"],
        "within=system&text=flow": ["flow"],
    }
    for query, wanted in keys.items():
        assert [one["key"] for one in chief.get(f"/objectives?{query}").body["results"]] == wanted


def test_findings_come_with_why_and_with_the_exception_that_holds(world: World, objective: Objective) -> None:
    state_waiver(
        plan=objective.plan,
        rule="OBJ-02",
        subject="leave-on-time",
        reason="The feed begins in January",
        post=world.chief_post,
        expires=date(2026, 1, 31),
        by=world.chief,
    )
    found = Program(world.lead).get("/findings?rule=OBJ-02").body["results"]
    assert [(one["subject"], one["severity"], one["unit"]["key"]) for one in found] == [
        ("leave-on-time", "error", "north")
    ]
    assert found[0]["waiver"]["reason"] == "The feed begins in January"
    assert Program(world.neighbour).get("/findings").body["results"] == []
    of_the_plan = Program(world.chief).get("/findings?rule=FOC-03").body["results"]
    assert [(one["subject"], one["unit"]) for one in of_the_plan] == [("workforce", None)]
    assert Program(world.lead).get("/findings?rule=FOC-03").body["results"] == []


def test_the_plans_of_the_organisation(world: World, objective: Objective) -> None:
    assert [(one["key"], one["stage"]) for one in Program(world.viewer).get("/plans").body["results"]] == [
        ("plan-2025", "active")
    ]
    assert Program(world.stranger).get("/plans").body["results"] == []


def test_a_list_of_findings_asks_the_same_few_queries_however_long_it_is(world: World, objective: Objective) -> None:
    chief = Program(world.chief)
    chief.get("/findings")
    with CaptureQueriesContext(connection) as few:
        before = chief.get("/findings", limit=200).body["count"]
    for n in range(3, 12):
        an_objective(f"launch-{n}", world.north, world.lead_post, rank=n)
    check_plan(objective.plan)
    with CaptureQueriesContext(connection) as many:
        assert chief.get("/findings", limit=200).body["count"] > before
    assert len(many) == len(few) <= 16
