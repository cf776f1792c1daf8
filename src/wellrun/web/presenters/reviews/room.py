"""The room of a review: where and when, what is left to do, and its agenda by exception."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.lib import clock
from wellrun.measures.models import MeasureVersion
from wellrun.measures.shown import number
from wellrun.reviews.models import AgendaItem, Forum, Review
from wellrun.reviews.queries import (
    Agenda,
    AgendaEntry,
    SaidSince,
    agenda_of,
    next_sitting_of,
    not_reached,
    review_room,
    said_since,
    versions_on,
)
from wellrun.reviews.routing import forum_above
from wellrun.web import dates
from wellrun.web.counts import capital, in_words, inside
from wellrun.web.presenters.reviews.said import said_count
from wellrun.web.presenters.reviews.settled import in_a_line
from wellrun.web.presenters.reviews.told import about

OPENING, UNCHANGED = "opening", "unchanged"


@dataclass(frozen=True, slots=True)
class RoomEntry:
    """A line of the agenda. `mark`: done, now, open, or none for what needs no outcome; `word` says it."""

    key: str
    title: str
    about: str
    href: str
    mark: str
    word: str
    is_here: bool


@dataclass(frozen=True)
class Room:
    """A sitting as it was read: the review with its counts, its agenda, the definitions of its measures."""

    review: Review
    agenda: Agenda
    versions: Mapping[UUID, MeasureVersion]
    zone: ZoneInfo
    today: date
    next_sitting: datetime | None
    reader: Any = None
    said: Sequence[SaidSince] = ()

    @cached_property
    def above(self) -> Forum | None:
        """The forum that takes what this one hands up, None at the top; one query, once."""
        return forum_above(self.review.forum)

    @property
    def may_chair(self) -> bool:
        """Whether the reader may settle items here."""
        return bool(self.review.may_chair)  # type: ignore[attr-defined]

    @property
    def is_open(self) -> bool:
        """Whether it sits."""
        return self.review.status == Review.Status.OPEN

    @property
    def is_closed(self) -> bool:
        """Whether it is over."""
        return self.review.status == Review.Status.CLOSED

    @property
    def open_count(self) -> int:
        """How many items have no outcome."""
        return self.agenda.open_count

    def entry(self, item_id: UUID) -> AgendaEntry | None:
        """The entry of an item, or None when it is on another agenda."""
        return next((entry for entry in self.agenda.entries if entry.item.pk == item_id), None)

    def first(self) -> AgendaEntry | None:
        """The entry to look at first: the first open one."""
        return next((entry for entry in self.agenda.entries if is_open(entry)), None)


@dataclass(frozen=True, slots=True)
class RoomPage:
    """What the page shows around the pane. `key`: what is in it, the id of an item or one of the fixed ones."""

    review: Review
    heading: str
    said: str
    entries: list[RoomEntry]
    unchanged: str
    unchanged_href: str
    unchanged_is_here: bool
    may_open: bool
    may_close: bool
    is_ready: bool
    is_closed: bool
    at_item: bool


def read_room(user: Any, review_id: UUID) -> Room:
    """The sitting, or NotFound; seven queries whatever the number of items."""
    review = review_room(user, review_id)
    versions = versions_on(review)
    names = {measure_id: version.name for measure_id, version in versions.items()}
    zone = ZoneInfo(review.forum.time_zone)
    said = said_since(review, review.last_end)  # type: ignore[attr-defined]
    return Room(
        review, agenda_of(review, names, user), versions, zone, clock.today(zone), next_sitting_of(review), user, said
    )


def room_page(room: Room, key: str, *, at_item: bool) -> RoomPage:
    """The head and the agenda; `at_item`: the address is that of the pane, which on the phone then stands alone."""
    review = room.review
    return RoomPage(
        review=review,
        heading=review.forum.name,
        said=_said(room),
        entries=[_opening(room, key), *(_entry(room, entry, key) for entry in room.agenda.entries)],
        unchanged=_unchanged(room),
        unchanged_href=reverse("review_unchanged", args=[review.pk]),
        unchanged_is_here=key == UNCHANGED,
        may_open=room.may_chair and review.status == Review.Status.SCHEDULED,
        may_close=room.may_chair and room.is_open,
        is_ready=room.open_count == 0,
        is_closed=room.is_closed,
        at_item=at_item,
    )


def _unchanged(room: Room) -> str:
    """The line of what stands still; none for a closed review, of which it would say what came later."""
    if room.is_closed or not room.review.unchanged:  # type: ignore[attr-defined]
        return ""
    series, measures = int(room.review.unchanged), int(room.review.unchanged_measures)  # type: ignore[attr-defined]
    if series == measures:
        one = ngettext("%(n)s measure without change, folded", "%(n)s measures without change, folded", series)
        return one % {"n": number(series)}
    several = ngettext(
        "%(n)s series of %(measures)s measure without change, folded",
        "%(n)s series of %(measures)s measures without change, folded",
        measures,
    )
    return several % {"n": number(series), "measures": in_words(measures)}


def is_open(entry: AgendaEntry) -> bool:
    """Whether the item has no outcome yet."""
    return entry.item.status == AgendaItem.Status.OPEN


def opening_line(room: Room) -> str:
    """ "7 done, 2 carried over", or that nothing was asked for yet."""
    done, carried = int(room.review.done_since), int(room.review.carried_over)  # type: ignore[attr-defined]
    if not done and not carried:
        return _("None is open")
    return _("%(done)d done, %(carried)d carried over") % {"done": done, "carried": carried}


def _opening(room: Room, key: str) -> RoomEntry:
    return RoomEntry(
        key=OPENING,
        title=_("Open actions of last time"),
        about=", ".join(filter(None, (opening_line(room), said_count(len(room.said))))),
        href=reverse("review_opening", args=[room.review.pk]),
        mark="now" if key == OPENING else "none",
        word=_("Now") if key == OPENING else "",
        is_here=key == OPENING,
    )


def _entry(room: Room, entry: AgendaEntry, key: str) -> RoomEntry:
    is_here = key == str(entry.item.pk)
    mark = "open" if is_open(entry) else "done"
    if is_here and mark == "open":
        mark = "now"
    outcome = entry.item.closing_outcome
    line = about(entry, room.zone, room.today) if outcome is None else in_a_line(outcome, room.today)
    return RoomEntry(
        key=str(entry.item.pk),
        title=_short_title(room, entry),
        about=line,
        href=reverse("item", args=[room.review.pk, entry.item.pk]),
        mark=mark,
        word={"done": _("Done"), "now": _("Now"), "open": _("Open")}[mark],
        is_here=is_here,
    )


def _short_title(room: Room, entry: AgendaEntry) -> str:
    """The title without the unit where that is the forum's own, which everyone knows who sits there."""
    item = entry.item
    version = room.versions.get(item.series.measure_id) if item.series is not None else None
    by_title = item.action_id or item.initiative_id or item.escalation_id or item.obligation_id
    by_measure = not by_title and item.unit_id == room.review.forum.unit_id
    if by_measure and version is not None:
        return version.name
    return _("Long-standing changes") if by_measure and item.kind == AgendaItem.Kind.LONG_STANDING else entry.title


def _said(room: Room) -> str:
    """When, chaired by whom, and what a person would say of it now."""
    start = room.review.starts_at.astimezone(room.zone)
    words = _("%(when)s, chaired by the %(post)s.")
    if not room.review.forum__chair_is_held and not room.is_closed:  # type: ignore[attr-defined]
        words = _("%(when)s. Nobody holds the post of its chair, the %(post)s.")
    head = words % {
        "when": dates.moment(start),
        "post": inside(room.review.forum.chair.title),
    }
    return f"{head} {said_of_items(room, start)}"


def said_of_items(room: Room, start: datetime) -> str:
    """How many items still need an outcome, and what follows from it."""
    left, every = room.open_count, len(room.agenda.entries)
    if room.is_closed:
        return _closed(room)
    moved = int(room.review.items_deferred)  # type: ignore[attr-defined]
    if room.is_open and moved and not left:
        return _all_but(room, every)
    if not every:
        return _("Nothing is on its agenda: no change waits for this forum.")
    if not room.is_open and start.date() < room.today:
        return ngettext(
            "It was not held: %(n)s item waits.", "It was not held: %(n)s items wait.", left
        ) % {"n": in_words(left)}  # fmt: skip
    if not room.is_open:
        return ngettext("%(N)s item waits for it.", "%(N)s items wait for it.", left) % {"N": capital(in_words(left))}
    return _left(left, every)


def _all_but(room: Room, every: int) -> str:
    """Nothing is left to settle, and what was not reached is named; two queries."""
    names = "; ".join(each.title for each in not_reached(room.review) if each.deferral.to_review_id is not None)
    moved = _("Not reached and moved on: %(names)s.") % {"names": names}
    if not every:
        return _("Nothing is left on its agenda: the review can be closed.") + f" {moved}"
    said = ngettext(
        "%(N)s item has its outcome: the review can be closed.",
        "%(N)s items have their outcome: the review can be closed.",
        every,
    )
    return f"{said % {'N': capital(in_words(every))}} {moved}"


def _left(left: int, every: int) -> str:
    shown = {"left": capital(in_words(left)), "every": in_words(every)}
    if not left:
        return _("Every item has its outcome: the review can be closed.")
    if every == 1:
        return _("Its one item still needs an outcome, or a date when you will reach it.")
    if left == every:
        return _("All %(every)s items still need an outcome, or a date when you will reach them.") % shown
    return (
        ngettext(
            "%(left)s of %(every)s items still needs an outcome, or a date when you will reach it.",
            "%(left)s of %(every)s items still need an outcome, or a date when you will reach them.",
            left,
        )
        % shown
    )


def _closed(room: Room) -> str:
    closed_at = room.review.closed_at
    settled, moved = len(room.agenda.entries), int(room.review.items_deferred)  # type: ignore[attr-defined]
    when = dates.moment(closed_at.astimezone(room.zone)) if closed_at else ""
    said = _("Closed %(when)s.") % {"when": when}
    count = ngettext("%(N)s item has its outcome.", "%(N)s items have their outcome.", settled)
    words = [said, count % {"N": capital(in_words(settled))}]
    if moved:
        beyond = ngettext("%(N)s was not reached and moved on.", "%(N)s were not reached and moved on.", moved)
        words.append(beyond % {"N": capital(in_words(moved))})
    return " ".join(words)
