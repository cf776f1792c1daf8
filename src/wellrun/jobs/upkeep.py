"""Keeping open items true: a scope that is another one now, a signal that a correction took back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from wellrun.audit.actions import SYSTEM
from wellrun.insight.briefing import Briefing
from wellrun.insight.models import Signal
from wellrun.insight.turns import take_turn
from wellrun.jobs.item_scope import scope_of_item
from wellrun.reviews.actions.refresh import refresh_item
from wellrun.reviews.models import AgendaItem, ItemSignal

_OF_SIGNALS = (AgendaItem.Kind.SIGNAL, AgendaItem.Kind.BALANCING)


@transaction.atomic
def refresh_items() -> list[AgendaItem]:
    """Bring scope and withdrawal of every open item in line with its signals; those that were not are returned."""
    take_turn()
    links = ItemSignal.objects.filter(item__status=AgendaItem.Status.OPEN, item__kind__in=_OF_SIGNALS)
    signals: dict[AgendaItem, list[Signal]] = defaultdict(list)
    for link in links.select_related("item__review__forum", "signal__series__unit").order_by("pk"):
        if "scope" in link.item.facts:
            signals[link.item].append(link.signal)
    if not signals:
        return []
    briefing = Briefing({signal.series_id for own in signals.values() for signal in own})
    stale = [(item, change) for item, own in signals.items() if (change := _change(item, own, briefing))]
    for item, change in stale:
        refresh_item(item=item, facts=change, scope_proposed=change["scope"]["scope"], by=SYSTEM)
    return [item for item, _change in stale]


def _change(item: AgendaItem, signals: Sequence[Signal], briefing: Briefing) -> dict[str, Any] | None:
    """The facts that are others now; None when the item says the same. What is over keeps the scope it had."""
    told = item.facts["scope"]
    valid = [signal for signal in signals if signal.status == Signal.Status.OPEN]
    scope = scope_of_item(valid, item.unit_id, briefing, told["units"]) if valid else told
    withdrawn = all(signal.status == Signal.Status.WITHDRAWN for signal in signals)
    if scope == told and withdrawn == item.facts.get("withdrawn", False):
        return None
    return {"scope": scope, "withdrawn": withdrawn}
