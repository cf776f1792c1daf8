"""Which of the units directly below never reported a measure that the units like them report.

The one place that tells of how many a rolled-up figure could be: pages, files and the API ask here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from wellrun.measures.models import MeasureVersion, Observation, Series
from wellrun.organisation.models import Unit


@dataclass(frozen=True, slots=True)
class NeverReported:
    """A unit that is open on the day asked for. `only_zero`: it sent figures, and never any but zero."""

    name: str
    opened: date | None
    only_zero: bool

    def was_there(self, period: date) -> bool:
        """Whether it was open then, and could have reported."""
        return self.opened is None or self.opened <= period


# Who never reported, by unit and measure.
Never = Mapping[tuple[UUID, UUID], tuple[NeverReported, ...]]


class _Row(NamedTuple):
    parent_id: UUID
    measure_id: UUID
    unit_id: UUID
    derived: bool
    name: str
    kind: str
    opened: date | None
    closed: date | None
    has_figure: bool
    has_activity: bool


def never_reported(
    unit_id: UUID, versions: Iterable[MeasureVersion], today: date
) -> Mapping[UUID, tuple[NeverReported, ...]]:
    """By measure, the units by name; one statement. Nothing is judged by it: `expected` counts who ever reported."""
    return units_below([unit_id])[unit_id].never_reported(versions, today)


def never_reported_in(unit_ids: Iterable[UUID], versions: Iterable[MeasureVersion], today: date) -> Never:
    """The same of several units, by unit and measure; one statement, and none without a unit."""
    known = list(versions)
    return {
        (unit_id, measure_id): missed
        for unit_id, below in units_below(unit_ids).items()
        for measure_id, missed in below.never_reported(known, today).items()
    }


def expected_then(expected: int | None, period: date, never: Iterable[NeverReported]) -> int | None:
    """Of how many units a figure could be: those who ever reported, and those who never did and were there."""
    return None if expected is None else expected + sum(one.was_there(period) for one in never)


def units_below(unit_ids: Iterable[UUID]) -> Mapping[UUID, UnitsBelow]:
    """What is directly below each of the units; one statement, and none without a unit."""
    rows: dict[UUID, list[_Row]] = {unit_id: [] for unit_id in unit_ids}
    for row in _rows(rows) if rows else []:
        rows[row.parent_id].append(row)
    return {unit_id: UnitsBelow(below) for unit_id, below in rows.items()}


class UnitsBelow:
    """The member units directly below a unit that have series, and who of them reported what."""

    def __init__(self, rows: Iterable[_Row]) -> None:
        self._of_measure: dict[UUID, list[_Row]] = defaultdict(list)
        self._reported: dict[UUID, set[UUID]] = defaultdict(set)
        self._units: dict[UUID, _Row] = {}
        for row in rows:
            self._units[row.unit_id] = row
            self._of_measure[row.measure_id].append(row)
            if row.has_figure:
                self._reported[row.measure_id].add(row.unit_id)

    @property
    def ids(self) -> Collection[UUID]:
        """Which they are."""
        return self._units.keys()

    def never_reported(
        self, versions: Iterable[MeasureVersion], today: date
    ) -> Mapping[UUID, tuple[NeverReported, ...]]:
        """By measure, who never reported it, by name.

        A unit is missed only beside units of its kind, and where it reports another measure that more than half of
        those report who report this one: a health plan is not missed among emergency departments. Where units further
        down report, nothing is said. Zeros of a count without a good direction report nothing, as in the roll-up.
        """
        found = {version.measure_id: self._missed(version, today) for version in versions}
        return {measure_id: missed for measure_id, missed in found.items() if missed is not None}

    def _missed(self, version: MeasureVersion, today: date) -> tuple[NeverReported, ...] | None:
        beside = self._of_measure.get(version.measure_id, [])
        reporters = {row.unit_id for row in beside if _reports(row, version)}
        if not reporters or any(row.derived for row in beside):
            return None
        kinds = {self._units[unit].kind for unit in reporters}
        alike = (self._units[unit] for unit in _units_like(reporters, version.measure_id, self._reported))
        missed = sorted((row for row in alike if row.kind in kinds and _is_open(row, today)), key=lambda row: row.name)
        zeros = self._reported[version.measure_id]
        return tuple(NeverReported(row.name, row.opened, row.unit_id in zeros) for row in missed)


def _rows(unit_ids: Iterable[UUID]) -> list[_Row]:
    figures = Observation.objects.filter(series=OuterRef("pk"), value__isnull=False)
    series: Any = Series.objects.filter(
        unit__parent__in=list(unit_ids), unit__membership=Unit.Membership.MEMBER, stratum="total"
    ).annotate(has_figure=Exists(figures), has_activity=Exists(figures.exclude(value=0)))
    place = ("unit__parent_id", "measure_id", "unit_id", "derived")
    unit = ("unit__name", "unit__kind", "unit__opened", "unit__closed")
    return [_Row(*row) for row in series.values_list(*place, *unit, "has_figure", "has_activity")]


def _reports(row: _Row, version: MeasureVersion) -> bool:
    is_activity = version.scoring == version.Scoring.COUNT and version.direction == version.Direction.NONE
    return row.has_activity if is_activity else row.has_figure


def _units_like(reporters: set[UUID], measure_id: UUID, reported: Mapping[UUID, set[UUID]]) -> set[UUID]:
    """Units that report another measure which more than half of the reporters report too."""
    shared = [
        units
        for other, units in reported.items()
        if other != measure_id and len(units & reporters) * 2 > len(reporters)
    ]
    return set().union(*shared) - reporters


def _is_open(row: _Row, today: date) -> bool:
    return row.closed is None or row.closed > today
