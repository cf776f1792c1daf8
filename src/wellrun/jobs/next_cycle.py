"""The next cycle begins with what the last one wanted: a draft with its objectives and all that is part of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from django.db import transaction

from wellrun.execution.words import as_key
from wellrun.jobs.model_check import check_plan
from wellrun.jobs.plan_code import add_missing, export_plan
from wellrun.plans.specs import ObjectiveSpec
from wellrun.strategy.actions.change import note_change
from wellrun.strategy.actions.holding import hold_plan
from wellrun.strategy.errors import key_taken, plan_ends_too_early, title_needed
from wellrun.strategy.models import Plan
from wellrun.strategy.permission import Doer, permit_plan

CARRIED: Final = (
    "plan",
    "objective",
    "parent",
    "role",
    "contributor",
    "cause_effect",
    "driver",
    "precedence",
)
"""What a draft of the next cycle has of the plan it is cloned from.

Quarters, the stop list, hours and waivers were said for one cycle, and are said anew. Work under way goes on by itself
when the draft comes into force. Aims, limits, links, obligations and forums belong to the site and hold as they are.
"""


@transaction.atomic
def clone_plan(*, plan: Plan, key: str, name: str, starts: date, ends: date, by: Doer) -> Plan:
    """Begin a draft with the objectives of a plan and what `CARRIED` names of them.

    The draft is checked. Raises `plan_ends_too_early`, `title_needed`, `key_taken`, `key_unreadable`.
    """
    permit_plan(by)
    as_key(key)
    if ends <= starts:
        raise plan_ends_too_early()
    if not name.strip():
        raise title_needed()
    hold_plan(plan.pk)
    if Plan.objects.filter(key=key).exists():
        raise key_taken(key)
    document = export_plan(plan)
    spec = replace(
        document.plan,
        key=key,
        name=name.strip(),
        starts=starts,
        ends=ends,
        stage=Plan.Stage.DRAFT.value,
        activated=None,
        objectives=tuple(_without_quarters(one) for one in document.plan.objectives),
        stopped=(),
        hours=(),
        waivers=(),
        initiatives=(),
    )
    add_missing(document=replace(document, plan=spec, base="", says=frozenset()), kinds=CARRIED, by=by)
    clone = Plan.objects.get(key=key)
    clone.cloned_from = plan
    clone.save(update_fields=["cloned_from"])
    note_change(plan=clone, verb="clone_plan", kind="plan", key=key, about=clone, after={"from": plan.key}, by=by)
    check_plan(clone)
    return clone


def _without_quarters(one: ObjectiveSpec) -> ObjectiveSpec:
    return replace(one, quarters=())
