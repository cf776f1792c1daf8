"""Items whose change became the new usual: once a new baseline is approved, the question they ask has its answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wellrun.audit.actions import SYSTEM
from wellrun.insight.display import period_words
from wellrun.insight.models import Signal
from wellrun.insight.turns import take_turn
from wellrun.measures.models import BaselineProposal
from wellrun.reviews.actions.refresh import refresh_item
from wellrun.reviews.actions.standing import take_off_standing
from wellrun.reviews.models import AgendaItem, ItemSignal, Review

_OF_SIGNALS = (AgendaItem.Kind.SIGNAL, AgendaItem.Kind.BALANCING)
# In the facts of an item: the baseline that overtook it, so that what it once told keeps nothing new off an agenda.
OVERTAKEN = "overtaken"
Approved = Mapping[int, BaselineProposal]


@transaction.atomic
def close_overtaken() -> list[AgendaItem]:
    """Close every open item all of whose signals lie before a baseline that was approved since it was raised.

    With the reason, and only where its review has not begun: what already sits, people are speaking of. What is found
    by the new baseline gets an item of its own.
    """
    take_turn()
    items = _items()
    if not items:
        return []
    approved = _newest_approved(items)
    closed = []
    for item, signals in items.items():
        proposals = [_overtakes(approved.get(each.series_id), each, item) for each in signals]
        first = next((each for each in proposals if each is not None), None)
        if first is not None and all(
            each is not None or signal.status == Signal.Status.WITHDRAWN
            for each, signal in zip(proposals, signals, strict=True)
        ):
            closed.append(_close(item, first))
    return closed


def _items() -> Mapping[AgendaItem, Sequence[Signal]]:
    """The open items that speak of a series with a baseline approved since, each with its signals; one query."""
    began = ItemSignal.objects.filter(
        item__status=AgendaItem.Status.OPEN,
        item__kind__in=_OF_SIGNALS,
        item__review__status=Review.Status.SCHEDULED,
        signal__series__baseline_proposals__status=BaselineProposal.Status.APPROVED,
        signal__series__baseline_proposals__decided_at__gte=F("item__raised_at"),
    )
    rows = ItemSignal.objects.filter(item__in=began.values("item_id"))
    items: dict[AgendaItem, list[Signal]] = defaultdict(list)
    for link in rows.select_related("item__review__forum", "item__unit", "item__series", "signal").order_by("pk"):
        items[link.item].append(link.signal)
    return items


def _newest_approved(items: Mapping[AgendaItem, Sequence[Signal]]) -> Approved:
    """By series the approved baseline that begins last."""
    ids = {signal.series_id for signals in items.values() for signal in signals}
    rows = BaselineProposal.objects.filter(series_id__in=ids, status=BaselineProposal.Status.APPROVED)
    return {row.series_id: row for row in rows.select_related("phase").order_by("start", "decided_at")}


def _overtakes(proposal: BaselineProposal | None, signal: Signal, item: AgendaItem) -> BaselineProposal | None:
    """The baseline, where the signal lies before it and it was approved after the item was raised."""
    if proposal is None or proposal.phase is None or proposal.decided_at is None:
        return None
    is_before = signal.status == Signal.Status.WITHDRAWN or signal.phase < proposal.phase.number
    return proposal if is_before and proposal.decided_at >= item.raised_at else None


def _close(item: AgendaItem, proposal: BaselineProposal) -> AgendaItem:
    refresh_item(item=item, facts={OVERTAKEN: str(proposal.pk)}, scope_proposed=item.scope_proposed, by=SYSTEM)
    return take_off_standing(item=item, reason=_reason(item, proposal.start, proposal.reason))


def _reason(item: AgendaItem, start: date, reason: str) -> str:
    words = _("A new baseline from %(period)s was approved: “%(reason)s” What is found by it has an item of its own.")
    return words % {"period": period_words(start, item.facts.get("grain", "month")), "reason": reason}
