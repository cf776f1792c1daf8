"""The measures of an objective in their roles: latest figure, aim, who answers, whether a lead still warns in time."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.strategy.models import ObjectiveMeasure
from wellrun.web import dates
from wellrun.web.presenters.plans.objective_records import ObjectiveRecords
from wellrun.web.presenters.plans.objective_words import direction_names, objective_address
from wellrun.web.presenters.rows import MeasureRow, measure_row
from wellrun.web.presenters.strategy_words import missing_roles


@dataclass(frozen=True)
class RoleLine:
    """One measure. `has_figures`: it has a card in the objective's unit; `notes`: what is said of it besides.

    `aim_href`: where an aim is set, for a result that has none.
    """

    row: MeasureRow
    has_figures: bool
    owner: str
    notes: tuple[str, ...]
    change_href: str
    take_href: str
    aim_href: str


@dataclass(frozen=True)
class RoleHole:
    """A role that no measure plays, and where one is given it."""

    sentence: str
    href: str


def role_lines(records: ObjectiveRecords) -> list[RoleLine]:
    """Its measures; one whose definition is gone is left out."""
    return [_line(records, role) for role in records.roles if role.measure_id in records.versions]


def role_holes(records: ObjectiveRecords, rows: list[MeasureRow]) -> list[RoleHole]:
    """The roles that no measure plays."""
    return [
        RoleHole(sentence, objective_address("objective_roles", records.objective, role=role) + "#write")
        for role, sentence in missing_roles(rows).items()
    ]


def _line(records: ObjectiveRecords, role: ObjectiveMeasure) -> RoleLine:
    objective = records.objective
    version = records.versions[role.measure_id]
    series = records.series.get((objective.unit_id, role.measure_id))
    never = records.never.get((objective.unit_id, role.measure_id), ())
    late = records.too_late.get((objective.pk, role.measure_id))
    row = measure_row(objective.unit, version, series, role.role, today=records.frame.today, never=never, too_late=late)
    owner = role.owner or objective.owner
    return RoleLine(
        row=row,
        has_figures=series is not None,
        owner=owner.title if owner else "",
        notes=tuple(_notes(records, role, series is not None)),
        change_href=objective_address("objective_roles", objective, measure=role.measure.key) + "#write",
        take_href=objective_address("objective_roles", objective, take=role.measure.key),
        aim_href=_aim_href(records, role) if series is not None and not row.has_aim else "",
    )


def _aim_href(records: ObjectiveRecords, role: ObjectiveMeasure) -> str:
    if role.role != ObjectiveMeasure.Role.LAG:
        return ""
    return reverse("targets", args=[records.objective.unit.key, role.measure.key])


def _notes(records: ObjectiveRecords, role: ObjectiveMeasure, has_figures: bool) -> list[str]:
    objective, found = records.objective, []
    if role.direction:
        found.append(_("Here %(direction)s.") % {"direction": direction_names()[role.direction]})
    if not has_figures:
        found.append(_("No figures of it for %(unit)s yet.") % {"unit": objective.unit.name})
    aim = records.aim_of(objective.unit_id, role.measure_id)
    if aim is not None and aim.by_date is not None:
        found.append(_("Aim by %(day)s.") % {"day": dates.day(aim.by_date, year=True)})
    return found
