"""The plan in force as it adds up: cascade, map, line of sight, what a unit contributes to, what is pushed now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging, next_path
from wellrun.api.routes.plans.quarters import RESULTS
from wellrun.api.schemas.execution import ObjectiveRef
from wellrun.api.schemas.fields import Day, Key
from wellrun.api.schemas.in_force import (
    CascadeLineOut,
    ContributionOut,
    LineOfSightPage,
    LineUpOut,
    MapPage,
    StepOut,
    box_out,
    contribution_out,
    lines_out,
    map_arrow_out,
    step_out,
)
from wellrun.api.schemas.organisation import UnitRef
from wellrun.api.schemas.plans.quarter_now import PushedOut, QuarterPage, pushed_out
from wellrun.api.sight import the_one, unit_in_sight
from wellrun.api.versions import present_versions
from wellrun.execution.visibility import visible_actions
from wellrun.jobs.in_force.cascade import CascadeRecords, cascade_records, records_below
from wellrun.jobs.in_force.looking import Look
from wellrun.jobs.in_force.quarter import objectives_below, pushed_in, pushing_nothing, quarter_looked_at
from wellrun.jobs.in_force.serving import above_of
from wellrun.jobs.in_force.standing import MeasureSays, standing_of
from wellrun.lib import clock
from wellrun.measures.models import Series
from wellrun.organisation.queries import site_zone
from wellrun.strategy.models import CauseEffect, KeyResult, Objective, ObjectiveMeasure, QuarterSlice
from wellrun.strategy.pushes import days_silent, with_figures
from wellrun.strategy.queries import active_plan, links_up, objectives_in_force

router = Router(tags=["strategy"])


class OfUnit(BaseModel):
    """`unit`: which, by key."""

    unit: Key


@router.get("/cascade", response=Page[CascadeLineOut])
def get_cascade(request: HttpRequest, wanted: Query[OfUnit], paging: Query[Paging]) -> Page[CascadeLineOut]:
    """The objectives in force of a unit and all below it, by rank and unit: gaps, who takes on what, what is done."""
    records = cascade_records(_look(caller(request), wanted.unit))
    lines = list(records.objectives.values())
    return Page[CascadeLineOut].of_part(request, lines, paging, lambda part: lines_out(records, part))


@router.get("/objectives/{slug:key}/line-of-sight", response=LineOfSightPage)
def get_line_of_sight(request: HttpRequest, key: str, paging: Query[Paging]) -> LineOfSightPage:
    """From an objective in force up to those of the enterprise, and down to initiatives and actions."""
    user = caller(request)
    rows = objectives_in_force().filter(unit__in=granted_unit_ids(user), key=key)
    one = the_one(rows.select_related("unit"))
    records = records_below(Look(user, one.unit, _today()), one)
    below = _below(records, one.pk)
    part = Page[CascadeLineOut].of_part(request, below, paging, lambda some: lines_out(records, some))
    return LineOfSightPage(**dict(part), up=_up(user, [one.pk]))


@router.get("/actions/{uuid:action_id}/line-of-sight", response=LineUpOut)
def get_line_up(request: HttpRequest, action_id: UUID) -> LineUpOut:
    """From an action up: its initiative, its objective, what that serves, up to the enterprise."""
    user = caller(request)
    rows = visible_actions(user, _today()).filter(pk=action_id)
    action = the_one(rows.select_related("initiative__objective", "objective"))
    objective = action.objective or (action.initiative.objective if action.initiative else None)
    return LineUpOut(
        initiative=action.initiative.key if action.initiative else None,
        objective=ObjectiveRef.of(objective) if objective else None,
        up=_up(user, [objective.pk]) if objective else [],
    )


@router.get("/strategy-map", response=MapPage)
def get_strategy_map(request: HttpRequest, wanted: Query[OfUnit], paging: Query[Paging]) -> MapPage:
    """The objectives in force of one unit with their states, and the arrows from them to others of the unit."""
    look = _look(caller(request), wanted.unit)
    plan = active_plan()
    rows = objectives_in_force().filter(unit=look.unit).order_by("rank", "key") if plan else Objective.objects.none()
    count = rows.count()
    shown = list(rows[paging.offset : paging.offset + paging.limit])
    arrows = CauseEffect.objects.filter(cause__in=shown, effect__in=rows).select_related("cause", "effect")
    said = _said(look, shown)
    return MapPage(
        count=count,
        next=next_path(request, paging, count),
        results=[box_out(one, standing_of(said[one.pk])) for one in shown],
        plan=plan.key if plan else None,
        unit=UnitRef.of(look.unit),
        arrows=[map_arrow_out(one) for one in arrows.order_by("cause__rank", "cause__key", "effect__rank")],
    )


@router.get("/contributions", response=Page[ContributionOut])
def get_contributions(request: HttpRequest, wanted: Query[OfUnit], paging: Query[Paging]) -> Page[ContributionOut]:
    """The objectives above a unit, the nearest first, and how the unit counts toward each."""
    user = caller(request)
    look = _look(user, wanted.unit)
    found = list(above_of(look, cascade_records(look)).items())
    seen = frozenset(granted_unit_ids(user))
    return Page[ContributionOut].of_part(
        request, found, paging, lambda part: [contribution_out(pk, one, seen) for pk, one in part]
    )


class QuarterWanted(OfUnit):
    """`starts`: the first day of a quarter of the plan; without it the one of today."""

    starts: Day | None = None


@router.get("/quarter", response=QuarterPage)
def get_quarter(request: HttpRequest, wanted: Query[QuarterWanted], paging: Query[Paging]) -> QuarterPage:
    """What the objectives in force of a unit and below push in one quarter, and how each key result stands."""
    look = _look(caller(request), wanted.unit)
    plan = active_plan()
    quarter = quarter_looked_at(plan, wanted.starts.isoformat() if wanted.starts else "", look.today) if plan else None
    key = plan.key if plan else None
    if quarter is None:
        return QuarterPage(count=0, next=None, results=[], plan=key, starts=None, ends=None, idle=0)
    objectives = objectives_below(look)
    pushed = pushed_in(objectives, quarter)
    count = pushed.count()
    return QuarterPage(
        count=count,
        next=next_path(request, paging, count),
        results=_pushes(pushed.select_related("objective__unit")[paging.offset : paging.offset + paging.limit], look),
        plan=key,
        starts=quarter.starts,
        ends=quarter.ends,
        idle=pushing_nothing(objectives, pushed).count(),
    )


def _pushes(rows: Iterable[QuarterSlice], look: Look) -> list[PushedOut]:
    """Each with its key results; six queries."""
    pushed = list(rows)
    prefetch_related_objects(pushed, *(f"key_results__{name}" for name in RESULTS))
    results: dict[UUID, list[Any]] = defaultdict(list)
    for one in with_figures(KeyResult.objects.filter(slice__in=pushed)).order_by("position"):
        results[one.slice_id].append(one)
    every = [one for found in results.values() for one in found]
    versions = present_versions(one.series.measure_id for one in every)
    silent = {one.pk: days_silent(one, look.today, site_zone()) for one in every}
    return [pushed_out(one, results[one.pk], versions, silent) for one in pushed]


def _look(user: User, unit: str) -> Look:
    return Look(user, unit_in_sight(user, unit), _today())


def _today() -> date:
    return clock.today(site_zone())


def _up(user: User, start: list[UUID]) -> list[StepOut]:
    """The links up, the nearest first; four queries at most."""
    seen = frozenset(granted_unit_ids(user))
    return [step_out(link, steps, seen) for steps, level in enumerate(links_up(start), 1) for link in level]


def _below(records: CascadeRecords, start: UUID) -> list[Objective]:
    """It and all that serves it here, level by level, each once."""
    found, asked = {start: records.objectives[start]}, [start]
    while asked:
        links = [link for pk in asked for link in records.children.get(pk, [])]
        asked = list(dict.fromkeys(link.child_id for link in links if link.child_id not in found))
        found |= {pk: records.objectives[pk] for pk in asked}
    return list(found.values())


def _said(look: Look, objectives: list[Objective]) -> dict[UUID, list[MeasureSays]]:
    """By objective what its measures say in the unit; three queries."""
    roles = list(ObjectiveMeasure.objects.filter(objective__in=objectives).order_by("position"))
    versions = present_versions(role.measure_id for role in roles)
    series = Series.objects.filter(unit=look.unit, measure__in=versions, stratum="total").select_related("state")
    states = {one.measure_id: getattr(one, "state", None) for one in series}
    found: dict[UUID, list[MeasureSays]] = defaultdict(list)
    for role in roles:
        name = versions[role.measure_id].name
        found[role.objective_id].append(MeasureSays(role.role, name, states.get(role.measure_id), look.today))
    return found
