"""How a signal found early stands among all series of its measure that were watched in that period.

The share of false alarms among such signals depends on every series of the period, not only on those that were just
judged. So it is computed from the figures of all of them, whenever any series of the measure was judged: the same
figures give the same answer, however they came and in whichever parts they were judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import numpy as np

from wellrun.analytics.detection.across import q_values
from wellrun.insight.early import watched
from wellrun.insight.found import shortened
from wellrun.insight.models import Signal
from wellrun.insight.subjects import Subject
from wellrun.measures.bulk.rows import update_rows
from wellrun.measures.models import MeasureVersion, Series
from wellrun.measures.queries import SeriesPanel, panel
from wellrun.organisation.models import Unit

_COLUMNS = ("q_value", "watched_beside")
_SIDES = {"high": 1, "low": -1}


class _Told(NamedTuple):
    """A signal as it is on record."""

    id: UUID
    series_id: int
    side: str
    first_fired: date
    p_value: float | None
    q_value: float | None
    watched_beside: int | None


def compare(subjects: Sequence[Subject]) -> list[UUID]:
    """Say of every signal of the subjects' measures how it stands among the member units' series; ids that differ.

    Two statements, and the figures of each measure that has a signal found early.
    """
    measures = {each.measure_id for each in subjects}
    told = _told(measures)
    versions = MeasureVersion.objects.filter(measure_id__in=told, current=True)
    changed = []
    for measure_id, scoring in versions.values_list("measure_id", "scoring"):
        answers = _answers(measure_id, scoring, told[measure_id])
        changed += [
            (*answer, each.id)
            for each, answer in zip(told[measure_id], answers, strict=True)
            if answer != (each.q_value, each.watched_beside)
        ]
    update_rows(Signal, _COLUMNS, changed)
    return [row[-1] for row in changed]


def _told(measure_ids: Collection[UUID]) -> Mapping[UUID, list[_Told]]:
    """The signals of member units that early detection found, or of which that was once said."""
    rows = Signal.objects.filter(
        series__measure_id__in=measure_ids, series__unit__membership=Unit.Membership.MEMBER
    ).exclude(status=Signal.Status.WITHDRAWN)
    rows = rows.exclude(p_value__isnull=True, q_value__isnull=True).order_by("pk")
    told: dict[UUID, list[_Told]] = defaultdict(list)
    for measure_id, *row in rows.values_list("series__measure_id", *_Told._fields):
        told[measure_id].append(_Told(*row))
    return told


def _answers(measure_id: UUID, scoring: str, told: Sequence[_Told]) -> list[tuple[float | None, int | None]]:
    nothing: list[tuple[float | None, int | None]] = [(None, None)] * len(told)
    if all(each.p_value is None for each in told):
        return nothing
    members = Series.objects.filter(measure_id=measure_id, unit__membership=Unit.Membership.MEMBER)
    panels = panel(np.array(members.order_by("pk").values_list("pk", flat=True), dtype=np.int64))
    if not panels:
        return nothing
    (only,) = panels
    n_series = only.panel.n_series
    early = watched(only.panel, [scoring] * n_series, [True] * n_series, ~only.judged)
    if early is None:
        return nothing
    q, count = q_values(early.p), np.count_nonzero(~np.isnan(early.p), axis=0)
    answers = nothing
    for n, each in enumerate(told):
        at = None if each.p_value is None else _first(only, early.side, each)
        if at is not None:
            answers[n] = shortened(float(q[at])), int(count[at[1]])
    return answers


def _first(only: SeriesPanel, side: np.ndarray, each: _Told) -> tuple[int, int] | None:
    """Row and period of the signal's first early firing."""
    row = int(np.searchsorted(only.series_ids, each.series_id))
    since = only.panel.periods >= np.datetime64(each.first_fired, "D")
    fires = np.flatnonzero(since & (side[row] == _SIDES[each.side]))
    return (row, int(fires[0])) if fires.size else None
