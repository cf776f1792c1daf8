"""Looking up what a caller names; what they do not see answers as if it did not exist."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from wellrun.access.errors import nothing_here
from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.execution.models import Initiative
from wellrun.measures.models import Measure, Series
from wellrun.measures.queries import series_for
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import enterprise
from wellrun.strategy.models import Objective, Plan

M = TypeVar("M", bound=Model)


def the_one(rows: QuerySet[M]) -> M:
    """The only record among those the caller sees. Raises NotFound."""
    found = rows.first()
    if found is None:
        raise nothing_here()
    return found


def unit_in_sight(user: User, key: str) -> Unit:
    """The unit of this key, or NotFound."""
    return the_one(Unit.objects.filter(key=key, pk__in=granted_unit_ids(user)))


def unit_id_in_sight(user: User, key: str | None) -> UUID | None:
    """The id of the unit of this key; None without a key."""
    return unit_in_sight(user, key).pk if key else None


def series_id_in_sight(user: User, uid: UUID | None) -> int | None:
    """The inner id of a series; None without one."""
    return the_one(series_for(user).filter(uid=uid)).pk if uid else None


def series_in_sight(user: User, uid: UUID) -> Series:
    """The series with its measure and unit, or NotFound."""
    return the_one(series_for(user).filter(uid=uid).select_related("measure", "unit"))


def post_in_sight(user: User, key: str) -> Post:
    """The post of this key in a unit the caller sees, or NotFound."""
    return the_one(Post.objects.filter(key=key, unit__in=granted_unit_ids(user)).select_related("unit"))


def initiative_named(key: str | None) -> Initiative | None:
    """The initiative of this key, None without one; whether the caller may point at it, the verb says."""
    return the_one(Initiative.objects.filter(key=key).select_related("objective")) if key else None


def plan_in_sight(user: User, key: str) -> Plan:
    """The plan of this key, for whoever has access to any unit, or NotFound."""
    if not granted_unit_ids(user).exists():
        raise nothing_here()
    return the_one(Plan.objects.filter(key=key))


def objectives_in_sight(user: User, plan: str) -> QuerySet[Objective]:
    """The objectives of a plan that are not retired, of the units the caller sees."""
    return Objective.objects.filter(plan__key=plan, retired_on__isnull=True, unit__in=granted_unit_ids(user))


def objective_in_sight(user: User, plan: str, key: str) -> Objective:
    """The objective of this key in the plan, or NotFound."""
    rows = objectives_in_sight(user, plan).filter(key=key)
    return the_one(rows.select_related("plan", "unit", "domain", "owner", "sponsor"))


def measure_in_sight(key: str) -> Measure:
    """The measure of this key, or NotFound; definitions are the same for everyone."""
    return the_one(Measure.objects.filter(key=key, retired_on__isnull=True))


def post_or_none(user: User, key: str | None) -> Post | None:
    """The post of this key; None without a key."""
    return post_in_sight(user, key) if key else None


def unit_or_none(user: User, key: str | None) -> Unit | None:
    """The unit of this key; None without a key."""
    return unit_in_sight(user, key) if key else None


def enterprise_id() -> UUID:
    """The unit that stands for the whole organisation, or NotFound."""
    top = enterprise()
    if top is None:
        raise nothing_here()
    return top.pk
