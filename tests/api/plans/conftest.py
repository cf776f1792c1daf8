"""A plan with an objective of each side, and one of every part that a write may change or take away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from tests.factories import a_domain, a_measure, a_plan, an_objective, at
from tests.worlds import World, a_world
from wellrun.audit.actions import SYSTEM
from wellrun.check.actions import state_waiver
from wellrun.check.models import Waiver
from wellrun.execution.actions import start_initiative
from wellrun.execution.actions.prediction import Prediction
from wellrun.strategy import actions
from wellrun.strategy.models import Catchball, KeyResult, Objective, Plan, QuarterSlice

QUARTER = date(2025, 10, 1)


@dataclass(frozen=True)
class Planned:
    """`above` is the system's, `own` and `second` the north's; `drafted` is the plan of the next cycle."""

    world: World
    plan: Plan
    drafted: Plan
    above: Objective
    own: Objective
    second: Objective
    quarter: QuarterSlice
    result: KeyResult
    exchange: Catchball
    waiver: Waiver


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with at():
        yield a_world()


@pytest.fixture
def planned(world: World) -> Planned:
    above = an_objective("flow", world.system, world.chief_post)
    own = an_objective("leave-on-time", world.north, world.lead_post, rank=2, roles={"lag": world.series.measure})
    second = an_objective("call-early", world.north, world.lead_post, rank=3)
    a_measure("rides")
    a_domain("money")
    actions.serve(child=own, parent=above, share=0.5, by=SYSTEM)
    actions.draw_arrow(cause=own, effect=second, because="Fewer wait", by=SYSTEM)
    actions.add_contributor(objective=own, team="Transport", by=SYSTEM)
    actions.draw_driver(objective=own, key="calls", kind="primary", text="Calls at nine", by=SYSTEM)
    actions.rule_precedence(winner=above, loser=own, because="Patients first", by=SYSTEM)
    actions.put_on_stop_list(
        plan=a_plan(),
        key="audit",
        title="The old audit",
        because="Nobody reads it",
        post=world.chief_post,
        from_date=date(2025, 5, 1),
        by=SYSTEM,
    )
    actions.add_obligation(
        key="fire",
        title="Fire plan",
        regulator="The fire service",
        clause="4.2",
        unit=world.north,
        owner=world.lead_post,
        due=date(2025, 12, 1),
        by=SYSTEM,
    )
    quarter = actions.push_in_quarter(objective=own, starts=QUARTER, title="Every ward calls at nine", by=SYSTEM)
    result = actions.set_key_result(pushed=quarter, series=world.series, start=0.2, aim=0.1, by=SYSTEM)
    exchange = actions.propose(parent=above, unit=world.north, post=world.lead_post, title="Leave by noon", by=SYSTEM)
    waiver = state_waiver(
        plan=a_plan(),
        rule="OBJ-02",
        subject="flow",
        reason="Its feed begins in January",
        post=world.chief_post,
        expires=date(2026, 1, 31),
        by=SYSTEM,
    )
    start_initiative(
        key="calls-at-nine",
        title="Calls at nine",
        objective=own,
        owner=world.doer_post,
        starts=date(2025, 11, 3),
        ends=date(2026, 2, 1),
        predictions=[Prediction(world.series, "down", 0.03, 30)],
        design="Before and after",
        by=SYSTEM,
    )
    drafted = actions.draft_plan(
        key="plan-2026", name="Plan 2026/27", starts=date(2026, 4, 1), ends=date(2027, 3, 31), by=SYSTEM
    )
    return Planned(world, a_plan(), drafted, above, own, second, quarter, result, exchange, waiver)
