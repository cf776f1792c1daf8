"""What people say of a series: events, points left out, and where the level changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellrun.access.errors import nothing_here
from wellrun.execution.errors import not_permitted
from wellrun.jobs.baselines import exclude_point, include_point
from wellrun.lib.errors import Conflict, UserError
from wellrun.measures.actions import note_event, withdraw_event
from wellrun.measures.models import Event, Exclusion
from wellrun.web import dates
from wellrun.web.forms.changes import EventForm, PointForm
from wellrun.web.forms.refusal import show_or_raise
from wellrun.web.frame import frame_for, page
from wellrun.web.parts import Crumb
from wellrun.web.presenters.measure_changes import Spoken, changes_page, levels_table, spoken_of

_FIELD_OF = {
    "event_needs_text": "text",
    "event_too_long": "text",
    "event_ahead": "starts_on",
    "event_ends_early": "ends_on",
    "exclusion_needs_reason": "reason",
    "point_without_figure": "period",
    "point_left_out": "period",
}


@require_http_methods(["GET", "POST"])
def changes(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """All that is said of a series, and the forms to say more."""
    spoken = spoken_of(frame_for(request, unit), key)
    sent = request.POST.get("what") if request.method == "POST" else None
    event = EventForm(request.POST if sent == "event" else None)
    point = PointForm(spoken.periods(but_left_out=True), request.POST if sent == "point" else None)
    if sent == "event":
        return _note(request, spoken, event, point)
    if sent == "point":
        return _leave_out(request, spoken, event, point)
    return _show(request, spoken, event, point)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, unit: str, key: str, pk: UUID) -> HttpResponse:
    """Ask once more, then take an event off the charts."""
    spoken = spoken_of(frame_for(request, unit), key)
    event = Event.objects.filter(pk=pk, unit=spoken.frame.unit).first()
    if event is None or event.measure_id not in (None, spoken.series.measure_id):
        raise nothing_here()
    if request.method == "POST":
        return _done(request, spoken, _("The event is withdrawn."), withdraw_event, event=event)
    return confirm(
        request,
        spoken,
        heading=_("Withdraw this event?"),
        said=_("It leaves the charts of this unit and those below. That it was noted stays on record."),
        quoted=f"{dates.period(event.starts_on, 'day')}: {event.text}",
        button=_("Withdraw the event"),
    )


@require_http_methods(["GET", "POST"])
def include(request: HttpRequest, unit: str, key: str, pk: UUID) -> HttpResponse:
    """Ask once more, then let a point take part again."""
    spoken = spoken_of(frame_for(request, unit), key)
    exclusion = Exclusion.objects.filter(pk=pk, series=spoken.series).first()
    if exclusion is None:
        raise nothing_here()
    exclusion.series = spoken.series
    if request.method == "POST":
        return _done(request, spoken, _("The figure takes part again."), include_point, exclusion=exclusion)
    period = dates.period(exclusion.period, spoken.version.grain)
    return confirm(
        request,
        spoken,
        heading=_("Let %(period)s take part again?") % {"period": period},
        said=_("The usual range and what counts as a change are worked out anew, with this figure."),
        quoted=exclusion.reason,
        button=_("Let it take part again"),
    )


@require_safe
def levels(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Where the level changed within the present baseline, each with the way to a proposal."""
    spoken = spoken_of(frame_for(request, unit), key)
    if not spoken.may_judge:
        raise not_permitted()
    context = {"spoken": spoken, "table": levels_table(spoken), "crumbs": spoken.crumbs(spoken.here())}
    return page(request, spoken.frame, "strategy", "measure/levels.html", context)


def confirm(request: HttpRequest, spoken: Spoken, *, heading: str, said: str, quoted: str, button: str) -> HttpResponse:
    """A question before something is taken back."""
    crumbs: list[Crumb] = spoken.crumbs(spoken.here())
    context = {"heading": heading, "said": said, "quoted": quoted, "button": button, "crumbs": crumbs}
    return page(request, spoken.frame, "strategy", "measure/confirm.html", {**context, "back": crumbs[-1].href})


def _note(request: HttpRequest, spoken: Spoken, event: EventForm, point: PointForm) -> HttpResponse:
    if event.is_valid():
        given = event.cleaned_data
        measure = spoken.series.measure if given["about"] == "measure" else None
        facts = {"starts_on": given["starts_on"], "ends_on": given["ends_on"], "text": given["text"]}
        try:
            note_event(unit=spoken.frame.unit, measure=measure, by=spoken.frame.user, **facts)
        except UserError as error:
            return _show(request, spoken, event, point, show_or_raise(event, error, _FIELD_OF))
        messages.success(request, _("The event is noted."))
        return redirect("changes", spoken.frame.unit.key, spoken.key)
    return _show(request, spoken, event, point, 422)


def _leave_out(request: HttpRequest, spoken: Spoken, event: EventForm, point: PointForm) -> HttpResponse:
    if point.is_valid():
        try:
            exclude_point(series=spoken.series, by=spoken.frame.user, **point.cleaned_data)
        except UserError as error:
            return _show(request, spoken, event, point, show_or_raise(point, error, _FIELD_OF))
        messages.success(request, _("The figure is left out, and the rest is judged anew."))
        return redirect("changes", spoken.frame.unit.key, spoken.key)
    return _show(request, spoken, event, point, 422)


def _show(request: HttpRequest, spoken: Spoken, event: EventForm, point: PointForm, status: int = 200) -> HttpResponse:
    context = {"spoken": spoken, "shown": changes_page(spoken), "event": event, "point": point}
    return page(request, spoken.frame, "strategy", "measure/changes.html", context, status=status)


def _done(request: HttpRequest, spoken: Spoken, told: str, action: Any, **what: Any) -> HttpResponse:
    """Do it, or say that somebody did before."""
    try:
        action(by=spoken.frame.user, **what)
    except Conflict as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, told)
    return redirect("changes", spoken.frame.unit.key, spoken.key)
