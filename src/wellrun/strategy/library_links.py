"""The library's influence links and trade-offs between measures that the site has: offered, taken, given up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from wellrun.audit.actions import Actor, record
from wellrun.lib import clock
from wellrun.library import library
from wellrun.library.definition import LinkSpec, TradeOffSpec
from wellrun.measures.actions import retire_measure
from wellrun.measures.actions.adopting import permit_defining
from wellrun.measures.models import Measure
from wellrun.organisation.queries import site_zone
from wellrun.strategy.actions.site_wide import note_site_change
from wellrun.strategy.models import InfluenceLink, TradeOff
from wellrun.strategy.models.links import Origin

Said = TypeVar("Said", InfluenceLink, TradeOff)


@dataclass(frozen=True)
class Offers:
    """What the library says between a measure and others of the site, and the site does not say yet."""

    links: tuple[LinkSpec, ...] = ()
    trade_offs: tuple[TradeOffSpec, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The library's ids of all that is offered."""
        return (*(link.id for link in self.links), *(trade.id for trade in self.trade_offs))


def offers_of(measure: Measure) -> Offers:
    """The library's links and trade-offs of a measure whose other end the site has too. Three queries."""
    if not measure.library_id:
        return Offers()
    return _unsaid(library().links_of(measure.library_id), library().trade_offs_of(measure.library_id))


@transaction.atomic
def take_offered(*, measure: Measure, ids: Collection[str], by: Actor) -> int:
    """Write down those of the offered links and trade-offs that are named; how many were new.

    What is not offered, because the site says it already, is passed over. Raises `not_permitted`.
    """
    permit_defining(by)
    links, trade_offs = _write_named(offers_of(measure), ids)
    taken = [*(link.key for link in links), *(trade_off.key for trade_off in trade_offs)]
    if taken:
        record(by=by, verb="take_library_links", subject=measure, data={"key": measure.key, "taken": taken})
    return len(taken)


def offers_here() -> Offers:
    """What the library says between measures that the site has, and the site does not say yet. Three queries."""
    return _unsaid(library().links, library().trade_offs)


@transaction.atomic
def take_from_library(*, ids: Collection[str], by: Actor) -> int:
    """Write down those of the library's links and trade-offs that are named and offered; how many were new.

    Raises `not_permitted`.
    """
    permit_defining(by)
    links, trade_offs = _write_named(offers_here(), ids)
    for link in links:
        _note(link, "link", by)
    for trade_off in trade_offs:
        _note(trade_off, "trade_off", by)
    return len(links) + len(trade_offs)


@transaction.atomic
def give_up_measure(*, measure: Measure, by: Actor) -> Measure:
    """Give up a measure without figures, and the library's links and trade-offs that it took part in.

    Raises `measure_in_use`, `not_permitted`.
    """
    permit_defining(by)
    today = clock.today(site_zone())
    of_library = Q(origin=Origin.LIBRARY, retired_on__isnull=True)
    InfluenceLink.objects.filter(of_library, Q(lead=measure) | Q(lag=measure)).update(retired_on=today)
    TradeOff.objects.filter(of_library, Q(push=measure) | Q(guard=measure)).update(retired_on=today)
    return retire_measure(measure=measure, by=by)


def _unsaid(links: Sequence[LinkSpec], trades: Sequence[TradeOffSpec]) -> Offers:
    """Those of the library's whose ends the site has and does not join yet. Three queries."""
    here = _measures_here([*((link.lead, link.lag) for link in links), *((each.push, each.guard) for each in trades)])
    linked = set(_in_force(InfluenceLink).values_list("lead_id", "lag_id"))
    guarded = set(_in_force(TradeOff).values_list("push_id", "push_direction", "guard_id"))
    return Offers(
        tuple(link for link in links if _ends(here, link.lead, link.lag) - linked),
        tuple(
            trade
            for trade in trades
            if {(push, trade.push_good, guard) for push, guard in _ends(here, trade.push, trade.guard)} - guarded
        ),
    )


def _write_named(offers: Offers, ids: Collection[str]) -> tuple[list[InfluenceLink], list[TradeOff]]:
    """Those of the offers that are named, written down; their key is the library's id."""
    links = [link for link in offers.links if link.id in ids]
    trades = [trade for trade in offers.trade_offs if trade.id in ids]
    here = _measures_here([*((link.lead, link.lag) for link in links), *((each.push, each.guard) for each in trades)])
    return [_write_link(link, here) for link in links], [_write_trade_off(trade, here) for trade in trades]


def _note(one: InfluenceLink | TradeOff, kind: str, by: Actor) -> None:
    """In the history of every plan that is open, so that its check looks at what that touches."""
    note_site_change(verb=f"take_library_{kind}", kind=kind, key=one.key, about=one, after={"key": one.key}, by=by)


def _write_link(link: LinkSpec, here: dict[str, Measure]) -> InfluenceLink:
    least, most = link.delay_days
    return _write(
        InfluenceLink,
        link.id,
        lead=here[link.lead],
        lag=here[link.lag],
        sign=link.sign,
        delay_min_days=least,
        delay_max_days=most,
        grade=link.grade,
        source_text=link.source,
        caveat=link.note,
    )


def _write_trade_off(trade: TradeOffSpec, here: dict[str, Measure]) -> TradeOff:
    return _write(
        TradeOff,
        trade.id,
        push=here[trade.push],
        push_direction=trade.push_good,
        guard=here[trade.guard],
        guard_direction=trade.guard_good,
        mechanism=trade.mechanism,
        source_text=trade.source,
    )


def _write(kind: type[Said], key: str, **content: object) -> Said:
    """One that was given up before is taken up again, with what the library says today."""
    found, _new = kind._default_manager.update_or_create(
        key=key, origin=Origin.LIBRARY, defaults={**content, "retired_on": None}
    )
    return found


def _measures_here(pairs: list[tuple[str, str]]) -> dict[str, Measure]:
    """The site's measure of each library id; of several the first by key."""
    wanted = {end for pair in pairs for end in pair}
    rows = Measure.objects.filter(library_id__in=wanted, retired_on__isnull=True).order_by("-key")
    return {measure.library_id: measure for measure in rows}


def _ends(here: dict[str, Measure], one: str, other: str) -> set[tuple[object, object]]:
    """The pair of ids in the site, in a set; empty where the site lacks an end."""
    return {(here[one].pk, here[other].pk)} if one in here and other in here else set()


def _in_force(kind: type[InfluenceLink | TradeOff]) -> QuerySet[Any]:
    return kind._default_manager.filter(retired_on__isnull=True)
