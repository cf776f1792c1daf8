"""Who is told of what the check finds about measures and actions: their people, and nobody outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db.models import QuerySet

from tests.api.calling import Program
from tests.execution.asking import ask
from tests.factories import a_measure, a_unit, a_user, an_item, an_objective, at
from tests.web.reviewing import client_of, text_of
from tests.worlds import World, a_world
from wellrun.accounts.models import User
from wellrun.check.models import Finding
from wellrun.check.queries import findings_for
from wellrun.execution.actions import accept_action
from wellrun.execution.models import Action, Decision
from wellrun.jobs.model_check import check_plan
from wellrun.lib import clock
from wellrun.measures.models import Measure
from wellrun.reviews.actions import DecisionSpec, EscalationSpec, close_item_with
from wellrun.reviews.models import Forum, ForumMember
from wellrun.strategy.models import Objective, Plan


@dataclass(frozen=True)
class Measured:
    """A measure of the north site, one of the south, one of both; the check doubts each: none says what it counts."""

    world: World
    plan: Plan
    north: Measure
    south: Measure
    both: Measure


@pytest.fixture
def measured(db: None) -> Iterator[Measured]:
    with at():
        world = a_world()
        north, south, both = a_measure("of-north"), a_measure("of-south"), a_measure("of-both")
        plan = an_objective("north-one", world.north, world.lead_post, roles={"lag": north, "lead": both}).plan
        an_objective("south-one", world.south, world.chief_post, rank=2, roles={"lag": south, "lead": both})
        check_plan(plan)
        yield Measured(world, plan, north, south, both)


def told(user: User) -> set[str]:
    """The measures whose definition is doubted, as far as somebody is told."""
    return set(findings_for(user).filter(rule="MEA-01").values_list("subject", flat=True))


def unit_of(subject: str, rule: str = "MEA-01") -> str | None:
    unit = Finding.objects.get(rule=rule, subject=subject, resolved_at__isnull=True).unit
    return unit.key if unit else None


def test_what_is_found_of_a_measure_is_of_the_lowest_unit_above_all_that_use_it(measured: Measured) -> None:
    assert [unit_of(key) for key in ("of-north", "of-south", "of-both")] == ["north", "south", "system"]


def test_each_is_told_of_the_measures_of_their_own_objectives(measured: Measured) -> None:
    world = measured.world
    assert told(world.lead) == told(world.viewer) == {"of-north", "of-both"}
    assert told(world.neighbour) == {"of-south", "of-both"}
    assert told(world.chief) == {"of-north", "of-south", "of-both"}
    assert told(world.stranger) == set()


def test_a_ward_without_an_objective_of_its_own_is_told_of_none(measured: Measured) -> None:
    ward = a_unit("ward", parent=measured.world.north)
    assert told(a_user("nurse", (ward, "contributor"))) == set()


def test_the_page_the_file_and_the_api_tell_the_same(measured: Measured) -> None:
    client = client_of(measured.world.lead)
    page = text_of(client.get("/u/north/strategy/check/"))
    file = client.get("/u/north/strategy/check.csv").content.decode()
    api = Program(measured.world.lead).get("/findings?rule=MEA-01").body["results"]
    within = Program(measured.world.lead).get("/findings?rule=MEA-01&within=north").body["results"]
    for said in (page, file):
        assert "Of north" in said
        assert "Of both" in said
        assert "Of south" not in said
    assert {one["subject"] for one in api} == {one["subject"] for one in within} == {"of-north", "of-both"}
    assert "north and others" in page.lower()


def test_the_whole_sees_all_of_them_and_a_part_of_it_only_its_own(measured: Measured) -> None:
    client = client_of(measured.world.chief)
    whole, part = (text_of(client.get(f"/u/{unit}/strategy/check/?q=MEA-01")) for unit in ("system", "south"))
    assert all(f"Of {name}" in whole for name in ("north", "south", "both"))
    assert "Of north" not in part
    assert "Of both" in part


def test_what_a_sentence_says_of_one_place_is_told_there_only(measured: Measured) -> None:
    world = measured.world
    common = {"plan": measured.plan, "kind": "measure", "severity": "warn", "since": clock.now(), "message": "Piled up"}
    Finding.objects.create(rule="MEA-05", subject="of-both", unit=world.south, **common)
    assert findings_for(world.neighbour).filter(rule="MEA-05").exists()
    assert not findings_for(world.lead).filter(rule="MEA-05").exists()


def test_a_measure_that_is_taken_up_elsewhere_is_then_of_the_unit_above(measured: Measured) -> None:
    an_objective("south-two", measured.world.south, measured.world.chief_post, rank=3, roles={"lag": measured.north})
    check_plan(measured.plan)
    assert unit_of("of-north") == "system"
    assert told(measured.world.neighbour) == {"of-south", "of-both", "of-north"}


def test_an_action_that_stands_still_is_told_to_who_sees_the_action(measured: Measured) -> None:
    world = measured.world
    ask(world)
    with at(days=60):
        check_plan(measured.plan)
        assert unit_of(str(Action.objects.get().number), "ACT-02") == "north"
        rows = {user.username: findings_for(user).filter(rule="ACT-02").count() for user in (world.lead, world.chief)}
        assert rows == {"lead": 1, "chief": 1}
        assert not findings_for(world.neighbour).filter(rule="ACT-02").exists()


def test_an_action_that_stands_still_leads_each_to_the_form_that_is_theirs(measured: Measured) -> None:
    world = measured.world
    made = accept_action(action=ask(world), by=world.doer)
    with at(days=60):
        check_plan(measured.plan)
        forms = {}
        for user in (world.lead, world.doer, world.viewer):
            page = client_of(user).get("/u/north/strategy/check/")
            forms[user.username] = next(row.fix.href for row in page.context["rows"] if row.rule == "ACT-02")
        assert forms["lead"].startswith(f"/actions/{made.pk}/reassign/?due=2025-12-")
        assert forms["doer"].startswith(f"/actions/{made.pk}/progress/?")
        assert forms["viewer"].startswith(f"/actions/{made.pk}/?")
        asked = client_of(world.lead).get(forms["lead"]).content.decode()
        assert "It stands still: no word for" in asked
        assert (
            'value="stuck" required id="id_how_2" checked' in client_of(world.doer).get(forms["doer"]).content.decode()
        )


def test_a_text_is_told_to_the_unit_of_what_it_belongs_to(measured: Measured) -> None:
    world = measured.world
    Objective.objects.filter(key="north-one").update(description="Ring 0161 496 0000 and ask for the list")
    ask(world, title="Ring 0161 496 0001 and ask")
    check_plan(measured.plan)
    texts = {one.subject.partition("/")[0].partition("-")[0]: one.unit for one in open_ones("PRV-01")}
    assert texts == {"objective": world.north, "action": world.north}
    assert {user.username: findings_for(user).filter(rule="PRV-01").count() for user in world_of(world)} == {
        "lead": 2,
        "chief": 2,
        "neighbour": 0,
    }


@pytest.mark.parametrize("restricted", [False, True])
def test_a_question_without_an_answer_is_told_where_it_was_asked(measured: Measured, restricted: bool) -> None:
    """And where a restricted forum asked it, to its members and to whoever is to answer, whatever unit they see."""
    world = measured.world
    item = an_item(world.review, series=world.series)
    asked = EscalationSpec(question="Who pays for the second crew?")
    close_item_with(item=item, outcome=asked, by=world.lead)
    if restricted:
        Forum.objects.filter(pk=world.flow.pk).update(restricted=True)
        ForumMember.objects.create(forum=world.flow, user=world.viewer)
    with at(days=5):
        check_plan(measured.plan)
        [one] = open_ones("ACT-03")
        assert one.unit == world.north
        told_to = {user.username for user in (*world_of(world), world.viewer) if findings_for(user).filter(pk=one.pk)}
    assert "neighbour" not in told_to
    assert told_to == ({"viewer", "chief"} if restricted else {"lead", "chief", "viewer"})


def test_an_item_is_told_to_who_sees_its_forum(measured: Measured) -> None:
    world = measured.world
    item = an_item(world.review, series=world.series)
    left = DecisionSpec(kind="no_action", text="Left as it is", reason="It is chance")
    close_item_with(item=item, outcome=left, by=world.lead)
    Decision.objects.update(reason=" ")
    check_plan(measured.plan)
    [one] = open_ones("REV-05")
    assert one.unit == world.north
    assert {user.username for user in world_of(world) if findings_for(user).filter(pk=one.pk)} == {"lead", "chief"}


def open_ones(rule: str) -> QuerySet[Finding]:
    return Finding.objects.filter(rule=rule, resolved_at__isnull=True)


def world_of(world: World) -> tuple[User, User, User]:
    return world.lead, world.chief, world.neighbour
