"""The strategy in force: objectives, and what the model check finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.schemas.fields import Key, Word
from wellrun.api.schemas.strategy import (
    FindingOut,
    ObjectiveOut,
    findings_out,
    objective_out,
)
from wellrun.api.schemas.words import ObjectiveLevel, Severity
from wellrun.api.sight import plan_in_sight, the_one, unit_in_sight
from wellrun.api.versions import present_versions
from wellrun.check.models import Finding
from wellrun.check.queries import about_units, findings_for, waivers_in_force
from wellrun.lib import clock
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import site_zone, subtree_ids
from wellrun.strategy.models import Objective, Plan
from wellrun.strategy.queries import active_plan, objectives_in_force

router = Router(tags=["strategy"])


class ObjectiveFilter(BaseModel):
    """`within`: of a unit and all below it. `domain`: by key. `text`: part of the title."""

    within: Key | None = None
    level: ObjectiveLevel | None = None
    domain: Key | None = None
    text: Word = ""


class FindingFilter(BaseModel):
    """`within`: about a unit and all below it. `resolved`: those that were mended, too.

    `plan`: of a plan by key; without it of the one in force.
    """

    plan: Key | None = None
    within: Key | None = None
    severity: Severity | None = None
    rule: Key | None = None
    resolved: bool = False


@router.get("/objectives", response=Page[ObjectiveOut])
def list_objectives(request: HttpRequest, wanted: Query[ObjectiveFilter], paging: Query[Paging]) -> Page[ObjectiveOut]:
    """The objectives of the plan in force of the units the caller sees, by unit and rank."""
    user = caller(request)
    return Page[ObjectiveOut].of(request, within_filter(user, _in_force(user), wanted), paging, objectives_out(user))


@router.get("/objectives/{slug:key}", response=ObjectiveOut)
def get_objective(request: HttpRequest, key: str) -> ObjectiveOut:
    """One objective of the plan in force."""
    user = caller(request)
    return objectives_out(user)([the_one(_in_force(user).filter(key=key))])[0]


@router.get("/findings", response=Page[FindingOut])
def list_findings(request: HttpRequest, wanted: Query[FindingFilter], paging: Query[Paging]) -> Page[FindingOut]:
    """What the model check found about the units the caller sees, the oldest first.

    What is of the plan as a whole is told to who sees the enterprise.
    """
    user = caller(request)
    plan = plan_in_sight(user, wanted.plan) if wanted.plan else active_plan()
    rows: QuerySet[Any] = findings_for(user).filter(plan=plan).select_related("unit")
    exact = {"severity": wanted.severity, "rule": wanted.rule, "resolved_at__isnull": None if wanted.resolved else True}
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.within:
        rows = rows.filter(about_units(subtree_ids(unit_in_sight(user, wanted.within).pk)))
    return Page[FindingOut].of(request, rows.order_by("since", "rule", "subject"), paging, _with_fixes(user, plan))


def _in_force(user: User) -> QuerySet[Objective]:
    return with_parts(objectives_in_force().filter(unit__in=granted_unit_ids(user)))


def with_parts(rows: QuerySet[Objective]) -> QuerySet[Objective]:
    """Objectives with all that is told of them, by unit and rank; six queries more."""
    related = rows.select_related("unit", "domain", "owner", "sponsor")
    teams = ("contributors__handoff_measure", "contributors__unit", "contributors__post")
    parts = ("parent_links__parent", "measures__measure", "measures__owner", "effects__effect", *teams)
    return related.prefetch_related(*parts).order_by("unit__key", "rank", "key")


def within_filter(user: User, rows: QuerySet[Objective], wanted: ObjectiveFilter) -> QuerySet[Objective]:
    """Those of the objectives that the filter names. Raises NotFound for a unit the caller does not see."""
    exact = {"level": wanted.level, "domain__key": wanted.domain}
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    rows = rows.filter(title__icontains=wanted.text)
    return rows.filter(unit__in=subtree_ids(unit_in_sight(user, wanted.within).pk)) if wanted.within else rows


def objectives_out(user: User) -> Callable[[Sequence[Objective]], list[ObjectiveOut]]:
    """How objectives with their parts at hand are told to the caller; two queries."""

    def shape(rows: Sequence[Objective]) -> list[ObjectiveOut]:
        of_roles = {role.measure_id for one in rows for role in one.measures.all()}
        of_teams = {team.handoff_measure_id for one in rows for team in one.contributors.all()}
        versions = present_versions(pk for pk in of_roles | of_teams if pk is not None)
        seen = frozenset(Unit.objects.filter(pk__in=granted_unit_ids(user)).values_list("pk", flat=True))
        return [objective_out(one, versions, seen) for one in rows]

    return shape


def _with_fixes(user: User, plan: Plan | None) -> Callable[[Sequence[Finding]], list[FindingOut]]:
    def shape(rows: Sequence[Finding]) -> list[FindingOut]:
        waivers = waivers_in_force(plan, clock.today(site_zone()))
        return findings_out(user, plan, rows, waivers)

    return shape
