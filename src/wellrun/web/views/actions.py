"""The tracker, one action, and what is said to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellrun.access.errors import nothing_here
from wellrun.access.queries import units_where
from wellrun.execution.models import Action
from wellrun.execution.queries import ActionFilter, actions_for, escalations_around, with_words
from wellrun.execution.visibility import visible_actions
from wellrun.lib import clock
from wellrun.lib.errors import UserError
from wellrun.organisation.models import Post
from wellrun.reviews.queries import with_receiver
from wellrun.web.forms.answers import Answer, Evidence, Reassign, Verb
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.forms.refusal import show_refusal
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.paging import page_number, pages_at, pages_of, words_of
from wellrun.web.parts import Tab
from wellrun.web.presenters.action import action_page, verb_for
from wellrun.web.presenters.actions import action_rows
from wellrun.web.presenters.escalations import escalation_row
from wellrun.web.views.plans.saving import look_again

A_PAGE = 50
_FIELD_OF = {
    "due_in_the_past": "due",
    "due_too_far": "due",
    "same_date": "due",
    "reason_needed": "reason",
    "evidence_needed": "evidence",
    "text_needed": "text",
}


@require_safe
def tracker(request: HttpRequest, unit: str) -> HttpResponse:
    """Actions of a unit and below, by their date."""
    frame = frame_for(request, unit)
    show = "past" if request.GET.get("show") == "past" else "open"
    wanted = ActionFilter(
        unit_id=frame.unit.pk,
        statuses=frozenset(Action.OPEN if show == "open" else ("done", "cancelled")),
        mine="mine" in request.GET,
        text=words_of(request),
    )
    found = actions_for(frame.user, wanted, page=page_number(request))
    context = {
        "tabs": _tabs(frame, show),
        "show": show,
        "rows": action_rows(found.rows, frame.today),
        "total": found.total,
        "query": wanted.text,
        "mine": wanted.mine,
        "pages": pages_at(request, found.number, found.pages, found.total),
    }
    return page(request, frame, "actions", "actions/tracker.html", context)


@require_safe
def escalations(request: HttpRequest, unit: str) -> HttpResponse:
    """Questions handed up from or to this unit and below: open ones first, the soonest reply at the top."""
    frame = frame_for(request, unit)
    rows = with_receiver(escalations_around(frame.user, frame.unit.pk, frame.today))
    shown = Paginator(rows, A_PAGE).get_page(page_number(request))
    context = {
        "tabs": _tabs(frame, "escalations"),
        "rows": [escalation_row(one, frame.zone, clock.now()) for one in shown.object_list],
        "pages": pages_of(request, shown),
    }
    return page(request, frame, "actions", "actions/escalations.html", context)


def _tabs(frame: Frame, show: str) -> list[Tab]:
    tracker_href = reverse("actions", args=[frame.unit.key])
    return [
        Tab(_("Open"), tracker_href, show == "open"),
        Tab(_("Done and cancelled"), f"{tracker_href}?show=past", show == "past"),
        Tab(_("Escalations"), reverse("escalations", args=[frame.unit.key]), show == "escalations"),
    ]


@require_safe
def action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One action."""
    frame = frame_for(request)
    return _action_page(request, frame, _action(frame, pk))


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Say something to an action: its form, and what comes of it."""
    frame = frame_for(request)
    found = _action(frame, pk)
    said = verb_for(frame.user, found, verb, frame.today)
    form = said.form(posted(request), **_start(frame, said, found, from_query(request, said.form.base_fields)))
    if request.method == "POST" and form.is_valid():
        try:
            said.call(action=found, by=frame.user, **form.given())
        except UserError as error:
            if not form.fields:
                messages.error(request, error.sentence)
                return redirect("action", found.pk)
            show_refusal(form, error, _FIELD_OF)
        else:
            messages.success(request, str(said.done))
            look_again()
            return redirect(_back(request, frame, found))
    if request.method == "GET" and not said.form.base_fields:
        return redirect("action", found.pk)
    return _action_page(request, frame, found, asked=said, form=form, status=422 if form.is_bound else 200)


def _action(frame: Frame, pk: UUID) -> Action:
    rows = with_words(visible_actions(frame.user, frame.today), frame.today)
    found = rows.prefetch_related("updates").filter(pk=pk).first()
    if found is None:
        raise nothing_here()
    return found


def _action_page(
    request: HttpRequest,
    frame: Frame,
    found: Action,
    asked: Verb | None = None,
    form: Answer | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "shown": action_page(frame.user, found, frame.zone, frame.today),
        "asked": asked,
        "form": form,
        "came_from": _came_from(request),
    }
    return page(request, frame, "actions", "actions/action.html", context, status=status)


def _start(frame: Frame, said: Verb, found: Action, filled_in: dict[str, str]) -> dict[str, Any]:
    """What a form begins with: the date as it is, what was agreed, the posts one sees, and what is `filled_in`."""
    start: dict[str, Any] = {"initial": {"due": found.due}}
    if said.form is Evidence:
        start["initial"] = {"evidence": found.done_when}
    if said.form is Reassign:
        seen = Post.objects.filter(unit__in=units_where(frame.user), retired_on__isnull=True)
        start["posts"] = seen.exclude(pk=found.post_id).select_related("unit")
    start["initial"] |= filled_in
    return start


def _came_from(request: HttpRequest) -> str:
    """The page the answer was given from, where it is one that is gone back to."""
    return "day" if "day" in (request.POST.get("from"), request.GET.get("from")) else ""


def _back(request: HttpRequest, frame: Frame, found: Action) -> str:
    """To one's day where the answer was given there, else to the action."""
    if _came_from(request) == "day":
        return reverse("day", args=[frame.unit.key])
    return reverse("action", args=[found.pk])
