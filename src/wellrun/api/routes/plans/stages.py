"""The life of a plan: drafted or cloned, consulted on, brought into force, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, require
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.saving import Saved, saved
from wellrun.api.schemas.plans.stages import PlanIn, ReadinessPage, WantingOut, asked_out, wanting_out
from wellrun.api.schemas.strategy import PlanOut, plans_out
from wellrun.api.sight import enterprise_id, plan_in_sight
from wellrun.jobs import activation, next_cycle
from wellrun.jobs.readiness import readiness
from wellrun.strategy import actions
from wellrun.strategy.models import Plan

router = Router(tags=["plans"])
_ONE = "/plans/{slug:plan}"


@router.get("/plans", response=Page[PlanOut])
def list_plans(request: HttpRequest, paging: Query[Paging]) -> Page[PlanOut]:
    """The plans of the organisation, the newest cycle first."""
    rows = Plan.objects.order_by("-starts", "key")
    if not granted_unit_ids(caller(request)).exists():
        rows = rows.none()
    return Page[PlanOut].of(request, rows, paging, plans_out)


@router.get(_ONE, response=PlanOut)
def get_plan(request: HttpRequest, plan: str) -> PlanOut:
    """One plan: its cycle and the stage it is in."""
    return _out(plan_in_sight(caller(request), plan))


@router.post("/plans", response={201: Saved[PlanOut]})
def draft_plan(request: HttpRequest, given: PlanIn) -> Status[Saved[PlanOut]]:
    """Begin a plan as an empty draft. For who chairs the enterprise."""
    user = caller(request)
    plan = actions.draft_plan(by=user, **given.model_dump())
    return Status(201, saved(user, plan, _out(plan)))


@router.post(f"{_ONE}/clone", response={201: Saved[PlanOut]})
def clone_plan(request: HttpRequest, plan: str, given: PlanIn) -> Status[Saved[PlanOut]]:
    """Begin a draft of another cycle with the objectives of this plan. For who chairs the enterprise."""
    user = caller(request)
    clone = next_cycle.clone_plan(plan=plan_in_sight(user, plan), by=user, **given.model_dump())
    return Status(201, saved(user, clone, _out(clone)))


@router.get(f"{_ONE}/readiness", response=ReadinessPage)
def get_readiness(request: HttpRequest, plan: str, paging: Query[Paging]) -> ReadinessPage:
    """What is asked of a plan before it comes into force, and what of it is there. For who sees the enterprise."""
    user = caller(request)
    found = plan_in_sight(user, plan)
    require(user, Permission.SEE, enterprise_id())
    stands = readiness(found)
    part = Page[WantingOut].of_part(request, wanting_out(stands), paging, list)
    asked = [asked_out(one) for one in stands.asked]
    return ReadinessPage(**dict(part), plan=_out(found), ready=stands.is_ready, asked=asked, beside=len(stands.beside))


@router.post(f"{_ONE}/consult", response=Saved[PlanOut])
def open_consultation(request: HttpRequest, plan: str) -> Saved[PlanOut]:
    """Put a draft before those who are to carry it. For who chairs the enterprise."""
    return _step(request, plan, actions.open_consultation)


@router.post(f"{_ONE}/return-to-draft", response=Saved[PlanOut])
def return_to_draft(request: HttpRequest, plan: str) -> Saved[PlanOut]:
    """Take a plan back from consultation; what was said in it is kept. For who chairs the enterprise."""
    return _step(request, plan, actions.return_to_draft)


@router.post(f"{_ONE}/activate", response=Saved[PlanOut])
def activate_plan(request: HttpRequest, plan: str) -> Saved[PlanOut]:
    """Bring a plan into force today, and close the one before it; refused while something that is asked is wanting.

    For who chairs the enterprise.
    """
    return _step(request, plan, activation.activate)


@router.post(f"{_ONE}/close", response=Saved[PlanOut])
def close_plan(request: HttpRequest, plan: str) -> Saved[PlanOut]:
    """End the cycle of the plan in force; it is kept as it was. For who chairs the enterprise."""
    return _step(request, plan, activation.close)


def _step(request: HttpRequest, plan: str, step: Callable[..., Any]) -> Saved[PlanOut]:
    user = caller(request)
    moved = step(plan=plan_in_sight(user, plan), by=user)
    return saved(user, moved, _out(moved))


def _out(plan: Plan) -> PlanOut:
    return plans_out([plan])[0]
