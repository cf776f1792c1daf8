"""Local items of a change that turned out to be one of the whole: taken up into its item, so it is discussed once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from wellrun.audit.actions import SYSTEM
from wellrun.insight.briefing import Briefing
from wellrun.insight.models import Signal
from wellrun.jobs.answers import about_of
from wellrun.jobs.folding import PERIODS_APART
from wellrun.jobs.item_scope import scope_of_item
from wellrun.jobs.recency import Recency, recency_of
from wellrun.reviews.actions.refresh import refresh_item
from wellrun.reviews.actions.take_up import take_up_item
from wellrun.reviews.models import AgendaItem, ItemSignal, Review

_OF_SIGNALS = (AgendaItem.Kind.SIGNAL, AgendaItem.Kind.BALANCING)
Own = dict[AgendaItem, list[Signal]]


def take_up_local_items() -> list[AgendaItem]:
    """Take every open local item up that is part of a systemic one; the items that took some up are returned.

    What already sits stays: people are speaking of it. So does what a restricted circle sees and the other not.
    """
    own = _open_items()
    wholes = [item for item in own if _is_whole(item, own[item])]
    if not wholes:
        return []
    briefing = Briefing({signal.series_id for signals in own.values() for signal in signals})
    recency = recency_of(briefing.versions)
    grown: dict[AgendaItem, None] = {}
    for item in sorted(own, key=lambda each: (each.review.starts_at, each.raised_at)):
        whole = next((each for each in wholes if _is_part(item, each, own, briefing, recency)), None)
        if whole is not None:
            take_up_item(item=item, into=whole, by=SYSTEM)
            own[whole] += own[item]
            grown[whole] = None
    for whole in grown:
        scope = scope_of_item(own[whole], whole.unit_id, briefing, whole.facts["scope"]["units"])
        refresh_item(item=whole, facts={"scope": scope}, scope_proposed=scope["scope"], by=SYSTEM)
    return list(grown)


def _open_items() -> Own:
    links = ItemSignal.objects.filter(
        item__status=AgendaItem.Status.OPEN,
        item__kind__in=_OF_SIGNALS,
        item__review__status__in=(Review.Status.SCHEDULED, Review.Status.OPEN),
        signal__status=Signal.Status.OPEN,
    )
    related = ("item__review__forum", "item__unit", "signal__series__unit", "signal__series__measure")
    own: Own = defaultdict(list)
    for link in links.select_related(*related).order_by("pk"):
        if "scope" in link.item.facts:
            own[link.item].append(link.signal)
    return own


def _is_whole(item: AgendaItem, signals: Iterable[Signal]) -> bool:
    return item.scope_proposed == Signal.Scope.SYSTEMIC and any(each.series.unit_id != item.unit_id for each in signals)


def _is_part(item: AgendaItem, whole: AgendaItem, own: Own, briefing: Briefing, recency: Recency) -> bool:
    """The same measure and side in a unit below, systemic by now, begun near in time, and nobody speaks of it yet."""
    is_below = all(briefing.distances[each.series.unit_id].get(whole.unit_id, 0) for each in own[item])
    if item == whole or not is_below or about_of(item)[1:] != about_of(whole)[1:]:
        return False
    is_waiting = item.review.status == Review.Status.SCHEDULED
    same_circle = item.review.forum.restricted == whole.review.forum.restricted
    is_systemic = all(each.scope == Signal.Scope.SYSTEMIC for each in own[item])
    return is_waiting and same_circle and is_systemic and _is_near(own[item], own[whole], recency)


def _is_near(signals: Iterable[Signal], others: Iterable[Signal], recency: Recency) -> bool:
    def numbers(each: Iterable[Signal]) -> list[int]:
        return [recency.number(signal.series.measure_id, signal.began) for signal in each]

    theirs = numbers(others)
    return any(abs(number - other) <= PERIODS_APART for number in numbers(signals) for other in theirs)
