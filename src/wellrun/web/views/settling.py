"""What a chair does in a review: open it, answer and settle its items, move on what is not reached, close it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellrun.access.errors import nothing_here
from wellrun.execution.errors import not_permitted
from wellrun.execution.models import Decision
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
from wellrun.organisation.queries import site
from wellrun.reviews.actions import (
    answer_questions,
    close_review,
    defer_item,
    open_review,
    reopen_item,
    settle_item,
)
from wellrun.reviews.models import AgendaItem, ItemDeferral, Outcome
from wellrun.reviews.queries import AgendaEntry, between_sittings, item_for
from wellrun.web import dates
from wellrun.web.counts import capital
from wellrun.web.forms.item import ItemForms, Reopen
from wellrun.web.presenters.escalations import chair_answers
from wellrun.web.presenters.reviews.room import Room, is_open, read_room
from wellrun.web.presenters.reviews.settled import in_a_line
from wellrun.web.presenters.reviews.start import posts_to_ask, start_of
from wellrun.web.views.room import has_news, show_item, show_review

_UNSEEN = (NotFound, Refused)
Step = Callable[[HttpRequest, Room, AgendaEntry], HttpResponse]


@require_POST
def open_it(request: HttpRequest, review: UUID) -> HttpResponse:
    """Begin the sitting: with what came of the last one, else with the item that stood there, else with the first."""
    room = read_room(request.user, review)
    try:
        open_review(review=room.review, by=request.user)  # type: ignore[arg-type]
    except Conflict as error:
        return show_review(request, read_room(request.user, review), refused=error.sentence, status=409)
    here = next((entry for entry in room.agenda.entries if str(entry.item.pk) == request.POST.get("item")), None)
    if here is None or has_news(room):
        return redirect("review", review)
    return redirect("item", review, here.item.pk)


@require_POST
def close_it(request: HttpRequest, review: UUID) -> HttpResponse:
    """End the sitting; while an item has no outcome it is refused, with a sentence."""
    room = read_room(request.user, review)
    try:
        close_review(review=room.review, by=request.user)  # type: ignore[arg-type]
    except Conflict as error:
        return show_review(request, read_room(request.user, review), refused=error.sentence, status=409)
    messages.success(request, _("The review is closed. These are its minutes."))
    return redirect("minutes", review)


def _step(view: Step) -> Callable[..., HttpResponse]:
    """A POST about one item of a room; asking for its address leads to the item."""

    @wraps(view)
    def wrapped(request: HttpRequest, review: UUID, item: UUID) -> HttpResponse:
        if request.method == "GET":
            return redirect("item", review, item)
        room = read_room(request.user, review)
        entry = room.entry(item)
        if entry is None:
            # Moved on meanwhile, or never to be seen: `item_for` knows which.
            messages.error(request, _("This has changed in the meantime. Look at it again before you go on."))
            return redirect("item", item_for(request.user, item).review_id, item)  # type: ignore[arg-type]
        return view(request, room, entry)

    return require_http_methods(["GET", "POST"])(wrapped)


@_step
def outcome(request: HttpRequest, room: Room, entry: AgendaEntry) -> HttpResponse:
    """Close the item with a decision, an action or an escalation, and write the answers down with it."""
    if not room.may_chair:
        raise not_permitted()
    forms = _forms(request, room, entry)
    if not forms.may_settle():
        return show_item(request, room, entry, forms, refused=forms.refused, status=422)
    try:
        settled = settle_item(
            item=entry.item,
            answers=forms.answers(),
            outcome=forms.outcome(),
            by=request.user,  # type: ignore[arg-type]
        )
    except UserError as error:
        return _refused(request, room, entry, forms, error)
    messages.success(request, _settled(room, entry, settled))
    if _may_be_a_baseline(entry, settled):
        messages.success(request, _("If it set a new baseline, propose it below: it takes the day of the change."))
        return redirect("item", room.review.pk, entry.item.pk)
    return redirect("review", room.review.pk)


@_step
def answers(request: HttpRequest, room: Room, entry: AgendaEntry) -> HttpResponse:
    """Write the answers down and leave the item open."""
    forms = _forms(request, room, entry)
    if not forms.may_answer():
        return show_item(request, room, entry, forms, status=422)
    try:
        answer_questions(item=entry.item, answers=forms.answers(), by=request.user)  # type: ignore[arg-type]
    except UserError as error:
        return _refused(request, room, entry, forms, error)
    messages.success(request, _("Saved. The item still needs an outcome."))
    return redirect("item", room.review.pk, entry.item.pk)


@_step
def not_reached(request: HttpRequest, room: Room, entry: AgendaEntry) -> HttpResponse:
    """Move the item to the next sitting; the second time it goes up by itself."""
    try:
        deferral = defer_item(item=entry.item, by=request.user)  # type: ignore[arg-type]
    except Conflict as error:
        return _changed(request, room, entry, error)
    messages.success(request, _deferred(room, entry, deferral))
    return redirect("review", room.review.pk)


@_step
def reopen(request: HttpRequest, room: Room, entry: AgendaEntry) -> HttpResponse:
    """Open an item again that was just closed."""
    form = Reopen(request.POST)
    if not form.is_valid():
        return show_item(request, room, entry, refused=" ".join(map(str, form.errors["reason"])), status=422)
    try:
        reopen_item(item=entry.item, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
    except Conflict as error:
        return _changed(request, room, entry, error)
    messages.success(request, _("Opened again; what was recorded stands in the minutes as taken back."))
    return redirect("item", room.review.pk, entry.item.pk)


def _forms(request: HttpRequest, room: Room, entry: AgendaEntry) -> ItemForms:
    posts = posts_to_ask(request.user, room, entry) if room.may_chair else []
    return ItemForms(start_of(room, entry, posts, site().week_start), request.POST)


def _refused(request: HttpRequest, room: Room, entry: AgendaEntry, forms: ItemForms, error: UserError) -> HttpResponse:
    """The refusal where it belongs, with what was typed; who may not do it at all gets the page that says so."""
    if isinstance(error, _UNSEEN):
        raise error
    if isinstance(error, Conflict):
        return _changed(request, room, entry, error, forms)
    forms.refuse(error)
    return show_item(request, room, entry, forms, status=422)


def _changed(
    request: HttpRequest, room: Room, entry: AgendaEntry, error: UserError, forms: ItemForms | None = None
) -> HttpResponse:
    """Something else happened first: the item as it is now, with the sentence."""
    fresh = read_room(request.user, room.review.pk)
    now = fresh.entry(entry.item.pk)
    if now is None:
        messages.error(request, error.sentence)
        return redirect("item", item_for(request.user, entry.item.pk).review_id, entry.item.pk)  # type: ignore[arg-type]
    kept = forms if is_open(now) else None
    return show_item(request, fresh, now, kept, refused=error.sentence, status=409)


def _may_be_a_baseline(entry: AgendaEntry, settled: Outcome) -> bool:
    """Whether a choice was made on old changes: each may be the new usual."""
    chosen = settled.decision is not None and settled.decision.kind == Decision.Kind.CHOICE
    return entry.item.kind == AgendaItem.Kind.LONG_STANDING and chosen


def _settled(room: Room, entry: AgendaEntry, outcome: Outcome) -> Any:
    """What was done, and the way back to it."""
    href = reverse("item", args=[room.review.pk, entry.item.pk])
    said = _("%(title)s: %(outcome)s.") % {"title": entry.title, "outcome": in_a_line(outcome, room.today).rstrip(".")}
    between = between_sittings([outcome.escalation_id]) if outcome.escalation_id else {}
    for asked in between.values():
        said = f"{said} {chair_answers(asked, room.zone)}."
    return format_html('{} <a class="link" href="{}">{}</a>', said, href, _("See or undo it"))


def _deferred(room: Room, entry: AgendaEntry, deferral: ItemDeferral) -> str:
    if deferral.to_review is not None:
        day = dates.day(deferral.to_review.starts_at.astimezone(room.zone))
        return _("%(title)s: not reached, moved to %(day)s.") % {"title": entry.title, "day": day}
    escalation = entry.item.closing_outcome.escalation if entry.item.closing_outcome else None
    if escalation is None:
        raise nothing_here()
    target = in_a_line(entry.item.closing_outcome, room.today)  # type: ignore[arg-type]
    return _("%(title)s: not reached a second time, so it went up by itself. %(target)s.") % {
        "title": entry.title,
        "target": capital(target),
    }
