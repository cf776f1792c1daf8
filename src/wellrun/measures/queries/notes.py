"""What a person should know of a series' data before reading it: facts, in the order of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Q, QuerySet

from wellrun.analytics.calendar import Grain, period_number
from wellrun.lib import clock
from wellrun.measures.models import Feed, MeasureVersion, Observation, QualityIssue, Series
from wellrun.measures.queries.waiting import Promise, periods_after, promise_of
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import site

# What is told of a unit on the card of the unit above as well: it is in the sum.
TOLD_ABOVE = (QualityIssue.Kind.JUMP, QualityIssue.Kind.SUDDEN, QualityIssue.Kind.REPEATED)


class NoteKind(StrEnum):
    """What a note is about."""

    GAP = "gap"
    ENDED = "ended"
    CLOSED = "closed"
    LATE = "late"
    JUMP = "jump"
    ABOVE_DENOMINATOR = "above_denominator"
    DISAGREES = "disagrees"
    LATE_START = "late_start"
    ALL_HITS = "all_hits"
    SUDDEN = "sudden"
    REPEATED = "repeated"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class DataNote:
    """A fact about the data: the periods it concerns, how many, and the numbers of it.

    gap: `count` periods without a figure between the figures of `first` and `last`. ended: the feed sends no more
    after `last`. closed: the unit closed; `detail` has the key and the name of who carries on, `successor` and
    `successor_name`, if anyone does. early: the figure is here before its source could have sent it, on the day
    `due`. The others are open quality issues; `unit_name` in `detail` is that of a unit directly
    below, if it is theirs.
    """

    kind: NoteKind
    first: date
    last: date
    count: int = 1
    detail: dict[str, Any] = field(default_factory=dict, hash=False)


def data_notes(series: Series) -> list[DataNote]:
    """The notes of one series, oldest first; five statements."""
    periods = Observation.objects.filter(series=series, value__isnull=False).order_by("period")
    version = MeasureVersion.objects.get(measure_id=series.measure_id, current=True)
    return notes_from(
        series,
        periods=list(periods.values_list("period", flat=True)),
        version=version,
        promise=promise_of(version, list(Feed.objects.filter(measure_id=series.measure_id))),
        issues=open_issues(series),
        week_start=site().week_start,
    )


def notes_from(
    series: Series,
    *,
    periods: Sequence[date],
    version: MeasureVersion,
    promise: Promise | None,
    issues: Iterable[QualityIssue],
    week_start: int,
) -> list[DataNote]:
    """The same from what has been read: the periods that have a figure in order, what is promised, what is wrong."""
    notes = [
        *gaps_between(periods, Grain(version.grain), week_start),
        *_ended(promise, periods),
        *_closed(series),
        *_early(promise, periods, week_start),
        *(note_of(issue, series.unit_id) for issue in issues),
    ]
    return sorted(notes, key=lambda note: (note.first, note.kind))


def open_issues(series: Series) -> QuerySet[QualityIssue]:
    """What is wrong with the figures of a series and not resolved; of a rolled-up one also what jumped directly below.

    What half doubles in one of seven units is too little to be seen in their sum, and is in it.
    """
    where = Q(unit_id=series.unit_id)
    if series.derived:
        where |= Q(kind__in=TOLD_ABOVE, unit_id__in=members_below(series))
    open_ones = QualityIssue.objects.filter(
        where, measure_id=series.measure_id, stratum=series.stratum, resolved_at__isnull=True
    )
    return open_ones.select_related("unit")


def members_below(series: Series) -> QuerySet[Unit, UUID]:
    """The ids of the member units directly below; use as a subquery."""
    below = Unit.objects.filter(parent_id=series.unit_id, membership=Unit.Membership.MEMBER)
    return below.values_list("pk", flat=True)


def note_of(issue: QualityIssue, unit_id: UUID | None = None) -> DataNote:
    """An issue as a note; one of another unit than `unit_id` names its own."""
    detail = dict(issue.detail)
    if unit_id is not None and issue.unit_id is not None and issue.unit_id != unit_id:
        detail["unit_name"] = issue.unit.name
    return DataNote(NoteKind(issue.kind), issue.period, issue.period, detail=detail)


def periods_between(first: date, last: date, grain: Grain, week_start: int) -> int:
    """How many periods there are from one to another, both counted; not of events."""
    numbers = period_number(np.array([first, last], dtype="datetime64[D]"), grain, week_start)
    return int(numbers[1] - numbers[0]) + 1


def gaps_between(periods: Sequence[date], grain: Grain, week_start: int) -> list[DataNote]:
    """The gaps between the periods that have a figure, given in order; events know no gap. Pure."""
    if grain is Grain.EVENT or len(periods) < 2:
        return []
    numbers = period_number(np.array(periods, dtype="datetime64[D]"), grain, week_start)
    missing = np.diff(numbers) - 1
    return [
        DataNote(NoteKind.GAP, periods[at], periods[at + 1], int(missing[at]))
        for at in np.flatnonzero(missing).tolist()
    ]


def _ended(promise: Promise | None, periods: Sequence[date]) -> list[DataNote]:
    if promise is None or promise.declared_end is None or not periods or periods[-1] < promise.declared_end:
        return []
    return [DataNote(NoteKind.ENDED, promise.declared_end, promise.declared_end)]


def _early(promise: Promise | None, periods: Sequence[date], week_start: int) -> list[DataNote]:
    """A file put together later than a demo's clock stands holds what nobody had by then; a real feed may be quick."""
    if clock.standing_at() is None or promise is None or promise.grain is Grain.EVENT or not periods:
        return []
    after, _second = periods_after(periods[-1], promise.grain, week_start)
    due = after - timedelta(days=1) + timedelta(days=promise.lag_days)
    if due <= clock.now().date():
        return []
    return [DataNote(NoteKind.EARLY, periods[-1], periods[-1], detail={"due": due.isoformat()})]


def _closed(series: Series) -> list[DataNote]:
    unit = series.unit
    if unit.closed is None:
        return []
    after = unit.successor
    detail = {"successor": after.key if after else None, "successor_name": after.name if after else ""}
    return [DataNote(NoteKind.CLOSED, unit.closed, unit.closed, detail=detail)]
