"""The next cycle begins with what the last one wanted, and with nothing that was said for that one alone."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.factories import a_measure, an_objective, at
from tests.jobs.drafted import Drafted, a_drafted_world
from tests.worlds import a_world
from wellrun.check.models import Finding
from wellrun.jobs.next_cycle import clone_plan
from wellrun.jobs.plan_code import export_plan
from wellrun.lib.errors import NotFound, Refused, UserError
from wellrun.plans.diff import changes
from wellrun.strategy.actions import (
    add_contributor,
    declare_hours,
    draw_arrow,
    draw_driver,
    push_in_quarter,
    put_on_stop_list,
    rule_precedence,
    serve,
)
from wellrun.strategy.models import Objective, PlanChange

NEXT = {"key": "p27", "name": "Plan 2027/28", "starts": date(2027, 4, 1), "ends": date(2028, 3, 31)}


@pytest.fixture
def drafted(db: None) -> Iterator[Drafted]:
    with at():
        yield a_drafted_world(a_world())


def a_rich_plan(drafted: Drafted) -> None:
    """The plan in force with one of everything."""
    world, by = drafted.world, drafted.world.chief
    other = an_objective("no-falls", world.south, world.chief_post, rank=2, roles={"lag": a_measure("falls")})
    serve(child=drafted.old, parent=other, share=0.4, by=by)
    draw_arrow(cause=drafted.old, effect=other, because="Less haste", by=by)
    add_contributor(objective=drafted.old, team="Transport", unit=world.north, post=world.doer_post, by=by)
    draw_driver(objective=drafted.old, key="beds", kind="primary", text="Beds", by=by)
    rule_precedence(winner=other, loser=drafted.old, because="Harm first", by=by)
    push_in_quarter(objective=drafted.old, starts=date(2025, 10, 1), title="Weekends", by=by)
    declare_hours(plan=drafted.former, post=world.lead_post, hours_a_week=3, by=by)
    put_on_stop_list(
        plan=drafted.former,
        key="form",
        title="The form",
        because="Twice",
        post=world.chief_post,
        from_date=date(2025, 4, 1),
        by=by,
    )


def test_a_clone_is_a_draft_with_the_objectives_and_all_that_is_part_of_them(drafted: Drafted) -> None:
    a_rich_plan(drafted)
    clone = clone_plan(plan=drafted.former, **NEXT, by=drafted.world.chief)
    assert (clone.stage, clone.cloned_from, clone.starts) == ("draft", drafted.former, date(2027, 4, 1))
    differing = changes(export_plan(drafted.former), export_plan(clone))
    assert {(one.kind, one.verb) for one in differing} == {
        ("plan", "removed"),
        ("plan", "added"),
        ("slice", "removed"),
        ("stopped", "removed"),
        ("hours", "removed"),
    }


def test_the_plan_it_comes_from_is_left_as_it_was(drafted: Drafted) -> None:
    a_rich_plan(drafted)
    before = export_plan(drafted.former)
    clone_plan(plan=drafted.former, **NEXT, by=drafted.world.chief)
    assert changes(before, export_plan(drafted.former)) == []


def test_what_was_given_up_stays_behind(drafted: Drafted) -> None:
    given_up = an_objective("old-one", drafted.world.south, drafted.world.chief_post, rank=2)
    Objective.objects.filter(pk=given_up.pk).update(retired_on=date(2025, 9, 1))
    clone = clone_plan(plan=drafted.former, **NEXT, by=drafted.world.chief)
    assert list(clone.objectives.values_list("key", flat=True)) == ["leave-on-time"]


def test_it_is_checked_at_once(drafted: Drafted) -> None:
    clone = clone_plan(plan=drafted.former, **NEXT, by=drafted.world.chief)
    assert Finding.objects.filter(plan=clone, rule="OBJ-02").exists()


def test_its_history_says_where_it_comes_from(drafted: Drafted) -> None:
    clone = clone_plan(plan=drafted.former, **NEXT, by=drafted.world.chief)
    last = PlanChange.objects.filter(plan=clone).last()
    assert last is not None
    assert (last.verb, last.after, last.by) == ("clone_plan", {"from": "plan-2025"}, drafted.world.chief)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"key": "p26"}, "key_taken"),
        ({"key": "next year"}, "key_unreadable"),
        ({"name": " "}, "title_needed"),
        ({"ends": date(2027, 4, 1)}, "plan_ends_too_early"),
    ],
)
def test_a_clone_has_a_key_a_name_and_a_length_of_its_own(
    drafted: Drafted, changed: dict[str, object], code: str
) -> None:
    with pytest.raises(UserError) as refusal:
        clone_plan(**{"plan": drafted.former, **NEXT, "by": drafted.world.chief, **changed})
    assert refusal.value.code == code


@pytest.mark.parametrize("who", ["lead", "viewer", "stranger"])
def test_only_who_chairs_the_enterprise_begins_the_next_cycle(drafted: Drafted, who: str) -> None:
    with pytest.raises((NotFound, Refused)):
        clone_plan(plan=drafted.former, **NEXT, by=getattr(drafted.world, who))
