"""Signals."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from wellrun.api.schemas.fields import Answered, same
from wellrun.api.schemas.series import SeriesRef, series_ref
from wellrun.api.schemas.words import FoundBy, Meaning, Scope, Side, SignalStatus
from wellrun.insight.found_by import Finder, finder_of
from wellrun.insight.models import Signal
from wellrun.measures.models import MeasureVersion


class ScopeOut(Answered):
    """Local or systemic: of `of` siblings with enough data, self included, `same` moved alike."""

    scope: Scope
    same: int
    of: int
    parent_moved: bool


class SignalOut(Answered):
    """A special cause. `began`: start of the window that fired; `first_fired`: when a replay would have seen it.

    `profile`: the rules it was found by, which may not be those in force today; `finder`: who came first.
    `p_value`: the probability that a series which did not change comes as far by the first firing of early detection;
    `q_value`: that among the `watched` series of the measure in that period; `chance`: the least false-alarm
    probability a year at which it would have fired so far. They are promised only where `finder` is
    `early_detection`; once a fixed rule has fired, first or later, they are null. `item`: the agenda item that answers
    for it, where the caller sees that; null otherwise.
    """

    id: UUID
    series: SeriesRef
    version: int
    profile: str
    side: Side
    meaning: Meaning
    status: SignalStatus
    rules: list[str]
    finder: FoundBy
    began: date
    first_fired: date
    last_fired: date
    firings: int
    closed_at_period: date | None
    p_value: float | None
    q_value: float | None
    chance: float | None
    watched: int | None
    scope: ScopeOut
    long_standing: bool
    found_at: datetime
    item: UUID | None


_SAME = (
    *("profile", "side", "meaning", "status", "rules", "began", "first_fired", "last_fired", "firings"),
    *("closed_at_period", "long_standing", "found_at"),
)


def signal_out(signal: Signal, version: MeasureVersion, item: UUID | None) -> SignalOut:
    """A signal with its series at hand."""
    finder = finder_of(signal.rules)
    has_rate = finder is Finder.EARLY
    return SignalOut(
        **same(signal, *_SAME),
        finder=finder.value,
        p_value=signal.p_value if has_rate else None,
        q_value=signal.q_value if has_rate else None,
        chance=signal.chance if has_rate else None,
        id=signal.pk,
        series=series_ref(signal.series, version),
        version=signal.version_number,
        watched=signal.watched_beside if has_rate else None,
        scope=ScopeOut(
            **same(signal, "scope"),
            same=signal.scope_same,
            of=signal.scope_of,
            parent_moved=signal.scope_parent,
        ),
        item=item,
    )
