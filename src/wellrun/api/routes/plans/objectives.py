"""Objectives of a plan at any stage: read, written down, changed, ranked, retired."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.meanwhile import as_read
from wellrun.api.paging import Page, Paging
from wellrun.api.routes.strategy import ObjectiveFilter, objectives_out, with_parts, within_filter
from wellrun.api.saving import CheckedOut, Gone, Saved, checked, gone, saved
from wellrun.api.schemas.plans.objectives import ObjectiveChangeIn, ObjectiveIn, RankingIn
from wellrun.api.schemas.strategy import ObjectiveOut
from wellrun.api.sight import (
    objective_in_sight,
    objectives_in_sight,
    plan_in_sight,
    post_or_none,
    the_one,
    unit_in_sight,
)
from wellrun.strategy import actions
from wellrun.strategy.models import Domain, Objective, Plan

router = Router(tags=["objectives of a plan"])


@router.get("/plans/{slug:plan}/objectives", response=Page[ObjectiveOut])
def list_plan_objectives(
    request: HttpRequest, plan: str, wanted: Query[ObjectiveFilter], paging: Query[Paging]
) -> Page[ObjectiveOut]:
    """The objectives of a plan, at whatever stage it is, of the units the caller sees; by unit and rank."""
    user = caller(request)
    plan_in_sight(user, plan)
    rows = within_filter(user, with_parts(objectives_in_sight(user, plan)), wanted)
    return Page[ObjectiveOut].of(request, rows, paging, objectives_out(user))


@router.get("/plans/{slug:plan}/objectives/{slug:objective}", response=ObjectiveOut)
def get_plan_objective(request: HttpRequest, plan: str, objective: str) -> ObjectiveOut:
    """One objective of a plan."""
    return shown(caller(request), plan, objective)


@router.post("/plans/{slug:plan}/objectives", response={201: Saved[ObjectiveOut]})
def add_objective(request: HttpRequest, plan: str, given: ObjectiveIn) -> Status[Saved[ObjectiveOut]]:
    """Write down an outcome to reach. For who chairs its unit."""
    user = caller(request)
    found = plan_in_sight(user, plan)
    actions.add_objective(
        plan=found,
        domain=_domain(given.domain),
        unit=unit_in_sight(user, given.unit),
        owner=post_or_none(user, given.owner),
        sponsor=post_or_none(user, given.sponsor),
        parents=[objective_in_sight(user, plan, key) for key in dict.fromkeys(given.parents)],
        by=user,
        **given.model_dump(include={"key", "title", "level", "rank", "perspective", "description"}),
    )
    return Status(201, _saved(user, found, given.key))


@router.post("/plans/{slug:plan}/objectives/{slug:objective}/change", response=Saved[ObjectiveOut])
def change_objective(request: HttpRequest, plan: str, objective: str, given: ObjectiveChangeIn) -> Saved[ObjectiveOut]:
    """Say an objective anew; what is left out stays as it is. For who chairs its unit."""
    user = caller(request)
    one = objective_in_sight(user, plan, objective)
    with as_read(one, given.read):
        actions.change_objective(objective=one, by=user, **_fields(user, given))
    return _saved(user, one.plan, objective)


@router.post("/plans/{slug:plan}/objectives/{slug:objective}/retire", response=Gone)
def retire_objective(request: HttpRequest, plan: str, objective: str) -> Gone:
    """It is no longer pursued; what hangs on it stays as history. For who chairs its unit."""
    user = caller(request)
    one = objective_in_sight(user, plan, objective)
    actions.retire_objective(objective=one, by=user)
    return gone(user, one.plan)


@router.post("/plans/{slug:plan}/ranking", response=CheckedOut)
def rank_objectives(request: HttpRequest, plan: str, given: RankingIn) -> CheckedOut:
    """Put the objectives of the enterprise in a strict order. For who chairs the enterprise."""
    user = caller(request)
    found = plan_in_sight(user, plan)
    order = [objective_in_sight(user, plan, key) for key in given.order]
    actions.rank_objectives(plan=found, order=order, read=given.read, by=user)
    return checked(user, found)


def shown(user: User, plan: str, key: str) -> ObjectiveOut:
    """The objective as it stands, or NotFound."""
    return objectives_out(user)([the_one(with_parts(objectives_in_sight(user, plan)).filter(key=key))])[0]


def saved_objective(user: User, objective: Objective) -> Saved[ObjectiveOut]:
    """The objective as it stands after a write to one of its parts."""
    return _saved(user, objective.plan, objective.key)


def _saved(user: User, plan: Plan, key: str) -> Saved[ObjectiveOut]:
    return saved(user, plan, shown(user, plan.key, key))


def _fields(user: User, given: ObjectiveChangeIn) -> dict[str, Any]:
    """The fields that were sent, as records."""
    fields = given.model_dump(exclude_unset=True, exclude={"read"})
    for name in {"owner", "sponsor"} & fields.keys():
        fields[name] = post_or_none(user, fields[name])
    if "unit" in fields:
        fields["unit"] = unit_in_sight(user, fields["unit"])
    if "domain" in fields:
        fields["domain"] = _domain(fields["domain"])
    return fields


def _domain(key: str) -> Domain:
    return the_one(Domain.objects.filter(key=key))
