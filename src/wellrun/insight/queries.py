"""Reading what evaluation found. Everything a person asks for stays within the units they may see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from wellrun.access.queries import granted_unit_ids
from wellrun.insight.models import SeriesState, Signal
from wellrun.strategy.queries import RoleRow


def states_for(user: Any, **series: Any) -> QuerySet[SeriesState]:
    """The states of the series a person may see; `series` filters by fields of `Series` (`unit=`, `measure__key=`)."""
    wanted = {f"series__{name}": value for name, value in series.items()}
    rows = SeriesState.objects.filter(series__unit_id__in=granted_unit_ids(user), **wanted)
    return rows.select_related("series__measure", "series__unit")


def signals_for(user: Any) -> QuerySet[Signal]:
    """Every signal a person may see, in any status."""
    return Signal.objects.filter(series__unit_id__in=granted_unit_ids(user))


def open_signals(user: Any, **series: Any) -> QuerySet[Signal]:
    """The open signals a person may see, newest first; `series` filters by fields of `Series`."""
    wanted = {f"series__{name}": value for name, value in series.items()}
    rows = Signal.objects.filter(status=Signal.Status.OPEN, series__unit_id__in=granted_unit_ids(user), **wanted)
    return rows.select_related("series__measure", "series__unit").order_by("-first_fired", "series_id")


def roles_beside(bearing: list[RoleRow], measure_id: UUID) -> list[RoleRow]:
    """Of the roles that bear on a unit, those of other measures in the objectives that `measure_id` serves.

    Each other measure once, by its role in the foremost of those objectives.
    """
    objectives = {role.objective_id for role in bearing if role.measure_id == measure_id}
    once: dict[UUID, RoleRow] = {}
    for role in bearing:
        if role.objective_id in objectives and role.measure_id != measure_id:
            once.setdefault(role.measure_id, role)
    return list(once.values())
