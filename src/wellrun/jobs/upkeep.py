"""Keeping open items true: a scope that is another one now, a signal that a correction took back."""

from __future__ import annotations

from collections import defaultdict
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
    stale = {item: change for item, own in signals.items() if (change := _change(item, own))}
    if not stale:
        return []
    briefing = Briefing({signal.series_id for item in stale for signal in signals[item]})
    for item, (withdrawn, teller) in stale.items():
        scope: dict[str, Any] = {**briefing.scope_facts(teller), "units": item.facts["scope"]["units"]}
        refresh_item(item=item, facts={"scope": scope, "withdrawn": withdrawn}, scope_proposed=teller.scope, by=SYSTEM)
    return list(stale)


def _change(item: AgendaItem, signals: list[Signal]) -> tuple[bool, Signal] | None:
    """Whether all its signals are withdrawn and the one that tells its scope; None when the item says so already."""
    valid = [signal for signal in signals if signal.status != Signal.Status.WITHDRAWN]
    beneath = [signal for signal in valid or signals if signal.series_id != item.series_id]
    teller = max(beneath if item.facts["scope"]["units"] and beneath else valid or signals, key=_weight)
    told = item.facts["scope"]
    same = (told["scope"], told["same"], told["of"]) == (teller.scope, teller.scope_same, teller.scope_of)
    withdrawn = not valid
    return None if same and withdrawn == item.facts.get("withdrawn", False) else (withdrawn, teller)


def _weight(signal: Signal) -> tuple[int, Any]:
    return signal.scope_same, signal.first_fired
