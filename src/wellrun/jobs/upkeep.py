"""Keeping open items true: a scope that is another one now, a signal that a correction took back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from wellrun.audit.actions import SYSTEM
from wellrun.insight.briefing import Briefing
from wellrun.insight.models import Signal
from wellrun.reviews.actions.refresh import refresh_item
from wellrun.reviews.models import AgendaItem, ItemSignal

_OF_SIGNALS = (AgendaItem.Kind.SIGNAL, AgendaItem.Kind.BALANCING)


@transaction.atomic
def refresh_items() -> list[AgendaItem]:
    """Bring scope and withdrawal of every open item in line with its signals; those that were not are returned."""
    links = ItemSignal.objects.filter(item__status=AgendaItem.Status.OPEN, item__kind__in=_OF_SIGNALS)
    signals: dict[AgendaItem, list[Signal]] = defaultdict(list)
    for link in links.select_related("item__review__forum", "signal__series").order_by("pk"):
        if "scope" in link.item.facts:
            signals[link.item].append(link.signal)
    stale = [item for item, own in signals.items() if _is_stale(item, own)]
    if not stale:
        return []
    briefing = Briefing({signal.series_id for item in stale for signal in signals[item]})
    for item in stale:
        _refresh(item, signals[item], briefing)
    return stale


def _is_stale(item: AgendaItem, signals: Sequence[Signal]) -> bool:
    told, teller = item.facts["scope"], _teller(item, signals)
    if item.facts.get("withdrawn", False) != _all_withdrawn(signals):
        return True
    if teller is None:
        return False
    return (told["scope"], told["same"], told["of"]) != (teller.scope, teller.scope_same, teller.scope_of)


def _refresh(item: AgendaItem, signals: Sequence[Signal], briefing: Briefing) -> None:
    teller = _teller(item, signals)
    facts: dict[str, Any] = {"withdrawn": _all_withdrawn(signals)}
    if teller is not None:
        facts["scope"] = {**briefing.scope_facts(teller), "units": item.facts["scope"]["units"]}
    scope = item.scope_proposed if teller is None else teller.scope
    refresh_item(item=item, facts=facts, scope_proposed=scope, by=SYSTEM)


def _all_withdrawn(signals: Sequence[Signal]) -> bool:
    return all(signal.status == Signal.Status.WITHDRAWN for signal in signals)


def _teller(item: AgendaItem, signals: Sequence[Signal]) -> Signal | None:
    """The open signal that says what the scope is: of a systemic item one of its units'; None when all are over."""
    own = [signal for signal in signals if signal.status == Signal.Status.OPEN]
    if item.facts["scope"]["units"]:
        own = [signal for signal in own if signal.series_id != item.series_id] or own
    return max(own, key=lambda signal: (signal.scope_same, signal.first_fired), default=None)
