"""Series with the keys they are called by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from wellrun.analytics.calendar import Grain
from wellrun.measures.models import MeasureVersion, Series
from wellrun.measures.receiving import SeriesIds

CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class NamedSeries:
    """A series with its label `measure/unit/stratum` and the grain of its measure."""

    id: int
    measure_id: UUID
    label: str
    grain: Grain

    @classmethod
    def of(cls, series: Series, version: MeasureVersion) -> NamedSeries:
        """That of a series whose measure and unit have been read."""
        label = f"{series.measure.key}/{series.unit.key}/{series.stratum}"
        return cls(series.pk, series.measure_id, label, Grain(version.grain))


def named_series(series_ids: SeriesIds) -> list[NamedSeries]:
    """The given series by id; the database is asked for ten thousand at a time."""
    found: list[NamedSeries] = []
    for start in range(0, series_ids.size, CHUNK):
        found += _chunk(series_ids[start : start + CHUNK].tolist())
    return found


def _chunk(ids: Sequence[int]) -> list[NamedSeries]:
    rows = (
        Series.objects.filter(pk__in=ids)
        .order_by("pk")
        .values_list("pk", "measure_id", "measure__key", "unit__key", "stratum")
    )
    series = list(rows)
    grains = dict(
        MeasureVersion.objects.filter(current=True, measure_id__in={row[1] for row in series}).values_list(
            "measure_id", "grain"
        )
    )
    return [NamedSeries(row[0], row[1], f"{row[2]}/{row[3]}/{row[4]}", Grain(grains[row[1]])) for row in series]
