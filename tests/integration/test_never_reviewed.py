"""Whether a measure was looked at in time (REV-03), told from the sittings and the log of a real site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.factories import NOW, TODAY, a_domain, a_forum, a_measure, a_plan, a_review, an_item, an_objective, at
from tests.worlds import World, a_world
from wellrun.audit.actions import SYSTEM
from wellrun.check.models import CheckRun, Finding
from wellrun.jobs.model_check import check_changes, check_plan
from wellrun.measures.actions import define_measure
from wellrun.measures.models import Measure
from wellrun.reviews.actions import (
    DecisionSpec,
    add_forum,
    amend_forum,
    close_item_with,
    close_review,
    open_review,
    put_before_forum,
    schedule_review,
    take_off_forum,
)
from wellrun.reviews.models import Forum, ForumMember
from wellrun.strategy.models import Objective, ObjectiveMeasure

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

TOO_EARLY = "The plan is in force for less than two rounds of its forum."
LATELY_PUT = "It comes before its forum for less than two rounds of it."
NOT_ON_RECORD = "Whether it came before its forum at the last sittings is not on record."


@pytest.fixture
def world() -> Iterator[World]:
    """Its plan is in force since April; the first review on record is on the demo's day."""
    with at():
        yield a_world()


@pytest.fixture
def objective(world: World) -> Objective:
    return an_objective("leave-on-time", world.north, world.lead_post, roles={"lag": world.series.measure})


@pytest.fixture
def forum(world: World, objective: Objective) -> Forum:
    """Weekly, set up on the demo's day, with nothing before it."""
    return a_weekly_forum(world)


def a_weekly_forum(world: World, **fields: Any) -> Forum:
    return add_forum(
        key="stay",
        name="Stay",
        unit=world.north,
        tier=2,
        cadence="FREQ=WEEKLY;BYDAY=TU",
        first_start=NOW,
        chair=world.lead_post,
        sponsor=world.chief_post,
        by=SYSTEM,
        **fields,
    )


def sits(forum: Forum, days: int) -> None:
    """The forum sits that day, with nothing to settle."""
    with at(days=days):
        review = schedule_review(forum=forum, starts_at=NOW + timedelta(days=days), by=SYSTEM)
        open_review(review=review, by=SYSTEM)
        close_review(review=review, by=SYSTEM)


def puts(forum: Forum, measure: Measure, days: int) -> None:
    with at(days=days):
        put_before_forum(forum=forum, measure=measure, by=SYSTEM)


def answer(days: float) -> str:
    """ "hit", "clear", or why it is not checked, of a whole check that day."""
    plan = a_plan()
    with at(days=days):
        check_plan(plan)
    if Finding.objects.filter(rule="REV-03", resolved_at__isnull=True).exists():
        return "hit"
    run = CheckRun.objects.get(plan=plan)
    return next((why for rule, why, _count in run.skipped if rule == "REV-03"), "clear")


def test_it_begins_twice_the_cadence_after_the_plan_came_into_force(world: World, objective: Objective) -> None:
    a_weekly_forum(world, measures=[world.series.measure])
    objective.plan.activated_on = TODAY
    objective.plan.save()
    assert answer(0) == TOO_EARLY
    assert answer(13) == TOO_EARLY
    assert answer(14) == "hit"


def test_a_sitting_of_the_forum_before_which_it_comes_counts_for_two_rounds(world: World, forum: Forum) -> None:
    puts(forum, world.series.measure, 1)
    sits(forum, 7)
    assert answer(21) == "clear"
    assert answer(22) == "hit"


def test_put_before_a_forum_today_it_was_not_reviewed_at_its_last_sitting(world: World, forum: Forum) -> None:
    sits(forum, 69)
    assert answer(70) == "hit"
    puts(forum, world.series.measure, 70)
    assert answer(70) == LATELY_PUT
    assert answer(83) == LATELY_PUT
    assert answer(84) == "hit"
    sits(forum, 84)
    assert answer(84) == "clear"


def test_what_was_taken_off_and_put_back_was_reviewed_while_it_stood_there(world: World, forum: Forum) -> None:
    puts(forum, world.series.measure, 1)
    sits(forum, 63)
    with at(days=65):
        take_off_forum(forum=forum, measure=world.series.measure, by=SYSTEM)
    sits(forum, 70)
    puts(forum, world.series.measure, 72)
    assert answer(77) == "clear"  # two rounds after the 63rd day
    assert answer(78) == LATELY_PUT
    assert answer(86) == "hit"


def test_it_was_reviewed_where_it_was_an_item_whatever_stands_before_the_forum(world: World, forum: Forum) -> None:
    with at(days=63):
        review = schedule_review(forum=forum, starts_at=NOW + timedelta(days=63), by=SYSTEM)
        open_review(review=review, by=SYSTEM)
        item = an_item(review, series=world.series)
        ForumMember.objects.get_or_create(forum=forum, user=world.lead)
        decided = DecisionSpec(kind="no_action", text="Left as it is", reason="It is chance")
        close_item_with(item=item, outcome=decided, by=world.lead)
    puts(forum, world.series.measure, 64)
    assert answer(77) == "clear"
    assert answer(78) == "hit"


def test_a_forum_said_anew_keeps_what_it_looked_at_and_says_what_came(world: World, forum: Forum) -> None:
    puts(forum, world.series.measure, 1)
    sits(forum, 63)
    other = a_measure("calls-made")
    ObjectiveMeasure.objects.create(objective=Objective.objects.get(), measure=other, role="lead")
    with at(days=64):
        said_anew(forum, measures=[world.series.measure, other])
    assert answer(77) == LATELY_PUT  # of the one that came; the other was looked at on the 63rd day
    assert not Finding.objects.filter(rule="REV-03", subject=world.series.measure.key).exists()
    assert answer(78) == "hit"
    open_ones = Finding.objects.filter(rule="REV-03", resolved_at__isnull=True)
    assert {one.subject for one in open_ones} == {world.series.measure.key, other.key}


def said_anew(forum: Forum, **changed: Any) -> None:
    names = ("name", "unit", "tier", "cadence", "first_start", "chair", "sponsor", "minutes", "time_zone", "restricted")
    same = {name: getattr(forum, name) for name in (*names, "false_alarms_a_month")}
    amend_forum(forum=forum, **{**same, "domains": [], "measures": [], "members": [], **changed}, by=SYSTEM)


def test_through_its_domain_it_comes_before_a_forum_from_the_day_it_is_defined(world: World, forum: Forum) -> None:
    with at(days=1):
        said_anew(forum, domains=[a_domain("flow")])
    sits(forum, 63)
    with at(days=64):
        define_measure(
            key="beds-free",
            domain="flow",
            name="Beds free",
            definition="Beds nobody lies in.",
            grain="week",
            scoring="count",
            direction="up",
            roll_up="sum",
            by=SYSTEM,
        )
        given = {"objective": Objective.objects.get(), "measure": Measure.objects.get(key="beds-free"), "role": "lead"}
        ObjectiveMeasure.objects.all().delete()
        ObjectiveMeasure.objects.create(**given)
    assert answer(65) == LATELY_PUT
    sits(forum, 70)
    assert answer(84) == "clear"
    assert answer(85) == "hit"


def test_what_came_before_a_forum_of_which_the_log_says_nothing_is_not_known(
    world: World, objective: Objective
) -> None:
    """As on a site whose log begins after its reviews."""
    silent = a_forum("silent", world.north, world.lead_post, measures=[world.series.measure])
    a_review(silent, NOW + timedelta(days=63), status="closed")
    assert answer(77) == NOT_ON_RECORD
    assert answer(78) == "hit"


def test_a_sitting_is_looked_at_when_it_is_held_and_not_only_at_night(world: World, forum: Forum) -> None:
    puts(forum, world.series.measure, 1)
    assert answer(70) == "hit"
    sits(forum, 70)
    with at(days=70):
        check_changes(a_plan())
    assert not Finding.objects.filter(rule="REV-03", resolved_at__isnull=True).exists()
