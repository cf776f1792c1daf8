"""The room of a review: its agenda with one item, the opening, or what shows no change beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from wellrun.access.errors import nothing_here
from wellrun.reviews.queries import AgendaEntry, item_for
from wellrun.web.forms.item import OUTCOMES, ItemForms
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.paging import page_number, pages_of
from wellrun.web.presenters.reviews.pane import may_write, pane_of
from wellrun.web.presenters.reviews.panes import opening_of, unchanged_of
from wellrun.web.presenters.reviews.room import OPENING, UNCHANGED, Room, is_open, read_room, room_page
from wellrun.web.presenters.reviews.start import earliest, posts_to_ask, start_of


@require_safe
def review(request: HttpRequest, review: UUID) -> HttpResponse:
    """The review with what is to be done first: the open actions of last time, then the first open item."""
    return show_review(request, read_room(request.user, review))


@require_safe
def opening(request: HttpRequest, review: UUID) -> HttpResponse:
    """The open actions of last time."""
    return _show_opening(request, read_room(request.user, review), at_item=True)


@require_safe
def unchanged(request: HttpRequest, review: UUID) -> HttpResponse:
    """The measures of the forum that show no change."""
    room = read_room(request.user, review)
    rows, shown = unchanged_of(room, page_number(request))
    context = {"rows": rows, "pages": pages_of(request, shown)}
    return _render(request, _frame(request, room), room, UNCHANGED, context)


@require_safe
def item(request: HttpRequest, review: UUID, item: UUID) -> HttpResponse:
    """One item of the review; one that was moved on is shown where it is now."""
    room = read_room(request.user, review)
    entry = room.entry(item)
    if entry is None:
        return redirect("item", item_for(request.user, item).review_id, item)  # type: ignore[arg-type]
    return show_item(request, room, entry)


@require_safe
def look_back(request: HttpRequest, review: UUID, item: UUID) -> HttpResponse:
    """A fragment: the day to look back of an action that is due on another day."""
    room, entry = _found(request, review, item)
    frame = _frame(request, room)
    due = _date(request, "action-due") or room.today
    wanted = _date(request, "action-look_back")
    from_day = earliest(room, entry.item, due, frame.site.week_start)
    forms = ItemForms(start_of(room, entry, [], frame.site.week_start))
    forms.action.initial["look_back"] = max(filter(None, (wanted, from_day)), default=None)
    shown = {"field": forms.action["look_back"], "from_day": from_day, "ident": "look-back"}
    return render(request, "reviews/_look_back.html", shown)


def show_review(request: HttpRequest, room: Room, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The review at its own address; `refused`: why it was not closed."""
    first = room.first()
    nothing_settled = room.open_count == len(room.agenda.entries)
    if first is None or (has_news(room) and nothing_settled):
        return _show_opening(request, room, at_item=False, refused=refused, status=status)
    return show_item(request, room, first, at_item=False, refused=refused, status=status)


def has_news(room: Room) -> bool:
    """Whether there are actions of earlier sittings to begin with."""
    return bool(room.review.carried_over or room.review.done_since)  # type: ignore[attr-defined]


def show_item(
    request: HttpRequest,
    room: Room,
    entry: AgendaEntry,
    sent: ItemForms | None = None,
    *,
    at_item: bool = True,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """The item in its room; `sent`: what was typed and refused."""
    frame = _frame(request, room)
    week_start = frame.site.week_start
    posts = posts_to_ask(request.user, room, entry) if room.may_chair and is_open(entry) else []
    forms = sent
    if forms is None and may_write(request.user, room, entry.item):
        chosen = request.GET.get("outcome", "")
        forms = ItemForms(start_of(room, entry, posts, week_start, chosen if chosen in OUTCOMES else ""))
    pane = pane_of(request.user, room, entry, forms, posts, week_start)
    context = {"pane": pane, "refused": refused}
    return _render(request, frame, room, str(entry.item.pk), context, at_item=at_item, status=status)


def _show_opening(
    request: HttpRequest, room: Room, *, at_item: bool, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {"opening": opening_of(room), "refused": refused}
    return _render(request, _frame(request, room), room, OPENING, context, at_item=at_item, status=status)


def _found(request: HttpRequest, review_id: UUID, item_id: UUID) -> tuple[Room, AgendaEntry]:
    room = read_room(request.user, review_id)
    entry = room.entry(item_id)
    if entry is None:
        raise nothing_here()
    return room, entry


def _frame(request: HttpRequest, room: Room) -> Frame:
    """A review is about its forum's unit, whatever one looked at before."""
    return frame_for(request, room.review.forum.unit.key)


def _render(
    request: HttpRequest,
    frame: Frame,
    room: Room,
    key: str,
    context: dict[str, Any],
    *,
    at_item: bool = True,
    status: int = 200,
) -> HttpResponse:
    shown = room_page(room, key, at_item=at_item)
    return page(request, frame, "reviews", "reviews/room.html", {"room": shown, "key": key, **context}, status=status)


def _date(request: HttpRequest, name: str) -> Any:
    """A date of the address, or None where there is none that can be read."""
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
