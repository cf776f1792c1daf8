"""A plan comes into force with all that is asked, or not at all; what goes on goes on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tests.factories import TODAY, a_domain, a_unit, an_objective, at
from tests.jobs.drafted import Drafted, a_drafted_world
from tests.worlds import a_world
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.check.actions import state_waiver
from wellrun.check.models import CheckRun, Finding
from wellrun.execution.actions import assign_action, end_initiative
from wellrun.execution.actions.prediction import Hours, Prediction
from wellrun.execution.actions.take_over import take_over_initiative
from wellrun.execution.models import Initiative
from wellrun.jobs.activation import activate, apply_file, close
from wellrun.jobs.carrying_on import left_open
from wellrun.jobs.model_check import check_changes, check_nightly, check_plan
from wellrun.jobs.plan_code import export_plan
from wellrun.jobs.readiness import readiness, readiness_on_record
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
from wellrun.plans.read import plan_of
from wellrun.strategy.actions import (
    add_objective,
    declare_hours,
    give_role,
    open_consultation,
    propose,
    push_in_quarter,
    put_on_stop_list,
    rule_precedence,
)
from wellrun.strategy.models import Objective, Plan, PlanVersion


@pytest.fixture
def drafted(db: None) -> Iterator[Drafted]:
    with at():
        yield a_drafted_world(a_world())


def an_initiative(drafted: Drafted, objective: Objective, *, status: str = "active", hours: float = 4) -> Initiative:
    """One of the north's director, that takes hours of that post."""
    return take_over_initiative(
        key=f"lounge-{objective.plan.key}",
        title="A lounge for leaving",
        objective=objective,
        owner=drafted.world.lead_post,
        status=status,
        starts=date(2026, 5, 1) if objective == drafted.new else date(2025, 5, 1),
        ends=date(2027, 1, 1),
        predictions=[Prediction(drafted.world.series, "down", 0.05, 60)],
        design="Ward by ward",
        hours=[Hours(drafted.world.lead_post, hours)] if hours else [],
        by=SYSTEM,
    )


def missing(plan: Plan) -> list[str]:
    return [one.code for one in readiness(plan).missing]


def refusal_of(drafted: Drafted) -> UserError:
    with pytest.raises(Conflict) as refusal:
        activate(plan=drafted.draft, by=drafted.world.chief)
    return refusal.value


def test_a_whole_plan_comes_into_force_and_the_one_before_it_is_closed(drafted: Drafted) -> None:
    check_plan(drafted.former)
    assert Finding.objects.filter(plan=drafted.former, resolved_at=None).exists()
    plan = activate(plan=drafted.draft, by=drafted.world.chief)
    assert (plan.stage, plan.activated_on) == ("active", TODAY)
    drafted.former.refresh_from_db()
    assert (drafted.former.stage, drafted.former.closed_on) == ("closed", TODAY)
    assert not Finding.objects.filter(plan=drafted.former, resolved_at=None).exists()
    assert CheckRun.objects.get(plan=plan).whole_on == TODAY
    kept = {one.plan_id: one for one in PlanVersion.objects.all()}
    assert plan_of(kept[drafted.former.pk].document, "kept.yaml").plan.stage == "active"
    assert plan_of(kept[plan.pk].document, "kept.yaml").plan.activated == TODAY


def test_never_reviewed_starts_with_the_day_it_came_into_force(drafted: Drafted) -> None:
    plan = activate(plan=drafted.draft, by=drafted.world.chief)
    skipped = {rule: why for rule, why, _count in CheckRun.objects.get(plan=plan).skipped}
    assert skipped["REV-03"] == "The plan is in force for less than two rounds of its forum."


def test_what_is_asked_is_said_in_one_sentence_and_nothing_is_written(drafted: Drafted) -> None:
    an_initiative(drafted, drafted.new, status="planned", hours=6)
    versions, events = PlanVersion.objects.count(), AuditEvent.objects.count()
    error = refusal_of(drafted)
    assert error.code == "plan_not_ready"
    assert "nothing is stopped" in error.sentence
    assert "hours are not settled in 1 place" in error.sentence
    assert any(one.startswith("PLN-03 north-director") for one in error.params["problems"])
    assert (PlanVersion.objects.count(), AuditEvent.objects.count()) == (versions, events)
    drafted.draft.refresh_from_db()
    assert drafted.draft.stage == "draft"


def test_each_thing_that_is_mended_is_asked_no_more(drafted: Drafted) -> None:
    world, plan = drafted.world, drafted.draft
    an_initiative(drafted, drafted.new, status="planned", hours=6)
    assert missing(plan)[:2] == ["stop_list", "hours"]
    put_on_stop_list(
        plan=plan,
        key="old-form",
        title="The paper form",
        because="It is filled in twice",
        post=world.chief_post,
        from_date=date(2026, 4, 1),
        by=world.chief,
    )
    assert "stop_list" not in missing(plan)
    declare_hours(plan=plan, post=world.lead_post, hours_a_week=6, by=world.lead)
    assert "hours" not in missing(plan)


def test_that_nothing_stops_can_be_said_on_purpose(drafted: Drafted) -> None:
    an_initiative(drafted, drafted.new, status="planned", hours=0)
    assert {"stop_list", "hours"} <= set(missing(drafted.draft))
    for rule, subject in (("FOC-06", "p26"), ("PLN-04", "lounge-p26")):
        state_waiver(
            plan=drafted.draft,
            rule=rule,
            subject=subject,
            reason="The lounge replaces what ends by itself",
            post=drafted.world.chief_post,
            expires=date(2026, 12, 31),
            by=drafted.world.chief,
        )
    ready = {one.code: one for one in readiness(drafted.draft).asked}
    assert ready["stop_list"].is_done
    assert [one.waiver.post for one in ready["stop_list"].waived if one.waiver] == ["chief-operating-officer"]
    assert ready["hours"].is_done


def test_a_conflict_needs_a_ruling(drafted: Drafted) -> None:
    world = drafted.world
    other = add_objective(
        key="full-beds",
        plan=drafted.draft,
        domain=a_domain(),
        title="Beds are full",
        unit=world.system,
        level="enterprise",
        rank=2,
        owner=world.chief_post,
        sponsor=world.chief_post,
        by=world.chief,
    )
    give_role(objective=other, measure=drafted.lag, role="lag", direction="up", by=world.chief)
    assert "rulings" in missing(drafted.draft)
    rule_precedence(winner=drafted.new, loser=other, because="Those who wait are harmed", by=world.chief)
    assert "rulings" not in missing(drafted.draft)


def test_what_was_offered_below_is_agreed_first(drafted: Drafted) -> None:
    world = drafted.world
    open_consultation(plan=drafted.draft, by=world.chief)
    ward = a_unit("ward-4", parent=world.north, kind="ward")
    propose(parent=drafted.new, unit=ward, post=world.lead_post, title="Ward 4 too", by=world.chief)
    assert missing(drafted.draft) == ["agreed"]


def test_a_plan_without_an_enterprise_objective_has_nothing_to_put_first(drafted: Drafted) -> None:
    Objective.objects.filter(plan=drafted.draft).update(retired_on=TODAY)
    assert missing(drafted.draft) == ["ranking"]
    assert "no enterprise objective" in refusal_of(drafted).sentence


def test_errors_of_the_check_stand_in_the_way_and_those_of_work_in_hand_beside_it(drafted: Drafted) -> None:
    assert missing(drafted.draft) == []
    Objective.objects.filter(pk=drafted.new.pk).update(owner=None)
    wanting = {one.code: one for one in readiness(drafted.draft).missing}
    assert "OWN-01" in {one.rule for one in wanting["errors"].missing}


def test_by_what_was_kept_the_same_is_asked(drafted: Drafted) -> None:
    an_initiative(drafted, drafted.new, status="planned", hours=6)
    check_plan(drafted.draft)
    assert [one.code for one in readiness_on_record(drafted.draft, TODAY).missing] == missing(drafted.draft)
    fixes = [found.fix for one in readiness_on_record(drafted.draft, TODAY).missing for found in one.missing]
    assert "stop" in {fix.verb for fix in fixes if fix}


@pytest.mark.parametrize("who", ["lead", "viewer", "doer", "stranger"])
def test_only_who_chairs_the_enterprise_brings_a_plan_into_force(drafted: Drafted, who: str) -> None:
    with pytest.raises((NotFound, Refused)):
        activate(plan=drafted.draft, by=getattr(drafted.world, who))
    with pytest.raises((NotFound, Refused)):
        close(plan=drafted.former, by=getattr(drafted.world, who))


def test_a_plan_comes_into_force_once(drafted: Drafted) -> None:
    activate(plan=drafted.draft, by=drafted.world.chief)
    assert refusal_of(drafted).code == "plan_in_other_stage"


def test_work_under_way_goes_on_under_the_same_objective(drafted: Drafted) -> None:
    world = drafted.world
    going = an_initiative(drafted, drafted.old)
    action = assign_action(
        title="Ring the families",
        done_when="All are rung",
        unit=world.north,
        post=world.lead_post,
        objective=drafted.old,
        due=date(2025, 11, 1),
        by=world.lead,
    )
    declare_hours(plan=drafted.draft, post=world.lead_post, hours_a_week=4, by=world.lead)
    activate(plan=drafted.draft, by=world.chief)
    going.refresh_from_db()
    action.refresh_from_db()
    assert going.objective == drafted.new
    assert action.objective == drafted.new
    assert AuditEvent.objects.filter(verb="carry_on_initiative").count() == 1


def test_the_hours_of_work_that_goes_on_count(drafted: Drafted) -> None:
    an_initiative(drafted, drafted.old, hours=5)
    assert "hours" in missing(drafted.draft)
    declare_hours(plan=drafted.draft, post=drafted.world.lead_post, hours_a_week=5, by=drafted.world.lead)
    assert "hours" not in missing(drafted.draft)


def test_what_is_over_or_has_no_objective_in_the_next_plan_stays(drafted: Drafted) -> None:
    world = drafted.world
    over = an_initiative(drafted, drafted.old)
    end_initiative(initiative=over, stopped=False, text="It worked", by=world.lead)
    elsewhere = an_objective("no-falls", world.south, world.chief_post, rank=2)
    staying = take_over_initiative(
        key="falls",
        title="Bed rails",
        objective=elsewhere,
        owner=world.chief_post,
        status="active",
        starts=date(2025, 5, 1),
        ends=None,
        predictions=[],
        design="",
        by=SYSTEM,
    )
    push_in_quarter(objective=drafted.old, starts=date(2025, 10, 1), title="Weekends", by=world.chief)
    left = left_open(drafted.former, drafted.draft)
    assert [one.key for one in left.initiatives] == ["falls"]
    assert [one.title for one in left.quarters] == ["Weekends"]
    activate(plan=drafted.draft, by=world.chief)
    over.refresh_from_db()
    staying.refresh_from_db()
    assert (over.objective, staying.objective) == (drafted.old, elsewhere)


def test_a_plan_is_closed_with_its_file_and_checked_no_more(drafted: Drafted) -> None:
    check_plan(drafted.former)
    close(plan=drafted.former, by=drafted.world.chief)
    assert PlanVersion.objects.get(plan=drafted.former).reason == "as it stood when it was closed"
    assert not Finding.objects.filter(plan=drafted.former, resolved_at=None).exists()
    assert check_nightly() == 1  # the draft
    assert not Finding.objects.filter(plan=drafted.former, resolved_at=None).exists()


def test_a_file_that_brings_a_draft_into_force_is_asked_the_same(drafted: Drafted) -> None:
    an_initiative(drafted, drafted.new, status="planned", hours=0)
    document = export_plan(drafted.draft)
    wanted = replace(document, plan=replace(document.plan, stage="active", activated=None))
    with pytest.raises(Conflict) as refusal:
        apply_file(document=wanted, by=SYSTEM)
    assert refusal.value.code == "plan_not_ready"
    drafted.former.refresh_from_db()
    assert drafted.former.stage == "active"


def test_a_file_brings_a_whole_draft_into_force_and_keeps_the_plan_before_it(drafted: Drafted) -> None:
    check_plan(drafted.former)
    document = export_plan(drafted.draft)
    wanted = replace(document, plan=replace(document.plan, stage="active", activated=None))
    tried = apply_file(document=wanted, by=SYSTEM, dry_run=True)
    assert tried.changes
    assert Plan.objects.get(key="p26").stage == "draft"
    apply_file(document=wanted, by=SYSTEM)
    assert Plan.objects.get(key="p26").stage == "active"
    assert PlanVersion.objects.filter(plan=drafted.former).count() == 1
    assert not Finding.objects.filter(plan=drafted.former, resolved_at=None).exists()
    assert Finding.objects.filter(plan=drafted.draft).exists()


def test_a_draft_is_checked_with_the_work_that_will_go_on_in_it(drafted: Drafted) -> None:
    an_initiative(drafted, drafted.old, hours=5)
    check_plan(drafted.draft)
    hours = {"subject": "north-director", "rule": "PLN-03", "resolved_at": None}
    assert Finding.objects.filter(plan=drafted.draft, **hours).exists()
    declare_hours(plan=drafted.draft, post=drafted.world.lead_post, hours_a_week=5, by=drafted.world.lead)
    check_changes(drafted.draft)
    assert not Finding.objects.filter(plan=drafted.draft, **hours).exists()
