"""How an item stands today: the one rule by which an agenda is ordered and its words are chosen."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from wellrun.insight.models import SeriesState, Signal
from wellrun.reviews.models import AgendaItem

_OF_MEANING = {"concern": "worsening", "improvement": "improving"}
_OF_SIDE = {"high": "higher", "low": "lower"}


def live_state(item: AgendaItem) -> SeriesState | None:
    """The answer on record for the item's series, while the item still waits for its outcome."""
    if item.series is None or item.status != AgendaItem.Status.OPEN:
        return None
    return getattr(item.series, "state", None)


def signalled(meaning: str, facts: dict[str, Any]) -> str:
    """What the signal said, as a code of change; empty where there was none."""
    return _OF_MEANING.get(meaning) or _OF_SIDE.get(str(facts.get("side", "")), "")


def change_today(item: AgendaItem, meaning: str, facts: dict[str, Any]) -> str:
    """The code of change of the item's series: as judged last; of a closed item, or without a series, as written."""
    state = live_state(item)
    return state.change if state is not None else str(facts.get("change") or signalled(meaning, facts) or "unknown")


def stands(item: AgendaItem, meaning: str, signals: Collection[Signal], facts: dict[str, Any]) -> str:
    """The same; of a whole that shows no change while units beneath it go on, the change of those."""
    change, said = change_today(item, meaning, facts), signalled(meaning, facts)
    return said if change == "none" and said and units_that_moved(item, signals) else change


def units_that_moved(item: AgendaItem, signals: Collection[Signal]) -> int:
    """Units folded beneath the item whose change goes on, counted at one level: the nearest with more than one.

    A hospital and its wards are not added up.
    """
    beneath = {
        signal.series.unit_id: signal.series.unit.parent_id
        for signal in signals
        if signal.status == Signal.Status.OPEN and signal.series.unit_id != item.unit_id
    }
    level, largest = {unit for unit, parent in beneath.items() if parent not in beneath}, 0
    while level:
        if len(level) > 1:
            return len(level)
        largest = max(largest, len(level))
        level = {unit for unit, parent in beneath.items() if parent in level}
    return largest
