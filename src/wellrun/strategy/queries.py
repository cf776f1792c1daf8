"""Reading the strategy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet

from wellrun.strategy.models import Objective, ObjectiveMeasure, Plan

_LAST_RANK = 1_000_000


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One measure's role toward one objective of the active plan."""

    objective_id: UUID
    objective_key: str
    objective_title: str
    unit_id: UUID
    domain: str
    rank: int | None
    measure_id: UUID
    role: str
    position: int


def active_plan() -> Plan | None:
    """The plan in force."""
    return Plan.objects.filter(active=True).first()


def objectives_in_force() -> QuerySet[Objective]:
    """The objectives of the active plan that are not retired, by rank."""
    return Objective.objects.filter(plan__active=True, retired_on__isnull=True)


def roles_in_force(measure_ids: Iterable[UUID] | None = None) -> list[RoleRow]:
    """Every role of the active plan, of the given measures or of all; one query."""
    rows = ObjectiveMeasure.objects.filter(objective__in=objectives_in_force())
    if measure_ids is not None:
        rows = rows.filter(measure_id__in=list(measure_ids))
    return [
        RoleRow(**row)
        for row in rows.values(
            "objective_id",
            "measure_id",
            "role",
            "position",
            objective_key=F("objective__key"),
            objective_title=F("objective__title"),
            unit_id=F("objective__unit_id"),
            domain=F("objective__domain__key"),
            rank=F("objective__rank"),
        ).order_by("objective__rank", "objective__key", "position")
    ]


def roles_at(roles: Iterable[RoleRow], distances: Mapping[UUID, int]) -> list[RoleRow]:
    """The roles that bear on a unit, the first one foremost.

    `distances`: the unit (0) and each of its ancestors with how far up it is. A role bears on the unit when its
    objective is the unit's own or an ancestor's; the nearest comes first, there what an objective is to reach before
    what it must not harm, then the higher rank.
    """
    bearing = [role for role in roles if role.unit_id in distances]
    return sorted(
        bearing,
        key=lambda role: (
            distances[role.unit_id],
            role.role == ObjectiveMeasure.Role.BALANCING,
            _LAST_RANK if role.rank is None else role.rank,
            role.objective_key,
            role.position,
        ),
    )
