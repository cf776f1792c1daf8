"""The records that scope is judged from: open signals of member units, their siblings, and what those show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet

from wellrun.analytics.spc.codes import HIGH, LOW
from wellrun.insight.figure_kinds import FigureKind
from wellrun.insight.models import Signal
from wellrun.measures.models import MeasureVersion, Series
from wellrun.organisation.models import Unit

SIDE_CODES = {"high": HIGH, "low": LOW}
# More than three periods of any grain: what began earlier than that cannot bear on an open signal.
_LOOK_BACK = timedelta(days=370)
_ENOUGH_DATA = {"ok", "constant"}


@dataclass(frozen=True, slots=True)
class Family:
    """The series of one measure and stratum in the children of one unit."""

    measure_id: UUID
    stratum: str
    parent_id: UUID


@dataclass(frozen=True, slots=True)
class OpenSignal:
    """A signal whose scope is asked for, and the answer on record."""

    id: UUID
    series_id: int
    side: int
    began: date
    family: Family
    answer: tuple[str, int, int, bool]


@dataclass(frozen=True, slots=True)
class Sibling:
    """One series of a family. `last_period` None: it has no figures."""

    series_id: int
    status: str
    last_period: date | None

    def has_enough_data(self, on: date) -> bool:
        """Whether it could show a change that began `on`: judged, and still reporting then."""
        return self.status in _ENOUGH_DATA and self.last_period is not None and self.last_period >= on


class Definition(NamedTuple):
    """What scope has to know of a measure."""

    grain: str
    roll_up: str
    profile: str
    is_watched: bool
    kind: FigureKind


@dataclass(slots=True)
class Siblings:
    """Everything by family or series, read in four statements."""

    members: Mapping[Family, list[Sibling]]
    began: Mapping[int, list[tuple[int, date]]]
    parents: Mapping[Family, int]
    definitions: Mapping[UUID, Definition] = field(default_factory=dict)


def open_signals_of(measure_ids: Collection[UUID], parent_ids: Collection[UUID]) -> list[OpenSignal]:
    """The open signals of member units below the given parents, on the given measures."""
    rows = Signal.objects.filter(
        status=Signal.Status.OPEN,
        series__unit__membership=Unit.Membership.MEMBER,
        series__measure_id__in=measure_ids,
        series__unit__parent_id__in=parent_ids,
    ).order_by("series_id", "first_fired", "side")
    names = ("id", "series_id", "side", "began", "scope", "scope_same", "scope_of", "scope_parent")
    places = ("series__measure_id", "series__stratum", "series__unit__parent_id")
    return [
        OpenSignal(row[0], row[1], SIDE_CODES[row[2]], row[3], Family(*row[8:]), row[4:8])
        for row in rows.values_list(*names, *places)
    ]


def siblings_of(signals: Sequence[OpenSignal]) -> Siblings:
    """The families of the signals: their series, what each has shown of late, the parents' series, the definitions."""
    families = {signal.family for signal in signals}
    measure_ids = {family.measure_id for family in families}
    parent_ids = {family.parent_id for family in families}
    inside = Series.objects.filter(measure_id__in=measure_ids, unit__parent_id__in=parent_ids)
    return Siblings(
        members=_members(inside, families),
        began=_began(inside, min(signal.began for signal in signals)),
        parents=_parents(measure_ids, parent_ids),
        definitions=_definitions(measure_ids),
    )


def _members(inside: QuerySet[Series], families: Collection[Family]) -> Mapping[Family, list[Sibling]]:
    members: dict[Family, list[Sibling]] = defaultdict(list)
    rows = inside.order_by("id").values_list(
        "measure_id", "stratum", "unit__parent_id", "id", "state__status", "state__last_period"
    )
    for measure_id, stratum, parent_id, series_id, status, last_period in rows:
        if parent_id is not None and (family := Family(measure_id, stratum, parent_id)) in families:
            members[family].append(Sibling(series_id, status or "", last_period))
    return members


def _began(inside: QuerySet[Series], earliest: date) -> Mapping[int, list[tuple[int, date]]]:
    rows = Signal.objects.filter(series__in=inside, began__gte=earliest - _LOOK_BACK).exclude(
        status=Signal.Status.WITHDRAWN
    )
    began: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for series_id, side, day in rows.order_by("series_id", "began").values_list("series_id", "side", "began"):
        began[series_id].append((SIDE_CODES[side], day))
    return began


def _parents(measure_ids: Collection[UUID], parent_ids: Collection[UUID]) -> Mapping[Family, int]:
    rows = Series.objects.filter(measure_id__in=measure_ids, unit_id__in=parent_ids)
    found: Any = rows.values_list("measure_id", "stratum", "unit_id", "id")
    return {Family(*row[:3]): row[3] for row in found}


def _definitions(measure_ids: Collection[UUID]) -> Mapping[UUID, Definition]:
    rows = MeasureVersion.objects.filter(measure_id__in=measure_ids, current=True)
    names = ("grain", "roll_up", "rule_profile", "early_detection", "scoring", "judged_on")
    return {
        row[0]: Definition(row[1], row[2], row[3], row[4], FigureKind(row[5], row[6]))
        for row in rows.values_list(F("measure_id"), *names)
    }
