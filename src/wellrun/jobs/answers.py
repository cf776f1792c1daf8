"""What the items already on agendas answer for, so that nothing is asked twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from wellrun.insight.models import Signal
from wellrun.jobs.overtaken import OVERTAKEN
from wellrun.reviews.models import AgendaItem, ItemSignal

# One change: the unit, the measure and stratum by their keys, and the side.
About = tuple[Any, str, str, str]
_OF_SIGNALS = (AgendaItem.Kind.SIGNAL, AgendaItem.Kind.BALANCING)


class Answers:
    """Open and closed items by what they are about; three statements."""

    def __init__(self, series_ids: Collection[int]) -> None:
        live = AgendaItem.objects.filter(status=AgendaItem.Status.OPEN).select_related("review__forum", "unit")
        self._about = {about_of(item): item for item in live.filter(kind__in=_OF_SIGNALS) if "side" in item.facts}
        self.long_standing = {item.review.forum_id: item for item in live.filter(kind=AgendaItem.Kind.LONG_STANDING)}
        self._folded: dict[tuple[int, str], AgendaItem] = {}
        self._known_until: dict[tuple[int, str], date] = {}
        links = ItemSignal.objects.filter(signal__series_id__in=series_ids).select_related(
            "signal", "item__review__forum", "item__unit"
        )
        for link in links:
            self._take(link)

    def open_item(self, signal: Signal, about: About) -> AgendaItem | None:
        """The open item that speaks of the same change already."""
        return self._about.get(about) or self._folded.get((signal.series_id, signal.side))

    def has_item(self, series_id: int, side: str) -> bool:
        """Whether an open item answers for that side of a series."""
        return (series_id, side) in self._folded

    def open_of(self, series_id: int | None, side: str) -> AgendaItem | None:
        """The open item that answers for that side of a series."""
        return None if series_id is None else self._folded.get((series_id, side))

    def open_about(self, about: About) -> AgendaItem | None:
        """The open item on this change."""
        return self._about.get(about)

    def is_new(self, signal: Signal) -> bool:
        """Whether the signal first fired in figures newer than those that a closed item has dealt with."""
        known = self._known_until.get((signal.series_id, signal.side))
        return known is None or signal.first_fired > known

    def note(self, item: AgendaItem, signals: Iterable[Signal]) -> None:
        """Remember an item that was just raised."""
        self._about[about_of(item)] = item
        for signal in signals:
            self._folded[signal.series_id, signal.side] = item

    def _take(self, link: ItemSignal) -> None:
        key = (link.signal.series_id, link.signal.side)
        if link.item.status == AgendaItem.Status.OPEN:
            if link.item.kind in _OF_SIGNALS:
                self._folded[key] = link.item
            return
        if OVERTAKEN in link.item.facts:
            return
        until = _known_until(link)
        self._known_until[key] = max(until, self._known_until.get(key, until))


def _known_until(link: ItemSignal) -> date:
    """The newest period that the item's figures reached when it was raised."""
    facts = link.item.facts
    of_signal = [each for each in facts.get("signals", ()) if each["signal"] == str(link.signal_id)]
    period = of_signal[0]["period"] if of_signal else facts.get("period")
    return date.fromisoformat(period) if period else link.signal.last_fired


def about_of(item: AgendaItem) -> About:
    """What an item on a signal is about."""
    facts = item.facts
    return item.unit_id, facts.get("measure", ""), facts.get("stratum", ""), facts.get("side", "")
