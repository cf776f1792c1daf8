"""The plan itself as a record: its dates, and the stage it is in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from wellrun.audit.actions import Actor
from wellrun.lib import clock
from wellrun.lib.errors import Conflict
from wellrun.organisation.queries import site_zone
from wellrun.plans.diff import Change
from wellrun.plans.specs import PlanSpec
from wellrun.strategy.actions import close_the_one_in_force
from wellrun.strategy.actions.parts import change_part, write_part
from wellrun.strategy.models import Plan

_ORDER = ("draft", "consultation", "active", "closed")


def write_plan_row(spec: PlanSpec, *, by: Actor) -> Plan:
    """Write a plan down in the stage it says; one in force closes the one before it."""
    if spec.stage == Plan.Stage.ACTIVE:
        close_the_one_in_force(by=by)
    facts = {"key": spec.key, "starts": spec.starts, "ends": spec.ends, "stage": spec.stage}
    return write_part(kind="plan", model=Plan, where={"key": spec.key}, values=_fields(spec), facts=facts, by=by)


def change_plan(plan: Plan, change: Change, *, by: Actor) -> Plan:
    """Say the plan anew. Raises `stage_goes_back`: a plan in force is not drafted again, and a closed one stays so."""
    spec: PlanSpec = change.row.spec
    if plan.stage in ("active", "closed") and _ORDER.index(spec.stage) < _ORDER.index(plan.stage):
        words = {"plan": plan.name, "present": plan.stage, "wanted": spec.stage}
        sentence = _("The plan “%(plan)s” is %(present)s and cannot become %(wanted)s again: begin a new one.")
        raise Conflict("stage_goes_back", sentence % words)
    if spec.stage == Plan.Stage.ACTIVE and plan.stage != Plan.Stage.ACTIVE:
        close_the_one_in_force(by=by)
    facts = {"before": change.before, "after": change.after}
    values = _fields(spec)
    if plan.closed_on is not None:
        values["closed_on"] = plan.closed_on
    return change_part(kind="plan", model=Plan, where={"pk": plan.pk}, values=values, facts=facts, by=by)


def _fields(spec: PlanSpec) -> dict[str, Any]:
    closed = {"closed_on": clock.today(site_zone()) if spec.stage == Plan.Stage.CLOSED else None}
    return {
        "name": spec.name,
        "starts": spec.starts,
        "ends": spec.ends,
        "stage": spec.stage,
        "activated_on": spec.activated,
        "illustrative": spec.illustrative,
        **closed,
    }
