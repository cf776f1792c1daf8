"""The definitions in force of the measures on one page, read at once."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wellrun.measures.models import MeasureVersion


def present_versions(measure_ids: Iterable[UUID]) -> dict[UUID, MeasureVersion]:
    """By measure; one query."""
    rows = MeasureVersion.objects.filter(measure__in=set(measure_ids), current=True)
    return {version.measure_id: version for version in rows}


def present_version(measure_id: UUID) -> MeasureVersion:
    """Of one measure."""
    return present_versions([measure_id])[measure_id]
