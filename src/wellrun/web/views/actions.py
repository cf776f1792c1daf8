"""The tracker, one action, and what is said to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellrun.access.queries import units_where
from wellrun.execution.errors import nothing_here
from wellrun.execution.models import Action, Escalation
from wellrun.execution.queries import ActionFilter, actions_for, escalations_for, with_words
from wellrun.execution.visibility import visible_actions
from wellrun.lib import clock
from wellrun.lib.errors import UserError
from wellrun.organisation.models import Post
from wellrun.organisation.queries import subtree_ids
from wellrun.web.forms.answers import Reassign, Verb
from wellrun.web.forms.refusal import show_refusal
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.paging import page_number, pages_at
from wellrun.web.parts import Tab
from wellrun.web.presenters import actions as presenter

_FIELD_OF = {"due_in_the_past": "due", "same_date": "due", "reason_needed": "reason", "evidence_needed": "evidence"}


@require_safe
def tracker(request: HttpRequest, unit: str) -> HttpResponse:
    """Actions of a unit and below, by their date."""
    frame = frame_for(request, unit)
    zone = ZoneInfo(frame.site.time_zone)
    show = request.GET.get("show", "open")
    wanted = ActionFilter(
        unit_id=frame.unit.pk,
        statuses=frozenset(Action.OPEN if show == "open" else ("done", "cancelled")),
        mine="mine" in request.GET,
        text=request.GET.get("q", "")[:100],
    )
    found = actions_for(request.user, wanted, page=page_number(request))
    context = {
        "tabs": _tabs(frame, show),
        "show": show,
        "rows": presenter.action_rows(found.rows, clock.today(zone)),
        "total": found.total,
        "query": wanted.text,
        "mine": wanted.mine,
        "pages": pages_at(request, found.number, found.pages, found.total),
    }
    return page(request, frame, "actions", "actions/tracker.html", context)


@require_safe
def escalations(request: HttpRequest, unit: str) -> HttpResponse:
    """Questions handed up from or to this unit and below, the soonest reply first."""
    frame = frame_for(request, unit)
    zone = ZoneInfo(frame.site.time_zone)
    below = subtree_ids(frame.unit.pk)
    rows = escalations_for(request.user, statuses=list(Escalation.Status)).filter(from_unit__in=below)
    context = {
        "tabs": _tabs(frame, "escalations"),
        "rows": [presenter.escalation_row(one, zone, clock.now()) for one in rows[:200]],
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
    return _action_page(request, _action(request, pk))


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Say something to an action: its form, and what comes of it."""
    found = _action(request, pk)
    frame = frame_for(request)
    said = presenter.verb_for(request.user, found, verb, clock.today(ZoneInfo(frame.site.time_zone)))
    form = said.form(request.POST or None, **_extra(request, said))
    if request.method == "POST" and form.is_valid():
        try:
            said.call(action=found, by=request.user, **form.cleaned_data)
        except UserError as error:
            if not form.fields:
                messages.error(request, error.sentence)
                return redirect("action", found.pk)
            show_refusal(form, error, _FIELD_OF)
        else:
            messages.success(request, str(said.done))
            return redirect(_back(request, found))
    if request.method == "GET" and not said.form.base_fields:
        return redirect("action", found.pk)
    return _action_page(request, found, asked=said, form=form, status=422 if form.is_bound else 200)


def _action(request: HttpRequest, pk: UUID) -> Action:
    today = clock.today()
    found = with_words(visible_actions(request.user), today).prefetch_related("updates__by").filter(pk=pk).first()  # type: ignore[arg-type]
    if found is None:
        raise nothing_here()
    return found


def _action_page(
    request: HttpRequest, found: Action, asked: Verb | None = None, form: Any = None, status: int = 200
) -> HttpResponse:
    frame = frame_for(request)
    zone = ZoneInfo(frame.site.time_zone)
    shown = presenter.action_page(request.user, found, zone, clock.today(zone))
    context = {"shown": shown, "asked": asked, "form": form}
    return page(request, frame, "actions", "actions/action.html", context, status=status)


def _extra(request: HttpRequest, said: Verb) -> dict[str, Any]:
    """Asking another post offers the posts of the units one sees."""
    if said.form is not Reassign:
        return {}
    posts = Post.objects.filter(unit__in=units_where(request.user), retired_on__isnull=True).select_related("unit")
    return {"posts": posts}


def _back(request: HttpRequest, found: Action) -> str:
    """To the page the answer was given from: one's day, or the action."""
    if request.POST.get("from") == "day":
        return reverse("day", args=[request.session.get("unit", found.unit.key)])
    return reverse("action", args=[found.pk])
