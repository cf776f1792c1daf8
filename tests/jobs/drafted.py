"""A draft of the next cycle beside the plan in force: fit to come into force, unless a test takes something away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.factories import a_domain, a_measure, an_objective
from tests.worlds import World
from wellrun.measures.models import Measure, MeasureVersion
from wellrun.strategy.actions import add_objective, draft_plan, give_role
from wellrun.strategy.models import Objective, Plan

STARTS, ENDS = date(2026, 4, 1), date(2027, 3, 31)


@dataclass(frozen=True)
class Drafted:
    """`old`: an objective of the plan in force; `new`: that of the draft under the same key, with a lag and a lead."""

    world: World
    former: Plan
    draft: Plan
    old: Objective
    new: Objective
    lag: Measure
    lead: Measure


def a_drafted_world(world: World) -> Drafted:
    """The north leaves on time, this cycle and the next."""
    lag, lead = world.series.measure, a_measure("calls-made", grain="week")
    MeasureVersion.objects.update(numerator="Those on time", denominator="All", source_text="The ward's list")
    old = an_objective("leave-on-time", world.north, world.lead_post, sponsor=world.chief_post, roles={"lag": lag})
    draft = draft_plan(key="p26", name="Plan 2026/27", starts=STARTS, ends=ENDS, by=world.chief)
    new = add_objective(
        key="leave-on-time",
        plan=draft,
        domain=a_domain(),
        title="Every patient leaves on time",
        unit=world.north,
        level="enterprise",
        rank=1,
        owner=world.lead_post,
        sponsor=world.chief_post,
        perspective="customer",
        by=world.chief,
    )
    give_role(objective=new, measure=lag, role="lag", by=world.chief)
    give_role(objective=new, measure=lead, role="lead", by=world.chief)
    return Drafted(world, old.plan, draft, old, new, lag, lead)
