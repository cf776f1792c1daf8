"""Which definition and which forced phase is in force at each point."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.models import MeasureVersion, Phase
from wellrun.measures.queries.named import CHUNK, NamedSeries
from wellrun.measures.queries.wide import Wide

Small = NDArray[np.int16]
Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """(S, T) each: `ordinals` of the stretch from 0 and never falling, `phase_number` and `version_number`."""

    ordinals: Small
    phase_number: Numbers
    version_number: Small


@dataclass(frozen=True, slots=True)
class Known:
    """What a page has read already of the one series it asks for.

    Its phases, all definitions of its measure, and the periods that are left out.
    """

    named: NamedSeries
    phases: Sequence[Phase]
    versions: Sequence[MeasureVersion]
    left_out: Sequence[date]


def stretches(group: Sequence[NamedSeries], shape: Wide, known: Known | None = None) -> Stretches:
    """Phase rows and definition versions of the series, laid over their points; two statements a chunk.

    `known`: those rows, where the group is one series and they have been read; then no statement.
    """
    versions = _versions(group, shape, known)
    phases = np.zeros(shape.dates.shape, dtype=np.int32)
    row_of = {series.id: row for row, series in enumerate(group)}
    for identifier, start, number in _phases([series.id for series in group], known):
        row = row_of[identifier]
        phases[row, _since(shape, row, start)] = number
    return Stretches(_ordinals(phases, versions), phases, versions)


def _phases(ids: Sequence[int], known: Known | None) -> Iterable[tuple[int, date, int]]:
    if known is not None:
        rising = sorted(known.phases, key=lambda phase: phase.start)
        yield from ((phase.series_id, phase.start, phase.number) for phase in rising)
        return
    for at in range(0, len(ids), CHUNK):
        rows = Phase.objects.filter(series_id__in=ids[at : at + CHUNK]).order_by("start")
        yield from rows.values_list("series_id", "start", "number")


def _versions(group: Sequence[NamedSeries], shape: Wide, known: Known | None) -> Small:
    numbers = np.ones(shape.dates.shape, dtype=np.int16)
    rows_of: dict[UUID, list[int]] = {}
    for row, series in enumerate(group):
        rows_of.setdefault(series.measure_id, []).append(row)
    for measure_id, start, number in _definitions(rows_of, known):
        rows = rows_of[measure_id]
        if start is None:
            numbers[rows] = number
            continue
        for row in rows:
            numbers[row, _since(shape, row, start)] = number
    return numbers


def _definitions(measure_ids: Iterable[UUID], known: Known | None) -> Iterable[tuple[UUID, date | None, int]]:
    """The versions in the order in which they came into force; the first is in force from the beginning."""
    seen: set[UUID] = set()
    for measure_id, start, number in _version_rows(measure_ids, known):
        yield measure_id, start if measure_id in seen else None, number
        seen.add(measure_id)


def _version_rows(measure_ids: Iterable[UUID], known: Known | None) -> Iterable[tuple[UUID, date | None, int]]:
    if known is not None:
        rising = sorted(known.versions, key=lambda version: version.number)
        return [(version.measure_id, version.effective_from, version.number) for version in rising]
    rows = MeasureVersion.objects.filter(measure_id__in=list(measure_ids)).order_by("measure", "number")
    return rows.values_list("measure_id", "effective_from", "number")


def _since(shape: Wide, row: int, start: date) -> slice:
    """The places of a row from a day on. Events without a date lie at the end and do not matter."""
    return slice(int(np.searchsorted(shape.dates[row], np.datetime64(start, "D"))), None)


def _ordinals(phases: Numbers, versions: Small) -> Small:
    """Count the changes of either along each row."""
    changes = np.zeros(phases.shape, dtype=np.int16)
    changes[:, 1:] = (np.diff(phases, axis=1) != 0) | (np.diff(versions, axis=1) != 0)
    ordinals: Small = np.cumsum(changes, axis=1, dtype=np.int16)
    return ordinals
