"""Who may decide on what is given, changed and taken away by who chairs the place, and by nobody to themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.factories import a_forum, a_plan, at
from tests.worlds import World, a_world
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.check.models import Finding
from wellrun.jobs.model_check import check_changes, check_plan
from wellrun.lib.errors import UserError
from wellrun.organisation.models import DecisionRight
from wellrun.reviews.actions import change_right, give_right, remove_right
from wellrun.reviews.models import ForumRight
from wellrun.strategy.models import Plan, PlanChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    with at():
        yield a_world()


def code(refused: pytest.ExceptionInfo[UserError]) -> str:
    return refused.value.code


def test_a_post_and_a_forum_have_rights_and_the_plan_keeps_the_history(world: World) -> None:
    plan = a_plan()
    give_right(holder=world.doer_post, kind="spend", scope=world.north, spending_ceiling=5000, by=world.lead)
    given = give_right(holder=world.board, kind="staff", scope=world.system, by=world.chief)
    change_right(
        right=given, kind="staff", scope=world.system, spending_ceiling=None, staffing_ceiling=3.5, by=world.chief
    )
    remove_right(right=given, by=world.chief)
    assert DecisionRight.objects.get().spending_ceiling == 5000
    assert not ForumRight.objects.exists()
    told = list(PlanChange.objects.filter(plan=plan).values_list("verb", "kind", "subject"))
    assert told == [
        ("give_right", "post", "head-of-discharge"),
        ("give_right", "forum", "system-board"),
        ("change_right", "forum", "system-board"),
        ("remove_right", "forum", "system-board"),
    ]
    assert AuditEvent.objects.filter(verb__endswith="_right").count() == 4


def test_the_same_again_is_no_change(world: World) -> None:
    given = give_right(holder=world.doer_post, kind="spend", scope=world.north, by=world.lead)
    rows = AuditEvent.objects.count()
    change_right(right=given, kind="spend", scope=world.north, spending_ceiling=None, staffing_ceiling=None, by=SYSTEM)
    assert AuditEvent.objects.count() == rows
    with pytest.raises(UserError) as refused:
        give_right(holder=world.doer_post, kind="spend", scope=world.north, by=world.lead)
    assert code(refused) == "right_known"


@pytest.mark.parametrize(
    ("who", "holder", "scope", "answer"),
    [
        ("viewer", "doer_post", "north", "not_permitted"),
        ("doer", "doer_post", "north", "not_permitted"),
        ("neighbour", "doer_post", "north", "not_found"),
        ("lead", "doer_post", "system", "not_found"),
        ("lead", "chief_post", "north", "not_found"),
        ("lead", "lead_post", "north", "own_right"),
        ("lead", "flow", "north", "own_right"),
        ("lead", "board", "north", "not_found"),
    ],
)
def test_who_may_not_is_refused(world: World, who: str, holder: str, scope: str, answer: str) -> None:
    with pytest.raises(UserError) as refused:
        give_right(holder=getattr(world, holder), kind="spend", scope=getattr(world, scope), by=getattr(world, who))
    assert code(refused) == answer


def test_at_the_top_nobody_is_above(world: World) -> None:
    assert give_right(holder=world.chief_post, kind="set_aim", scope=world.system, by=world.chief)
    assert give_right(holder=world.lead_post, kind="set_aim", scope=world.north, by=world.chief)


def test_a_restricted_forum_is_for_its_members(world: World) -> None:
    circle = a_forum("circle", world.north, world.doer_post, restricted=True)
    with pytest.raises(UserError) as refused:
        give_right(holder=circle, kind="spend", scope=world.north, by=world.lead)
    assert code(refused) == "not_found"


@pytest.mark.parametrize(
    ("kind", "ceiling", "answer"), [("gamble", 1.0, "kind_unknown"), ("spend", -1.0, "ceiling_negative")]
)
def test_what_makes_no_sense_is_refused(world: World, kind: str, ceiling: float, answer: str) -> None:
    with pytest.raises(UserError) as refused:
        give_right(holder=world.doer_post, kind=kind, scope=world.north, spending_ceiling=ceiling, by=world.lead)
    assert code(refused) == answer


def open_rules(plan: Plan) -> set[str]:
    rows = Finding.objects.filter(plan=plan, rule__startswith="DEC", resolved_at__isnull=True)
    return set(rows.values_list("rule", flat=True))


def test_the_check_of_what_changed_says_what_a_whole_check_says(world: World) -> None:
    plan = a_plan()
    check_plan(plan)
    first = give_right(holder=world.chief_post, kind="spend", scope=world.north, by=SYSTEM)
    check_changes(plan)
    assert "DEC-01" in open_rules(plan), "the other kinds are nobody's"
    second = give_right(holder=world.lead_post, kind="spend", scope=world.north, by=SYSTEM)
    check_changes(plan)
    assert "DEC-02" in open_rules(plan), "two, without a ceiling"
    change_right(right=second, kind="spend", scope=world.north, spending_ceiling=1000, staffing_ceiling=None, by=SYSTEM)
    check_changes(plan)
    after_change = open_rules(plan)
    assert "DEC-02" not in after_change
    beyond = give_right(holder=world.lead_post, kind="staff", scope=world.south, by=SYSTEM)
    check_changes(plan)
    assert "DEC-04" in open_rules(plan)
    for right in (first, second, beyond):
        remove_right(right=right, by=SYSTEM)
    check_changes(plan)
    by_change = open_rules(plan)
    check_plan(plan)
    assert open_rules(plan) == by_change == set()
