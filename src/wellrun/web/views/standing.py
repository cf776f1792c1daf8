"""Which forums look at a measure, and which measures stand on a forum's agenda; put there and taken off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.lib.errors import Refused
from wellrun.measures.models import Measure, MeasureVersion
from wellrun.reviews.actions.forum_measures import put_before_forum, take_off_forum
from wellrun.reviews.models import Forum
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.forms.standing import BeforeForum, OnAgenda
from wellrun.web.frame import Frame, frame_for, page, user_of
from wellrun.web.parts import Crumb
from wellrun.web.presenters.forum import forum_of
from wellrun.web.presenters.standing import forum_lines, forums_to_choose, measure_lines, measures_to_choose
from wellrun.web.views.plans.saving import say_findings_in_force


@require_http_methods(["GET", "POST"])
def measure_forums(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """The forums before which a measure comes; it is put before another, or taken off one."""
    frame = frame_for(request, unit)
    version = MeasureVersion.objects.filter(measure__key=key, current=True).select_related("measure").first()
    if version is None:
        raise nothing_here()
    choices = forums_to_choose(frame.user)
    if not choices.exists():
        raise _not_theirs()
    if "take_off" in request.POST:
        forum = choices.filter(key=request.POST["take_off"]).first()
        if forum is None:
            raise nothing_here()
        return _take_off(request, frame, forum, version.measure, redirect("measure_forums", unit, key))
    named = choices.filter(key=request.GET.get("take_off", ""), measures=version.measure_id).first()
    if named is not None and request.method == "GET":
        return _ask_to_take_off(request, frame, named, version)
    form = BeforeForum(choices, posted(request), initial=from_query(request, ("forum",)))
    if request.method == "POST" and form.is_valid():
        put_before_forum(forum=form.cleaned_data["forum"], measure=version.measure, by=frame.user)
        _said(request, _("It comes before the forum from its next meeting on."))
        return redirect("measure_forums", unit, key)
    context = {
        "heading": _("Who looks at it"),
        "said": _("“%(measure)s” is looked at in the forums below; put it before one that meets often enough.")
        % {"measure": version.name},
        "crumbs": [Crumb(version.name, reverse("measure", args=[unit, key])), Crumb(_("Who looks at it"))],
        "form": form,
        "verb_label": _("Put it before the forum"),
        "lines": forum_lines(frame.user, version),
        "lines_heading": _("Comes before"),
        "remove_label": _("Take it off"),
        "back_href": reverse("measure", args=[unit, key]),
    }
    return _page(request, frame, "strategy", context, form)


@require_http_methods(["GET", "POST"])
def forum_measures(request: HttpRequest, key: str) -> HttpResponse:
    """The measures that stand on a forum's agenda; one is put there or taken off."""
    found = forum_of(user_of(request), key)
    frame = frame_for(request, found.unit.key)
    if not any(may(frame.user, each, found.unit_id) for each in (Permission.CHAIR, Permission.ADMINISTER)):
        raise _not_theirs()
    if "take_off" in request.POST:
        measure = found.measures.filter(key=request.POST["take_off"]).first()
        if measure is None:
            raise nothing_here()
        return _take_off(request, frame, found, measure, redirect("forum_measures", key))
    form = OnAgenda(measures_to_choose(found), posted(request), initial=from_query(request, ("measure",)))
    if request.method == "POST" and form.is_valid():
        measure = Measure.objects.get(key=form.cleaned_data["measure"])
        put_before_forum(forum=found, measure=measure, by=frame.user)
        _said(request, _("The forum looks at it from its next meeting on."))
        return redirect("forum_measures", key)
    context = {
        "heading": _("What it looks at"),
        "said": _("%(forum)s: the measures that stand on its agenda by name; those of its domains come beside them.")
        % {"forum": found.name},
        "crumbs": [Crumb(found.name, reverse("forum", args=[key])), Crumb(_("What it looks at"))],
        "form": form,
        "verb_label": _("Put it on the agenda"),
        "lines": measure_lines(found),
        "lines_heading": _("On the agenda by name"),
        "remove_label": _("Take it off"),
        "back_href": reverse("forum", args=[key]),
    }
    return _page(request, frame, "reviews", context, form)


def _page(request: HttpRequest, frame: Frame, here: str, context: dict[str, Any], form: forms.Form) -> HttpResponse:
    status = 422 if form.errors else 200
    return page(request, frame, here, "plans/form_with_lines.html", {"remove_name": "take_off", **context}, status)


def _take_off(request: HttpRequest, frame: Frame, forum: Forum, measure: Measure, answer: HttpResponse) -> HttpResponse:
    take_off_forum(forum=forum, measure=measure, by=frame.user)
    _said(request, _("It is taken off. What waits on an agenda already stays there."))
    return answer


def _ask_to_take_off(request: HttpRequest, frame: Frame, forum: Forum, version: MeasureVersion) -> HttpResponse:
    """Who is sent here to take a measure off one forum says so once more."""
    words = {"measure": version.name, "forum": forum.name}
    back = reverse("measure_forums", args=[frame.unit.key, version.measure.key])
    context = {
        "heading": _("Take “%(measure)s” off the agenda of “%(forum)s”?") % words,
        "quoted": _("What waits on an agenda already stays there. Other forums go on looking at it."),
        "button": _("Take it off the agenda"),
        "hidden": {"take_off": forum.key},
        "crumbs": [Crumb(version.name, reverse("measure", args=[frame.unit.key, version.measure.key]))],
        "back": back,
    }
    return page(request, frame, "strategy", "plans/confirm.html", context)


def _said(request: HttpRequest, done: str) -> None:
    messages.success(request, done)
    say_findings_in_force(request)


def _not_theirs() -> Refused:
    return Refused("not_permitted", _("Who chairs or administers a forum says what it looks at."))
