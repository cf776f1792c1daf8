"""What a unit without objectives of its own contributes to: those above it, by their titles, with its own figures."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.jobs.in_force.too_late import too_late_leads
from wellrun.measures.queries import never_reported
from wellrun.organisation.models import UnitClosure
from wellrun.strategy.queries import RoleRow, roles_at, roles_in_force
from wellrun.web.frame import Frame
from wellrun.web.presenters.rows import MeasureRow, current_versions, measure_row, series_of


@dataclass(frozen=True)
class Contribution:
    """An objective of a unit above, and the unit's own measures of it."""

    key: str
    title: str
    rows: list[MeasureRow]


def contributions(frame: Frame) -> list[Contribution]:
    """The nearest objectives first; those of which the unit has no figures are left out. Seven queries.

    A measure stands once, in its foremost role.
    """
    above = UnitClosure.objects.filter(descendant_id=frame.unit.pk)
    bearing = roles_at(roles_in_force(), dict(above.values_list("ancestor_id", "depth")))
    foremost: dict[object, RoleRow] = {}
    for role in bearing:
        foremost.setdefault(role.measure_id, role)
    versions = current_versions(role.measure_id for role in foremost.values())
    series = series_of(frame.unit, versions)
    never = never_reported(frame.unit.pk, versions.values(), frame.today)
    late = too_late_leads(bearing, versions)
    found: dict[str, Contribution] = {}
    for role in foremost.values():
        if role.measure_id in series:
            one = found.setdefault(role.objective_key, Contribution(role.objective_key, role.objective_title, []))
            version = versions[role.measure_id]
            own = series[role.measure_id]
            silent = never.get(role.measure_id, ())
            too_late = late.get((role.objective_id, role.measure_id))
            row = measure_row(frame.unit, version, own, role.role, today=frame.today, never=silent, too_late=too_late)
            one.rows.append(row)
    return list(found.values())
