"""How a signal found early stands among all series of its measure that were watched in that period.

The share of false alarms among such signals depends on every series of the period, not only on those that were just
judged. So it is computed from the p-values of all of them, whenever any series of the measure was judged: the same
figures give the same answer, however they came and in whichever parts they were judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import numpy as np

from wellrun.analytics.calendar import Grain
from wellrun.analytics.detection.across import q_values
from wellrun.analytics.panel import Floats
from wellrun.insight.found import shortened
from wellrun.insight.models import Signal
from wellrun.insight.subjects import Subject
from wellrun.insight.watched_points import WatchedSeries, period_of, watched_members
from wellrun.measures.bulk.rows import update_rows
from wellrun.measures.models import MeasureVersion
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

    Three statements, however many the measures.
    """
    told = _told({each.measure_id for each in subjects})
    if not told:
        return []
    versions = MeasureVersion.objects.filter(measure_id__in=told, current=True)
    grains = {measure_id: Grain(grain) for measure_id, grain in versions.values_list("measure_id", "grain")}
    members = watched_members(grains)
    changed = []
    for measure_id, signals in told.items():
        answers = _answers(members[measure_id], grains[measure_id], signals)
        changed += [
            (*answer, each.id)
            for each, answer in zip(signals, answers, strict=True)
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


def _answers(
    members: Sequence[WatchedSeries], grain: Grain, told: Sequence[_Told]
) -> list[tuple[float | None, int | None]]:
    """q and the number of series watched at each signal's first early firing; None where there is none."""
    places = {each.series_id: place for place, each in enumerate(members)}
    answers: list[tuple[float | None, int | None]] = [(None, None)] * len(told)
    known: dict[int, Floats] = {}
    for n, each in enumerate(told):
        place = None if each.p_value is None else places.get(each.series_id)
        if place is None:
            continue
        period = members[place].first_fired(period_of(each.first_fired, grain), _SIDES[each.side])
        if period is None:
            continue
        if period not in known:
            known[period] = np.array([[one.p_at(period)] for one in members])
        q = q_values(known[period])[place, 0]
        answers[n] = shortened(float(q)), int(np.count_nonzero(~np.isnan(known[period])))
    return answers
