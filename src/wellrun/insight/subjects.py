"""What evaluation must know of a series besides its figures, and which series have an answer that is out of date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import F, Q

from wellrun.insight.figure_kinds import FigureKind
from wellrun.insight.judging_version import JUDGING_VERSION
from wellrun.measures.models import MeasureVersion, Series, Target

T = TypeVar("T")

# Below the 32,766 variables an SQLite statement may carry, and a panel that fits into memory with ease.
PART = 5_000


@dataclass(frozen=True, slots=True)
class Subject:
    """One series to judge: where it is, its figures' revision, what is good, what is counted, the aim (None: none).

    `early_detection`: whether it is watched for an early change beside the rules; `judged_on`: the chart that its
    definition names, "" for none.
    """

    series_id: int
    measure_id: UUID
    unit_id: UUID
    parent_id: UUID | None
    data_revision: int
    version_number: int
    direction: str
    profile: str
    scoring: str
    target_low: float | None
    target_high: float | None
    early_detection: bool = False
    judged_on: str = ""

    @property
    def kind(self) -> FigureKind:
        """What decides its chart."""
        return FigureKind(self.scoring, self.judged_on)


def stale_series_ids() -> list[int]:
    """Series whose state is not that of their figures, phases and aim by this judging code, or missing; by measure."""
    moved = Q(state__isnull=True) | ~Q(state__data_revision=F("data_revision"))
    stale = Series.objects.filter(moved | ~Q(state__judging_version=JUDGING_VERSION))
    return list(stale.order_by("measure_id", "id").values_list("id", flat=True))


def subjects(series_ids: Sequence[int]) -> list[Subject]:
    """The subjects of at most PART series, by id; three queries.

    The revision is read here, before the figures: figures that arrive later leave the series stale again.
    """
    rows = Series.objects.filter(pk__in=series_ids).order_by("pk")
    found = list(rows.values_list("id", "measure_id", "unit_id", "unit__parent_id", "data_revision"))
    versions = _versions({row[1] for row in found})
    aims = _aims(series_ids)
    return [
        Subject(*row, *versions[row[1]][:-2], *aims.get(row[0], (None, None)), *versions[row[1]][-2:]) for row in found
    ]


def subject_of(series: Series, version: MeasureVersion, aim: tuple[float | None, float | None]) -> Subject:
    """The subject of one series, from what has been read; `aim`: its lowest and highest value, None for none."""
    low, high = aim
    return Subject(
        series_id=series.pk,
        measure_id=series.measure_id,
        unit_id=series.unit_id,
        parent_id=series.unit.parent_id,
        data_revision=series.data_revision,
        version_number=version.number,
        direction=version.direction,
        profile=version.rule_profile,
        scoring=version.scoring,
        target_low=low,
        target_high=high,
        early_detection=version.early_detection,
        judged_on=version.judged_on,
    )


def parts(items: Sequence[T], size: int = PART) -> Iterator[Sequence[T]]:
    """The items in runs of at most `size`."""
    return (items[start : start + size] for start in range(0, len(items), size))


def _versions(measure_ids: Iterable[UUID]) -> Mapping[UUID, tuple[int, str, str, str, bool, str]]:
    current = MeasureVersion.objects.filter(measure_id__in=list(measure_ids), current=True)
    names = ("number", "direction", "rule_profile", "scoring", "early_detection", "judged_on")
    rows = current.values_list("measure_id", *names)
    return {row[0]: row[1:] for row in rows}


def _aims(series_ids: Sequence[int]) -> Mapping[int, tuple[float | None, float | None]]:
    in_force = Target.objects.filter(series_id__in=series_ids, retired_at__isnull=True)
    rows = in_force.values_list("series_id", "value", "low", "high")
    return {series_id: (low, high) if value is None else (value, value) for series_id, value, low, high in rows}
