"""Same-day limits."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from wellrun.api.schemas.fields import Answered, Given, Number, Text, same
from wellrun.api.schemas.figures import FigureOut, in_measure
from wellrun.api.schemas.series import SeriesRef, series_ref
from wellrun.api.schemas.words import Side
from wellrun.measures.models import MeasureVersion, Trigger
from wellrun.measures.queries import TriggerNow


class LimitOut(Answered):
    """A figure at which something is done at once. It claims no statistics, and is no signal.

    `met`: by the newest figure, of `period`, which is the newest that could be here; `stale`: a newer one should have
    come, so that nothing is said of today.
    """

    id: UUID
    series: SeriesRef
    side: Side
    limit: FigureOut
    response: str
    met: bool
    stale: bool
    value: FigureOut
    period: date | None
    set_by: str
    set_at: datetime


class LimitIn(Given):
    """The figure as stored (a proportion is 0-1): at or above it (high), at or below it (low), `response` is done."""

    side: Side
    limit: Number
    response: Text


class TakenBackOut(Answered):
    """A limit that is not in force any more, with who set it and who took it back."""

    id: UUID
    series: SeriesRef
    side: Side
    limit: FigureOut
    response: str
    set_by: str
    set_at: datetime
    retired_by: str
    retired_at: datetime


def taken_back_out(trigger: Trigger, version: MeasureVersion) -> TakenBackOut:
    """A limit that was taken back, with its series at hand."""
    return TakenBackOut(
        id=trigger.pk,
        series=series_ref(trigger.series, version),
        limit=in_measure(trigger.limit, version),
        **same(trigger, "side", "response", "set_by", "set_at", "retired_by", "retired_at"),
    )


def limit_out(now: TriggerNow, version: MeasureVersion) -> LimitOut:
    """A limit as it stands."""
    trigger = now.trigger
    return LimitOut(
        id=trigger.pk,
        series=series_ref(trigger.series, version),
        limit=in_measure(trigger.limit, version),
        **same(trigger, "side", "response", "set_by", "set_at"),
        met=now.is_met,
        stale=now.is_stale,
        value=in_measure(now.value, version),
        period=now.period,
    )
