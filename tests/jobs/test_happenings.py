"""The check looks again at what happens beside a plan, and only at that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from tests.execution.asking import ask
from tests.execution.test_initiatives import start
from tests.factories import a_measure, a_post, an_objective, at
from tests.worlds import World, a_world
from wellrun.accounts.actions import close_account
from wellrun.audit.actions import SYSTEM
from wellrun.check.models import CheckRun, Finding
from wellrun.execution.actions import report_on_initiative
from wellrun.jobs.happenings import MOST, events_since, happened_since, newest_event
from wellrun.jobs.model_check import changes_since, check_changes, check_plan, check_since
from wellrun.measures.actions import retire_target, set_target, set_trigger
from wellrun.organisation.actions import hold_post
from wellrun.reviews.actions import set_alarm_budget
from wellrun.strategy.models import InfluenceLink, Objective


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with at():
        yield a_world()


@pytest.fixture
def objective(world: World) -> Objective:
    """Owned by a post that nobody is in; checked."""
    post = a_post("flow-lead", world.north)
    one = an_objective("leave-on-time", world.north, post, roles={"lag": world.series.measure})
    check_plan(one.plan)
    return one


def open_rules(subject: str) -> set[str]:
    return set(Finding.objects.filter(subject=subject, resolved_at__isnull=True).values_list("rule", flat=True))


def test_a_post_that_is_filled_mends_what_was_found_of_it(world: World, objective: Objective) -> None:
    assert "OWN-07" in open_rules("flow-lead")
    hold_post(post=objective.owner, user=world.lead, starts=date(2025, 10, 1), by=SYSTEM)
    assert changes_since(CheckRun.objects.get()) == 1
    assert check_since() == 1
    assert "OWN-07" not in open_rules("flow-lead")
    assert changes_since(CheckRun.objects.get()) == 0
    assert check_since() == 0


def test_who_cannot_sign_in_any_more_leaves_a_post_empty(world: World, objective: Objective) -> None:
    hold_post(post=objective.owner, user=world.lead, starts=date(2025, 10, 1), by=SYSTEM)
    check_changes(objective.plan)
    close_account(user=world.lead, by=SYSTEM)
    check_changes(objective.plan)
    assert "OWN-07" in open_rules("flow-lead")


def test_an_aim_without_a_baseline_is_found_when_it_is_set_and_gone_with_it(world: World, objective: Objective) -> None:
    subject = "ready-to-leave/north"
    set_target(series=world.series, value=0.8, by=SYSTEM)
    check_changes(objective.plan)
    assert "MEA-02" in open_rules(subject)
    retire_target(series=world.series, by=SYSTEM)
    check_changes(objective.plan)
    assert not open_rules(subject)


def _fill(world: World, objective: Objective) -> None:
    hold_post(post=objective.owner, user=world.lead, starts=date(2025, 10, 1), by=SYSTEM)


def _ask(world: World, objective: Objective) -> None:
    ask(world)


def _report(world: World, objective: Objective) -> None:
    report_on_initiative(initiative=start(world, objective), text="Two wards", by=world.doer)


def _budget(world: World, objective: Objective) -> None:
    set_alarm_budget(forum=world.flow, false_alarms_a_month=2.0, by=world.lead)


@pytest.mark.parametrize(
    ("happen", "kinds"),
    [
        (_fill, {"post"}),
        (_ask, {"action", "note", "post"}),
        (_report, {"note"}),
        (_budget, {"forum"}),
    ],
)
def test_what_happens_names_what_is_looked_at_again(
    world: World, objective: Objective, happen: Callable[[World, Objective], None], kinds: set[str]
) -> None:
    before = newest_event()
    happen(world, objective)
    found = happened_since(before)
    assert found is not None
    assert {kind for kind, _ in found} == kinds


def test_what_the_check_does_not_read_is_not_looked_at(world: World, objective: Objective) -> None:
    before = newest_event()
    a_measure("unused")
    assert not events_since(before).exists()
    assert happened_since(before) == frozenset()


def test_of_very_much_all_is_looked_at_again(world: World, objective: Objective) -> None:
    before = newest_event()
    for n in range(MOST // 2 + 1):
        set_target(series=world.series, value=n / 1000 + 0.1, by=SYSTEM)
        retire_target(series=world.series, by=SYSTEM)
    assert happened_since(before) is None


def test_a_same_day_limit_mends_a_lead_that_comes_too_late(world: World, objective: Objective) -> None:
    ends = {"lead": world.series.measure, "lag": a_measure("stay")}
    InfluenceLink.objects.create(
        key="late", sign="+", delay_min_days=1, delay_max_days=10, grade="moderate", source_text="Ours", **ends
    )
    check_plan(objective.plan)
    assert open_rules("late") >= {"MEA-07"}
    set_trigger(series=world.series, side="high", limit=0.9, response="Call the ward", by=SYSTEM)
    check_changes(objective.plan)
    assert "MEA-07" not in open_rules("late")
