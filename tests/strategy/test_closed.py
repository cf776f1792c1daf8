"""Nothing of a closed plan is changed, by whichever verb, and a refusal leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from inspect import signature
from typing import Any

import pytest

from tests.factories import TODAY, a_domain, a_measure, an_objective
from tests.worlds import World
from wellrun.audit.models import AuditEvent
from wellrun.lib.errors import UserError
from wellrun.strategy import actions as verbs
from wellrun.strategy.models import Objective, Plan, PlanChange, QuarterSlice

QUARTER = date(2025, 10, 1)

# A verb that is given one of these writes to the plan it belongs to.
PARTS_OF_A_PLAN = {
    "arrow",
    "catchball",
    "cause",
    "child",
    "contributor",
    "given",
    "key_result",
    "node",
    "objective",
    "parent",
    "plan",
    "precedence",
    "pushed",
    "stopped",
    "winner",
}
# Steps from stage to stage are refused by the stage the plan is in.
STEPS = {"bring_into_force", "close_plan", "open_consultation", "return_to_draft"}
# The system's own, a copy of what is there, what draws with another verb, and a plan file, which is refused whole.
OTHERS = {"close_the_one_in_force", "keep_version", "draw_suggested", "close_quarter_by_file"}


@pytest.fixture
def parts(world: World) -> dict[str, Any]:
    """A plan with one of everything, closed."""
    by = world.chief
    lag, lead = world.series.measure, a_measure("calls-made")
    first = an_objective("leave-on-time", world.north, world.lead_post, roles={"lag": lag})
    other = an_objective("no-falls", world.system, world.chief_post, rank=2)
    plan = first.plan
    pushed = verbs.push_in_quarter(objective=first, starts=QUARTER, title="Weekends", by=by)
    parts = {
        "first": first,
        "other": other,
        "plan": plan,
        "lead": lead,
        "pushed": pushed,
        "given": first.measures.get(),
        "contributor": verbs.add_contributor(objective=first, team="Transport", by=by),
        "arrow": verbs.draw_arrow(cause=first, effect=other, because="Less haste", by=by),
        "node": verbs.draw_driver(objective=first, key="beds", kind="primary", text="Beds", by=by),
        "beside": verbs.draw_driver(objective=first, key="staff", kind="primary", text="Staff", position=1, by=by),
        "ruled": verbs.rule_precedence(winner=first, loser=other, because="Harm first", by=by),
        "stopped": verbs.put_on_stop_list(
            plan=plan, key="form", title="Form", because="Twice", post=world.chief_post, from_date=TODAY, by=by
        ),
        "result": verbs.set_key_result(pushed=pushed, series=world.series, start=0.2, aim=0.1, by=by),
        "exchange": verbs.propose(parent=other, unit=world.north, post=world.lead_post, title="North", by=by),
    }
    verbs.serve(child=first, parent=other, share=0.4, by=by)
    Plan.objects.filter(pk=plan.pk).update(stage="closed", closed_on=TODAY)
    return parts


def writes(world: World, p: dict[str, Any]) -> dict[str, Callable[[], object]]:
    """Every verb that writes a plan, with something that it would do to an open one."""
    by = world.chief
    one: Objective = p["first"]
    common = {"domain": a_domain(), "unit": world.north, "owner": world.lead_post, "sponsor": world.chief_post}
    return {
        "add_contributor": lambda: verbs.add_contributor(objective=one, team="Pharmacy", by=by),
        "add_objective": lambda: verbs.add_objective(
            key="fresh", plan=p["plan"], title="Fresh", level="team", rank=None, **common, by=by
        ),
        "agree": lambda: verbs.agree(catchball=p["exchange"], key="agreed", by=world.lead),
        "change_contributor": lambda: verbs.change_contributor(contributor=p["contributor"], team="Porters", by=by),
        "change_role": lambda: verbs.change_role(given=p["given"], role="lead", by=by),
        "change_objective": lambda: verbs.change_objective(objective=one, title="Otherwise", by=by),
        "check_in": lambda: verbs.check_in(key_result=p["result"], confidence=5, by=by),
        "close_quarter": lambda: verbs.close_quarter(
            pushed=p["pushed"], learning="Much", reached={}, early=True, by=by
        ),
        "counter": lambda: verbs.counter(catchball=p["exchange"], title="Less", by=world.lead),
        "declare_hours": lambda: verbs.declare_hours(plan=p["plan"], post=world.lead_post, hours_a_week=3, by=by),
        "draw_arrow": lambda: verbs.draw_arrow(cause=p["other"], effect=one, by=by),
        "draw_driver": lambda: verbs.draw_driver(objective=one, key="time", kind="primary", text="Time", by=by),
        "give_role": lambda: verbs.give_role(objective=one, measure=p["lead"], role="lead", by=by),
        "place_driver": lambda: verbs.place_driver(node=p["node"], earlier=False, by=by),
        "propose": lambda: verbs.propose(
            parent=p["other"], unit=world.south, post=world.chief_post, title="South", by=by
        ),
        "push_in_quarter": lambda: verbs.push_in_quarter(objective=one, starts=QUARTER, title="Nights", by=by),
        "put_on_stop_list": lambda: verbs.put_on_stop_list(
            plan=p["plan"], key="k", title="Pilot", because="Room", post=world.chief_post, from_date=TODAY, by=by
        ),
        "rank_objectives": lambda: verbs.rank_objectives(plan=p["plan"], order=[p["other"], one], by=by),
        "remove_contributor": lambda: verbs.remove_contributor(contributor=p["contributor"], by=by),
        "retire_objective": lambda: verbs.retire_objective(objective=one, by=by),
        "rub_out_arrow": lambda: verbs.rub_out_arrow(arrow=p["arrow"], by=by),
        "rub_out_driver": lambda: verbs.rub_out_driver(node=p["node"], by=by),
        "rule_precedence": lambda: verbs.rule_precedence(winner=p["other"], loser=one, because="No", by=by),
        "serve": lambda: verbs.serve(child=one, parent=p["other"], share=0.6, by=by),
        "set_key_result": lambda: verbs.set_key_result(
            pushed=QuarterSlice.objects.get(), series=world.series, start=0.2, aim=0.05, by=by
        ),
        "stop_serving": lambda: verbs.stop_serving(child=one, parent=p["other"], by=by),
        "change_stop_list": lambda: verbs.change_stop_list(
            stopped=p["stopped"],
            title="Both forms",
            because="Twice",
            post=world.chief_post,
            from_date=TODAY,
            kind="stopped",
            by=by,
        ),
        "take_off_stop_list": lambda: verbs.take_off_stop_list(stopped=p["stopped"], by=by),
        "take_key_result": lambda: verbs.take_key_result(key_result=p["result"], by=by),
        "take_role": lambda: verbs.take_role(given=p["given"], by=by),
        "withdraw": lambda: verbs.withdraw(catchball=p["exchange"], by=by),
        "withdraw_precedence": lambda: verbs.withdraw_precedence(precedence=p["ruled"], by=by),
    }


def test_no_verb_writes_to_a_closed_plan(world: World, parts: dict[str, Any]) -> None:
    changes, events = PlanChange.objects.count(), AuditEvent.objects.count()
    for name, write in writes(world, parts).items():
        with pytest.raises(UserError) as refusal:
            write()
        assert refusal.value.code == "plan_closed", name
    assert (PlanChange.objects.count(), AuditEvent.objects.count()) == (changes, events)


def test_every_verb_of_a_plan_is_among_them(world: World, parts: dict[str, Any]) -> None:
    """A new verb is put to the test."""
    of_a_plan = {name for name in verbs.__all__ if PARTS_OF_A_PLAN & set(signature(getattr(verbs, name)).parameters)}
    assert of_a_plan - set(writes(world, parts)) - STEPS - OTHERS == set()
