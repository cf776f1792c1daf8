"""The same measure in many units: one's own by name, the reference units as numbers that say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from wellrun.access.queries import granted_unit_ids
from wellrun.analytics.panel import Floats
from wellrun.measures.models import QualityIssue, Series
from wellrun.measures.queries.panel import SeriesPanel, panel
from wellrun.organisation.models import Unit

# What makes a figure itself doubtful, and not only its age.
DOUBTFUL = (
    QualityIssue.Kind.ABOVE_DENOMINATOR,
    QualityIssue.Kind.DISAGREES,
    QualityIssue.Kind.JUMP,
    QualityIssue.Kind.ALL_HITS,
    QualityIssue.Kind.SUDDEN,
    QualityIssue.Kind.REPEATED,
)


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit the caller may see by name; `doubtful`: the periods whose figure has an open question."""

    key: str
    name: str
    kind: str
    doubtful: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """The figures of many units of one kind: first those of `own`, by name, then the others in an order of no meaning.

    `periods` (T,): first days. The rest is (S, T), NaN where there is no figure or it came without counts; `versions`:
    the number of the definition in force.
    """

    own: tuple[OwnUnit, ...]
    periods: NDArray[np.datetime64]
    values: Floats
    numerators: Floats
    denominators: Floats
    versions: NDArray[np.int16]

    @property
    def others(self) -> int:
        """How many units there are without a name."""
        return int(self.values.shape[0]) - len(self.own)


@dataclass(frozen=True, slots=True)
class Place:
    """One series of the measure, for choosing whom to compare: others' have no key and no name here."""

    series_id: int
    unit_id: UUID
    kind: str
    own: OwnUnit | None


def places_of(user: Any, measure_id: UUID, stratum: str = "total") -> list[Place]:
    """Who reports the measure: the caller's own member units, and reference units without names; one query."""
    in_sight = Q(unit_id__in=granted_unit_ids(user), unit__membership=Unit.Membership.MEMBER)
    reference = Q(unit__membership=Unit.Membership.REFERENCE)
    rows = Series.objects.filter(in_sight | reference, measure_id=measure_id, stratum=stratum)
    fields = ("pk", "unit_id", "unit__kind", "unit__membership", "unit__key", "unit__name")
    return [
        Place(pk, unit_id, kind, OwnUnit(key, name, kind) if membership == Unit.Membership.MEMBER else None)
        for pk, unit_id, kind, membership, key, name in rows.order_by("unit__name", "unit__key").values_list(*fields)
    ]


def compared(measure_id: UUID, places: Sequence[Place], *, week_start: int | None = None) -> Compared | None:
    """The figures of these places; None where none has any. The caller must have chosen among `places_of`.

    A digest of unit and measure orders the others: it is stable, and neither figures, names nor another
    measure's order can be read from it.
    """
    found = panel([place.series_id for place in places], week_start=week_start)
    if not found:
        return None
    (only,) = found
    row_of = {int(series_id): row for row, series_id in enumerate(only.series_ids)}
    own = [place for place in places if place.own is not None and place.series_id in row_of]
    others = [place for place in places if place.own is None and place.series_id in row_of]
    others.sort(key=lambda place: sha256(measure_id.bytes + place.unit_id.bytes).digest())
    order = np.array([row_of[place.series_id] for place in [*own, *others]], dtype=np.int64)
    return _in_order(only, order, _doubted(measure_id, own))


def _in_order(only: SeriesPanel, order: NDArray[np.int64], own: tuple[OwnUnit, ...]) -> Compared:
    rows = only.panel.take(order)
    unknown = np.full(rows.values.shape, np.nan)
    return Compared(
        own=own,
        periods=rows.periods,
        values=rows.values,
        numerators=unknown if rows.numerators is None else rows.numerators,
        denominators=unknown if rows.denominators is None else rows.denominators,
        versions=only.version_number[order],
    )


def _doubted(measure_id: UUID, own: Sequence[Place]) -> tuple[OwnUnit, ...]:
    """The own units with the periods in question; one query."""
    rows = QualityIssue.objects.filter(
        measure_id=measure_id,
        unit_id__in=[place.unit_id for place in own],
        stratum="total",
        kind__in=DOUBTFUL,
        resolved_at__isnull=True,
    )
    periods: dict[UUID, set[date]] = {}
    for unit_id, period in rows.values_list("unit_id", "period"):
        periods.setdefault(unit_id, set()).add(period)
    return tuple(
        OwnUnit(place.own.key, place.own.name, place.own.kind, tuple(sorted(periods.get(place.unit_id, ()))))
        for place in own
        if place.own is not None
    )
