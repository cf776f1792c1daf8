"""An initiative is begun, changed, given its predictions and the hours it takes."""

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
from wellrun.access.queries import require
from wellrun.accounts.models import User
from wellrun.execution.actions import change_initiative, predict, set_hours, start_initiative, take_prediction_back
from wellrun.execution.actions.prediction import Hours
from wellrun.execution.keys import free_initiative_key
from wellrun.execution.models import Initiative
from wellrun.execution.visibility import visible_initiatives
from wellrun.lib.errors import Conflict
from wellrun.organisation.models import Post
from wellrun.strategy.actions.holding import held_now
from wellrun.strategy.closed import refuse_closed
from wellrun.strategy.models import Objective
from wellrun.web.forms.plans.initiative import Choices, HoursForm, Predicted, StartForm, WhatIsTried
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.parts import Crumb
from wellrun.web.presenters.plans.initiative import (
    choices_for,
    crumbs_of,
    hours_lines,
    may_be_completed,
    prediction_lines,
    prediction_said,
    start_defaults,
    wanted_way,
)
from wellrun.web.views.plans.meanwhile import read_from, refuse_changed
from wellrun.web.views.plans.opening import open_objective
from wellrun.web.views.plans.saving import save, say_findings

_FIELD_OF = {
    "title_needed": "title",
    "design_needed": "design",
    "started_before_today": "starts",
    "start_fixed": "starts",
    "ends_before_it_starts": "ends",
    "change_needed": "change",
    "post_retired": "owner",
    "idea_elsewhere": "idea",
}
_LONGEST_NUMBER = 19


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """Begin one for an objective: what is tried, by whom, until when, what it is to move."""
    opened, objective = open_objective(request, plan, key)
    require(opened.frame.user, Permission.CHAIR, objective.unit_id)
    refuse_closed(opened.plan.pk)
    choices = choices_for(opened.frame.user, objective)
    form = StartForm(choices, posted(request), initial=_initial(request, opened.frame, objective, choices))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            begun: list[Initiative] = []
            refused = save(
                request,
                opened.plan,
                form,
                lambda: begun.append(_start(objective, form, opened.frame.user)),
                done=_("The initiative is written down."),
                field_of=_FIELD_OF,
            )
            if refused is None:
                return redirect("initiative", begun[0].key)
            status = refused
    context = {
        "heading": _("Begin an initiative"),
        "said": _("For “%(objective)s”: what is tried, and what it is to change before anybody knows the result.")
        % {"objective": objective.title},
        "crumbs": [Crumb(_("Strategy"), _strategy(objective)), Crumb(objective.title)],
        "form": form,
        "verb_label": _("Begin the initiative"),
        "back_href": _strategy(objective),
    }
    return page(request, opened.frame, "strategy", "plans/form.html", context, status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change its words, owner and dates."""
    frame, one = _open(request, key)
    choices = choices_for(frame.user, one.objective)
    initial = _present(one) | from_query(request, ("starts", "ends"))
    form = WhatIsTried(choices, posted(request), initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = _save(request, one, form, lambda: _change(one, form, frame.user))
            if status == 0:
                return redirect("initiative", one.key)
    context = {
        "heading": _("Change the initiative"),
        "crumbs": crumbs_of(one),
        "form": form,
        "verb_label": _("Save the initiative"),
        "read": read_from(form, _present(one), status),
        "back_href": crumbs_of(one)[-1].href,
    }
    return page(request, frame, "strategy", "plans/form.html", context, status)


@require_http_methods(["GET", "POST"])
def predictions(request: HttpRequest, key: str) -> HttpResponse:
    """What it is to move by how much and when: the form, and what is said already."""
    frame, one = _open(request, key)
    if "take_back" in request.POST:
        return _take_back(request, frame, one)
    choices = choices_for(frame.user, one.objective)
    form = Predicted(choices, posted(request), initial=_predicting(request, one, choices))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = _save(
                request,
                one,
                form,
                lambda: predict(initiative=one, prediction=form.prediction(), by=frame.user),
            )
            if status == 0:
                return redirect("initiative_predictions", one.key)
    fixed = one.status != Initiative.Status.PLANNED
    rest = _("It has begun: what was predicted stays, and only what was left open can be said.")
    context = {
        "heading": _("What it is to move"),
        "said": rest if fixed else _("Fixed on the day it begins, so that the result can be held against it."),
        "form": form if form.errors or not fixed or may_be_completed(one) else None,
        "verb_label": _("Save the prediction"),
        "lines": prediction_lines(one, choices),
        "lines_heading": _("What it is to move so far"),
        "remove_name": "take_back",
        "remove_label": _("Take it back"),
    }
    return _with_lines(request, frame, one, context, status)


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, key: str) -> HttpResponse:
    """Whose hours it takes: the form, and what is said already."""
    frame, one = _open(request, key)
    if "take_off" in request.POST:
        return _take_off(request, frame, one)
    asked = from_query(request, ("post", "hours_a_week"))
    form = HoursForm(choices_for(frame.user, one.objective), posted(request), initial={"post": one.owner.key} | asked)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = _save(request, one, form, lambda: set_hours(initiative=one, by=frame.user, **form.cleaned_data))
            if status == 0:
                return redirect("initiative_hours", one.key)
    context = {
        "heading": _("Whose hours it takes"),
        "said": _("An initiative takes somebody's time; the plan may not take more than posts have declared."),
        "form": form,
        "verb_label": _("Save the hours"),
        "lines": hours_lines(one),
        "lines_heading": _("Hours so far"),
        "remove_name": "take_off",
        "remove_label": _("Take the post off"),
    }
    return _with_lines(request, frame, one, context, status)


def _open(request: HttpRequest, key: str) -> tuple[Frame, Initiative]:
    """It, for who chairs the unit it serves; NotFound where one does not see it."""
    frame = frame_for(request)
    related = ("objective__unit", "objective__plan", "owner", "idea")
    found = visible_initiatives(frame.user).filter(key=key).select_related(*related).first()
    if found is None:
        raise nothing_here()
    require(frame.user, Permission.CHAIR, found.objective.unit_id)
    refuse_closed(found.objective.plan_id)
    return frame, found


def _save(request: HttpRequest, one: Initiative, form: forms.Form, do: Any) -> int:
    """0, or the status of a refusal."""
    plan = one.objective.plan
    return save(request, plan, form, do, done=_("The initiative is saved."), field_of=_FIELD_OF) or 0


def _with_lines(
    request: HttpRequest, frame: Frame, one: Initiative, context: dict[str, Any], status: int
) -> HttpResponse:
    own = {"crumbs": crumbs_of(one), "back_href": crumbs_of(one)[-1].href}
    return page(request, frame, "strategy", "plans/form_with_lines.html", own | context, status)


def _initial(request: HttpRequest, frame: Frame, objective: Objective, choices: Choices) -> dict[str, str]:
    asked = from_query(request, StartForm.base_fields)
    said = start_defaults(objective, choices, frame.today) | asked
    way = wanted_way(objective, choices, said.get("measure", ""))
    return ({"direction": way} if way else {}) | said


def _predicting(request: HttpRequest, one: Initiative, choices: Choices) -> dict[str, Any]:
    asked = from_query(request, Predicted.base_fields)
    said = prediction_said(one, choices, asked.get("measure", ""), asked.get("unit", "")) | asked
    way = wanted_way(one.objective, choices, said.get("measure", ""))
    return {"unit": one.objective.unit.key} | ({"direction": way} if way else {}) | said


def _start(objective: Objective, form: StartForm, user: User) -> Initiative:
    said = form.said()
    taken = form.cleaned_data["hours_a_week"]
    return start_initiative(
        key=free_initiative_key(said["title"]),
        objective=objective,
        predictions=[form.prediction()],
        hours=[Hours(said["owner"], taken)] if taken else [],
        by=user,
        **said,
    )


def _change(one: Initiative, form: WhatIsTried, user: User) -> None:
    refuse_changed(form, _present(held_now(one)))
    change_initiative(initiative=one, by=user, **form.said())


def _present(one: Initiative) -> dict[str, Any]:
    return {
        "title": one.title,
        "owner": one.owner.key,
        "starts": one.starts,
        "ends": one.ends,
        "design": one.design,
        "idea": one.idea.key if one.idea else "",
    }


def _take_back(request: HttpRequest, frame: Frame, one: Initiative) -> HttpResponse:
    wanted = request.POST["take_back"]
    is_number = wanted.isdecimal() and len(wanted) < _LONGEST_NUMBER
    target = one.targets.select_related("series").filter(pk=wanted).first() if is_number else None
    if target is None:
        raise nothing_here()
    try:
        take_prediction_back(initiative=one, series=target.series, by=frame.user)
    except Conflict as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, _("The prediction is taken back."))
        say_findings(request, one.objective.plan)
    return redirect("initiative_predictions", one.key)


def _take_off(request: HttpRequest, frame: Frame, one: Initiative) -> HttpResponse:
    post = Post.objects.filter(key=request.POST["take_off"], initiative_hours__initiative=one).first()
    if post is None:
        raise nothing_here()
    try:
        set_hours(initiative=one, post=post, hours_a_week=0, by=frame.user)
    except Conflict as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, _("It takes no hours of that post any more."))
        say_findings(request, one.objective.plan)
    return redirect("initiative_hours", one.key)


def _strategy(objective: Objective) -> str:
    return reverse("strategy", args=[objective.unit.key]) + f"#{objective.key}"
