from datetime import date

import pytest

from tests.factories import TODAY
from tests.worlds import World
from wellrun.audit.models import AuditEvent
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
from wellrun.strategy.actions import (
    bring_into_force,
    close_plan,
    draft_plan,
    keep_version,
    open_consultation,
    rename_domain,
    return_to_draft,
)
from wellrun.strategy.models import Domain, Plan, PlanChange
from wellrun.strategy.quarters import quarters_of

CYCLE = {"starts": date(2026, 4, 1), "ends": date(2027, 3, 31)}


def a_draft(world: World, key: str = "next") -> Plan:
    return draft_plan(key=key, name="Next year", **CYCLE, by=world.chief)


def test_a_plan_is_drafted_consulted_on_in_force_and_closed(world: World) -> None:
    plan = a_draft(world)
    assert plan.stage == "draft"
    assert open_consultation(plan=plan, by=world.chief).stage == "consultation"
    assert return_to_draft(plan=plan, by=world.chief).stage == "draft"
    open_consultation(plan=plan, by=world.chief)
    assert bring_into_force(plan=plan, by=world.chief).activated_on == TODAY
    assert close_plan(plan=plan, by=world.chief).closed_on == TODAY
    moves = PlanChange.objects.filter(plan=plan, verb="move_plan").values_list("before__stage", "after__stage")
    assert [after for _before, after in moves] == ["consultation", "draft", "consultation", "active", "closed"]
    assert AuditEvent.objects.filter(verb="move_plan").count() == 5


def test_one_plan_is_in_force_at_a_time(world: World) -> None:
    first, second = a_draft(world), a_draft(world, "second")
    bring_into_force(plan=first, by=world.chief)
    bring_into_force(plan=second, by=world.chief)
    first.refresh_from_db()
    assert (first.stage, second.stage) == ("closed", "active")


def test_a_step_of_another_stage_is_refused_with_where_it_stands(world: World) -> None:
    plan = a_draft(world)
    with pytest.raises(Conflict) as refusal:
        close_plan(plan=plan, by=world.chief)
    assert refusal.value.code == "plan_in_other_stage"
    assert "a draft" in str(refusal.value)


@pytest.mark.parametrize(("who", "error"), [("lead", NotFound), ("viewer", NotFound), ("doer", NotFound)])
def test_the_plan_is_of_who_chairs_the_enterprise(world: World, who: str, error: type[Exception]) -> None:
    with pytest.raises((error, Refused)):
        draft_plan(key="mine", name="Mine", **CYCLE, by=getattr(world, who))


def test_a_plan_has_a_name_a_length_and_a_key_of_its_own(world: World) -> None:
    a_draft(world)
    for changed, code in (
        ({"name": " "}, "title_needed"),
        ({"ends": date(2026, 4, 1)}, "plan_ends_too_early"),
        ({}, "key_taken"),
    ):
        with pytest.raises(UserError) as refusal:
            draft_plan(**{"key": "next", "name": "N", **CYCLE, "by": world.chief} | changed)
        assert refusal.value.code == code


def test_a_version_is_kept_once_where_nothing_differs(world: World) -> None:
    plan = a_draft(world)
    first = keep_version(plan=plan, document="a: 1\n", reason="first", by=world.chief)
    assert keep_version(plan=plan, document="a: 1\n", reason="again", by=world.chief) == first
    assert keep_version(plan=plan, document="a: 2\n", reason="second", by=world.chief).number == 2


def test_a_domain_is_renamed_and_keeps_its_key(world: World) -> None:
    domain = Domain.objects.create(key="workforce", name="Workforce", position=3)
    assert rename_domain(domain=domain, name="Our people", by=world.chief).name == "Our people"
    domain.refresh_from_db()
    assert (domain.key, domain.name) == ("workforce", "Our people")


def test_the_quarters_of_a_cycle_follow_its_first_day() -> None:
    year = quarters_of(date(2026, 4, 1), date(2027, 3, 31))
    assert [(one.number, one.starts, one.ends) for one in year] == [
        (1, date(2026, 4, 1), date(2026, 6, 30)),
        (2, date(2026, 7, 1), date(2026, 9, 30)),
        (3, date(2026, 10, 1), date(2026, 12, 31)),
        (4, date(2027, 1, 1), date(2027, 3, 31)),
    ]
    assert [one.starts for one in quarters_of(date(2025, 11, 30), date(2026, 4, 30))] == [
        date(2025, 11, 30),
        date(2026, 3, 1),
    ]
