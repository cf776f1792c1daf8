"""My day tells whoever answers for something what the check has to say of it, in one line that opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.factories import TODAY, a_measure, an_objective, at
from tests.web.reviewing import client_of, text_of
from tests.worlds import World, a_world
from wellrun.accounts.models import User
from wellrun.check.actions import state_waiver
from wellrun.check.models import Finding
from wellrun.jobs.model_check import check_plan
from wellrun.strategy.models import Objective, ObjectiveMeasure
from wellrun.web.presenters.my_findings import OwnFindings


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with at():
        yield a_world()


@pytest.fixture
def objective(world: World) -> Objective:
    """Of the north director; its lag is not fully defined, and it has no lead."""
    one = an_objective("leave-on-time", world.north, world.lead_post, roles={"lag": a_measure("left-in-time")})
    check_plan(one.plan)
    return one


def told(user: User, unit: str = "north") -> OwnFindings | None:
    found: OwnFindings | None = client_of(user).get(f"/u/{unit}/day/").context["day"].findings
    return found


def test_the_owner_of_an_objective_is_told_of_it_and_of_its_measures(world: World, objective: Objective) -> None:
    found = told(world.lead)
    assert found is not None
    kinds = {("Nothing warns" in one.message, "definition of" in one.message) for one in found.rows}
    assert {(True, False), (False, True)} <= kinds
    assert found.rows[0].severity == "Cannot be executed"
    page = text_of(client_of(world.lead).get("/u/north/day/"))
    assert "of what you answer for" in page
    hrefs = {one.href for one in found.rows}
    assert "/plans/plan-2025/objectives/leave-on-time/" in hrefs
    assert "/u/north/m/left-in-time/" in hrefs or any("left-in-time" in href for href in hrefs)


def test_who_answers_for_nothing_is_told_nothing(world: World, objective: Objective) -> None:
    assert told(world.doer) is None
    assert "of what you answer for" not in text_of(client_of(world.doer).get("/u/north/day/"))
    assert told(world.viewer) is None


def test_a_measure_with_an_owner_of_its_own_is_told_to_that_one(world: World, objective: Objective) -> None:
    ObjectiveMeasure.objects.update(owner=world.doer_post)
    found, rest = told(world.doer), told(world.lead)
    assert found is not None
    assert all("definition of" in one.message or "Left in time" in one.message for one in found.rows)
    assert rest is not None
    assert not any("definition of" in one.message for one in rest.rows)


def test_what_is_set_aside_or_mended_is_told_no_more(world: World, objective: Objective) -> None:
    before = told(world.lead)
    assert before is not None
    state_waiver(
        plan=objective.plan,
        rule="OBJ-02",
        subject=objective.key,
        reason="The lead comes in May",
        post=world.chief_post,
        expires=TODAY + timedelta(days=30),
        by=world.chief,
    )
    after = told(world.lead)
    assert after is not None
    assert len(after.rows) == len(before.rows) - 1
    Finding.objects.update(resolved_at=Finding.objects.latest("since").since)
    assert told(world.lead) is None
