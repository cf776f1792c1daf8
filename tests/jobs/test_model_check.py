from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.factories import TODAY, a_measure, an_objective, at
from tests.worlds import World, a_world
from wellrun.check.actions import set_rule, state_waiver, withdraw_waiver
from wellrun.check.lasting import last_day
from wellrun.check.models import CheckRun, Finding, RuleSetting
from wellrun.jobs.model_check import check_changes, check_nightly, check_plan
from wellrun.lib.errors import NotFound, Refused, UserError
from wellrun.strategy.actions import change_objective, draw_arrow, give_role, rub_out_arrow, take_role
from wellrun.strategy.models import Objective


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with at():
        yield a_world()


@pytest.fixture
def objective(world: World) -> Objective:
    """With a lag and nothing that warns."""
    return an_objective("leave-on-time", world.north, world.lead_post, roles={"lag": world.series.measure})


def open_findings(rule: str) -> list[str]:
    return list(Finding.objects.filter(rule=rule, resolved_at__isnull=True).values_list("subject", flat=True))


def test_a_finding_is_kept_with_its_day_until_it_is_mended(world: World, objective: Objective) -> None:
    check_plan(objective.plan)
    first = Finding.objects.get(rule="OBJ-02")
    assert (first.subject, first.severity, first.resolved_at) == ("leave-on-time", "error", None)
    with at(days=1):
        check_plan(objective.plan)
        assert Finding.objects.get(rule="OBJ-02").since == first.since
        give_role(objective=objective, measure=a_measure("calls-made"), role="lead", by=world.lead)
        check_plan(objective.plan)
    mended = Finding.objects.get(rule="OBJ-02")
    assert mended.resolved_at is not None
    assert mended.since == first.since


def test_what_comes_back_is_a_finding_of_its_own(world: World, objective: Objective) -> None:
    lead = a_measure("calls-made")
    check_plan(objective.plan)
    given = give_role(objective=objective, measure=lead, role="lead", by=world.lead)
    check_plan(objective.plan)
    take_role(given=given, by=world.lead)
    check_plan(objective.plan)
    assert Finding.objects.filter(rule="OBJ-02").count() == 2
    assert open_findings("OBJ-02") == ["leave-on-time"]


def test_on_save_only_what_a_change_touches_is_checked_and_the_rest_stays(world: World, objective: Objective) -> None:
    other = an_objective("seen-on-time", world.south, world.chief_post, rank=2)
    check_plan(objective.plan)
    assert open_findings("OBJ-01") == ["seen-on-time"]
    Objective.objects.filter(pk=other.pk).update(title="Implement new EHR module")
    change_objective(objective=objective, title="Launch the discharge lounge", by=world.lead)
    verdict = check_changes(objective.plan)
    assert verdict is not None
    assert open_findings("OBJ-05") == ["leave-on-time"]
    assert open_findings("OBJ-01") == ["seen-on-time"]
    assert check_changes(objective.plan) is None


def test_what_a_change_lets_go_of_is_asked_again(world: World, objective: Objective) -> None:
    ownerless = an_objective("seen-on-time", world.south, world.chief_post, rank=2)
    lead = a_measure("calls-made")
    given = give_role(objective=ownerless, measure=lead, role="lead", by=world.chief)
    change_objective(objective=ownerless, owner=None, by=world.chief)
    check_plan(objective.plan)
    assert "calls-made" in open_findings("OWN-01")
    take_role(given=given, by=world.chief)
    check_changes(objective.plan)
    assert "calls-made" not in open_findings("OWN-01")


def test_each_plan_is_checked_whole_once_a_day(world: World, objective: Objective) -> None:
    assert check_nightly() == 1
    assert check_nightly() == 0
    with at(days=1):
        assert check_nightly() == 1
    assert CheckRun.objects.get().clear > 0


def test_a_waiver_sets_a_rule_aside_until_its_day(world: World, objective: Objective) -> None:
    waived = state_waiver(
        plan=objective.plan,
        rule="OBJ-02",
        subject="leave-on-time",
        reason="The lead's feed begins in January",
        post=world.chief_post,
        expires=date(2025, 12, 31),
        by=world.chief,
    )
    found = {one.rule: one for one in check_plan(objective.plan).found}
    assert found["OBJ-02"].waiver is not None
    assert not found["OBJ-02"].stands
    with at(days=90):
        assert next(one for one in check_plan(objective.plan).found if one.rule == "OBJ-02").stands
    withdraw_waiver(waiver=waived, by=world.chief)
    assert next(one for one in check_plan(objective.plan).found if one.rule == "OBJ-02").stands


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"rule": "INI-01"}, "rule_not_waivable"),
        ({"rule": "NON-99"}, "rule_unknown"),
        ({"reason": " "}, "reason_missing"),
    ],
)
def test_an_exception_that_cannot_be_is_refused(
    world: World, objective: Objective, changed: dict[str, str], code: str
) -> None:
    wanted = {"rule": "OBJ-02", "subject": "leave-on-time", "reason": "Because"} | changed
    with pytest.raises(UserError) as refusal:
        state_waiver(plan=objective.plan, post=world.chief_post, expires=TODAY, by=world.chief, **wanted)
    assert refusal.value.code == code


def test_an_exception_does_not_outlive_its_plan_unless_the_plan_itself_is_overdue(
    world: World, objective: Objective
) -> None:
    plan = objective.plan
    wanted = {"plan": plan, "rule": "OBJ-02", "subject": "leave-on-time", "reason": "Because", "post": world.chief_post}
    assert state_waiver(expires=plan.ends, by=world.chief, **wanted).expires == plan.ends
    with pytest.raises(UserError) as refusal:
        state_waiver(expires=plan.ends + timedelta(days=1), by=world.chief, **wanted)
    assert refusal.value.code == "waiver_outside_cycle"
    with at(days=(plan.ends - TODAY).days + 10):
        assert last_day(plan, plan.ends + timedelta(days=10)) == plan.ends + timedelta(days=102)
        state_waiver(expires=plan.ends + timedelta(days=102), by=world.chief, **wanted)


def test_only_who_chairs_the_enterprise_sets_rules_aside(world: World, objective: Objective) -> None:
    with pytest.raises((NotFound, Refused)):
        state_waiver(
            plan=objective.plan,
            rule="OBJ-02",
            subject="leave-on-time",
            reason="Mine",
            post=world.lead_post,
            expires=TODAY,
            by=world.lead,
        )


def test_a_site_counts_differently_and_back_again(world: World, objective: Objective) -> None:
    set_rule(rule="FOC-01", thresholds={"most": 0}, by=world.chief)
    assert [one.severity for one in check_plan(objective.plan).found if one.rule == "FOC-01"] == ["warn"]
    set_rule(rule="FOC-01", severity="info", thresholds={"most": 0}, by=world.chief)
    assert [one.severity for one in check_plan(objective.plan).found if one.rule == "FOC-01"] == ["info"]
    set_rule(rule="FOC-01", thresholds={"most": 7}, by=world.chief)
    assert not RuleSetting.objects.exists()
    with pytest.raises(UserError) as refusal:
        set_rule(rule="FOC-01", thresholds={"least": 7}, by=world.chief)
    assert refusal.value.code == "threshold_unknown"


def test_a_text_that_is_taken_away_closes_what_was_found_in_it_at_once(world: World, objective: Objective) -> None:
    other = an_objective("seen-on-time", world.south, world.chief_post, rank=2)
    check_plan(objective.plan)
    draw_arrow(cause=objective, effect=other, because="As for the patient with MRN 4456123", by=world.lead)
    check_changes(objective.plan)
    assert open_findings("PRV-01") == ["objective leave-on-time, arrow/seen-on-time/because"]
    rub_out_arrow(arrow=objective.effects.get(), by=world.lead)
    check_changes(objective.plan)
    assert not open_findings("PRV-01")
