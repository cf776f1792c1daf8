"""The measures of the same objective that changed too: as they stand now, and only while their figures are fresh."""

from __future__ import annotations

from datetime import date
from typing import Any

from wellrun.analytics.calendar import Grain, period_number
from wellrun.insight.facts import LinkedFacts
from wellrun.insight.models import SeriesState
from wellrun.reviews.models import AgendaItem

_RECENT = 6
_CHANGED = ("improving", "worsening", "higher", "lower")


def changed_too(item: AgendaItem, facts: dict[str, Any]) -> list[LinkedFacts]:
    """Those that show a change and whose newest figure lies within six periods of the item's own.

    As they stand today while the item is open (one query where there are any), else as they were written down.
    """
    written: list[LinkedFacts] = facts.get("linked") or []
    if not written:
        return []
    now = _as_they_stand(item, facts, written) if item.status == AgendaItem.Status.OPEN else {}
    told = [_with(one, now.get(one["measure"])) for one in written]
    newest = _newest(item, facts)
    return [one for one in told if one["change"] in _CHANGED and _is_recent(one, newest)]


def _as_they_stand(item: AgendaItem, facts: dict[str, Any], written: list[LinkedFacts]) -> dict[str, SeriesState]:
    rows = SeriesState.objects.filter(
        series__unit__key=facts["unit"],
        series__stratum=facts.get("stratum", "total"),
        series__measure__key__in=[one["measure"] for one in written],
    )
    return {row.series.measure.key: row for row in rows.select_related("series__measure")}


def _with(one: LinkedFacts, state: SeriesState | None) -> LinkedFacts:
    if state is None:
        return one
    period = state.last_period.isoformat() if state.last_period else None
    return {**one, "change": state.change, "period": period, "value": state.value}


def _newest(item: AgendaItem, facts: dict[str, Any]) -> str | None:
    """The period of the item's own newest figure."""
    state = getattr(item.series, "state", None) if item.status == AgendaItem.Status.OPEN else None
    return state.last_period.isoformat() if state is not None and state.last_period else facts.get("period")


def _is_recent(one: LinkedFacts, newest: str | None) -> bool:
    period = one["period"]
    if period is None or newest is None:
        return False
    grain = Grain(one.get("grain", "month"))
    if grain is Grain.EVENT:
        grain = Grain.MONTH
    own, other = (int(period_number(date.fromisoformat(day), grain)) for day in (newest, period))
    return own - other <= _RECENT
