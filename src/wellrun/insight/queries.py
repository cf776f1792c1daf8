"""Reading what evaluation found. Everything a person asks for stays within the units they may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from wellrun.access.queries import granted_unit_ids
from wellrun.insight.models import SeriesState, Signal
from wellrun.measures.models import MeasureVersion, Series
from wellrun.organisation.models import UnitClosure
from wellrun.strategy.queries import RoleRow, roles_at, roles_in_force

_MOVED = ("improving", "worsening", "higher", "lower")


@dataclass(frozen=True, slots=True)
class LinkedMeasure:
    """Another measure of an objective that a series' measure serves. `series` None: the unit has no such series."""

    objective_key: str
    objective_title: str
    role: str
    measure_id: UUID
    measure_key: str
    name: str
    series: Series | None

    @property
    def state(self) -> SeriesState | None:
        """Its answer, when it has been judged."""
        return getattr(self.series, "state", None)

    @property
    def has_moved(self) -> bool:
        """Whether it shows a real change now."""
        return self.state is not None and self.state.change in _MOVED


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


def signals_of(user: Any, series: Series) -> QuerySet[Signal]:
    """Every signal of a series, newest first, withdrawn ones too; none when it is not the caller's to see."""
    rows = Signal.objects.filter(series=series, series__unit_id__in=granted_unit_ids(user))
    return rows.order_by("-first_fired", "side")


def linked_measures(user: Any, series: Series) -> list[LinkedMeasure]:
    """The other measures of the objectives that the series' measure serves in its unit, foremost objective first.

    Five statements. Empty when the series is not the caller's to see.
    """
    distances = dict(UnitClosure.objects.filter(descendant_id=series.unit_id).values_list("ancestor_id", "depth"))
    bearing = roles_at(roles_in_force(), distances)
    linked = roles_beside(bearing, series.measure_id)
    if not linked or not granted_unit_ids(user).filter(descendant_id=series.unit_id).exists():
        return []
    measure_ids = {role.measure_id for role in linked}
    versions = MeasureVersion.objects.filter(measure_id__in=measure_ids, current=True).annotate(key=F("measure__key"))
    named = {version.measure_id: (version.key, version.name) for version in versions}
    rows = Series.objects.filter(unit_id=series.unit_id, stratum=series.stratum, measure_id__in=measure_ids)
    present = {row.measure_id: row for row in rows.select_related("state")}
    return [
        LinkedMeasure(
            role.objective_key,
            role.objective_title,
            role.role,
            role.measure_id,
            *named[role.measure_id],
            present.get(role.measure_id),
        )
        for role in linked
    ]


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
