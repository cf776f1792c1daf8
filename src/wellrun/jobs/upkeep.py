"""Keeping open items true: newer figures, another scope, a signal that was taken back, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from wellrun.audit.actions import SYSTEM
from wellrun.insight.briefing import Briefing
from wellrun.insight.found_by import Finder, finder_of
from wellrun.insight.models import Signal
from wellrun.insight.turns import take_turn
from wellrun.jobs.item_scope import scope_of_item
from wellrun.measures.models import Exclusion, Phase
from wellrun.reviews.actions.refresh import refresh_item
from wellrun.reviews.models import AgendaItem, ItemSignal

_OF_SIGNALS = (AgendaItem.Kind.SIGNAL, AgendaItem.Kind.BALANCING)

# What the newest figure bears on; how the signal came about stays as it was told.
_OF_FIGURES = (
    *("period", "value", "centre", "lower", "upper", "points", "coverage", "data", "change", "aim"),
    *("since", "run", "trend", "phase_points", "phase_start", "status"),
)
# What tells the signal itself: who found it, and the probability that goes once a fixed rule has joined.
_OF_THE_SIGNAL = ("profile", "rules", "early", "began", "first_fired")


@transaction.atomic
def refresh_items() -> list[AgendaItem]:
    """Bring figures, scope and withdrawal of every open item in line with what is known; those changed are returned."""
    take_turn()
    links = ItemSignal.objects.filter(item__status=AgendaItem.Status.OPEN, item__kind__in=_OF_SIGNALS)
    signals: dict[AgendaItem, list[Signal]] = defaultdict(list)
    for link in links.select_related("item__review__forum", "signal__series__unit").order_by("pk"):
        if "scope" in link.item.facts:
            signals[link.item].append(link.signal)
    if not signals:
        return []
    spoken_of = {item.series_id for item in signals if item.series_id is not None}
    briefing = Briefing(spoken_of | {signal.series_id for own in signals.values() for signal in own})
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
    newer = {**_newer_figures(item, valid or signals, briefing), **_of_the_signal(item, valid, briefing)}
    if scope == told and withdrawn == item.facts.get("withdrawn", False) and not newer:
        return None
    why = {"withdrawn_why": _why_withdrawn(signals, briefing)} if withdrawn else {}
    return {**newer, **why, "scope": scope, "withdrawn": withdrawn}


def _why_withdrawn(signals: Sequence[Signal], briefing: Briefing) -> str:
    """What took signals back since they were found: other rules, a new baseline, points left out, else corrections."""
    if all(_is_judged_otherwise(signal, briefing) for signal in signals):
        return "rules"
    begun = left_out = Q(pk__in=[])
    for signal in signals:
        own = Q(series=signal.series_id)
        begun |= own & Q(start__lte=signal.last_fired, created_at__gte=signal.found_at)
        left_out |= own & Q(excluded_at__gte=signal.found_at, lifted_at__isnull=True)
    if Phase.objects.filter(begun).exists():
        return "baseline"
    return "left_out" if Exclusion.objects.filter(left_out).exists() else "correction"


def _is_judged_otherwise(signal: Signal, briefing: Briefing) -> bool:
    """Whether its measure is judged by another profile now, or is no longer watched, which alone had found it."""
    version = briefing.versions[signal.series.measure_id]
    is_unwatched = finder_of(signal.rules) is Finder.EARLY and not version.early_detection
    return signal.profile != version.rule_profile or is_unwatched


def _of_the_signal(item: AgendaItem, valid: Sequence[Signal], briefing: Briefing) -> dict[str, Any]:
    """What the facts say of the signal they tell of, where that is another one now; nothing of what is over."""
    if not valid or "rules" not in item.facts:
        return {}
    began = item.facts["first_fired"], item.facts["began"]
    same = (each for each in valid if (each.first_fired.isoformat(), each.began.isoformat()) == began)
    fresh: Mapping[str, Any] = briefing.signal_facts(next(same, valid[0]), at=item.series_id)
    return {name: fresh[name] for name in _OF_THE_SIGNAL if fresh[name] != item.facts.get(name)}


def _newer_figures(item: AgendaItem, signals: Sequence[Signal], briefing: Briefing) -> dict[str, Any]:
    """What the facts say of the newest figure, where that is another one now."""
    if item.series_id is None or "period" not in item.facts:
        return {}
    fresh: dict[str, Any] = dict(briefing.signal_facts(signals[0], at=item.series_id))
    if all(fresh[name] == item.facts.get(name) for name in ("period", "value", "change")):
        return {}
    last_fired = max(signal.last_fired for signal in signals).isoformat()
    return {name: fresh[name] for name in _OF_FIGURES} | {"last_fired": last_fired}
