"""An objective is written down, changed, retired. Who chairs its unit does, while its plan is not closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import permissions_in, units_where
from wellrun.execution.errors import not_permitted
from wellrun.strategy.actions import add_objective, change_objective, retire_objective
from wellrun.strategy.actions.holding import hold_plan, still_there
from wellrun.strategy.errors import plan_closed
from wellrun.strategy.keys import free_objective_key
from wellrun.strategy.models import Objective, Plan
from wellrun.strategy.queries import last_rank
from wellrun.web.forms.plans.objective import ObjectiveForm, present_of
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.frame import frame_for, page
from wellrun.web.parts import Crumb
from wellrun.web.presenters.plans.objective import plan_href, way_back
from wellrun.web.presenters.plans.objective_new import uncovered_notes
from wellrun.web.presenters.plans.objective_records import read_objective
from wellrun.web.presenters.plans.objective_retiring import hanging_on
from wellrun.web.presenters.plans.objective_words import objective_address
from wellrun.web.views.plans.meanwhile import read_from, refuse_changed
from wellrun.web.views.plans.opening import PlanFrame, open_plan
from wellrun.web.views.plans.saving import save

_NEW = "new"
_FIELD_OF = {"title_needed": "title", "rank_taken": "level", "accountable_already": "owner"}


def open_to_write(request: HttpRequest, plan: str, key: str) -> tuple[PlanFrame, Objective]:
    """An objective that the caller may write. Raises NotFound, Refused, `plan_closed`."""
    frame = frame_for(request)
    objective = read_objective(frame, plan, key)
    if objective.retired_on is not None:
        raise nothing_here()
    if Permission.CHAIR not in permissions_in(frame.user, objective.unit_id):
        raise not_permitted()
    if objective.plan.stage == Plan.Stage.CLOSED:
        raise plan_closed(objective.plan)
    return PlanFrame(frame, objective.plan), objective


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, plan: str) -> HttpResponse:
    """A new objective; its measures, teams and drivers are said on its own page after that."""
    opened = open_plan(request, plan)
    user = opened.frame.user
    if not units_where(user, Permission.CHAIR).exists():
        raise not_permitted()
    if not opened.is_open:
        raise plan_closed(opened.plan)
    form = ObjectiveForm(user, opened.plan, posted(request), initial=_asked(request, opened))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            written: list[Objective] = []
            refused = save(
                request,
                opened.plan,
                form,
                lambda: written.append(_add(opened, form)),
                done=_("It is written down. Say below what it is measured by, and who takes part."),
                field_of=_FIELD_OF,
            )
            if refused is None:
                return redirect(objective_address("objective", written[0]))
            status = refused
    context = {
        "heading": _("A new objective"),
        "said": _("An outcome that somebody will notice, with one post that answers for it."),
        "crumbs": [Crumb(opened.plan.name, plan_href(opened.plan)), Crumb(_("A new objective"))],
        "form": form,
        "verb_label": _("Write it down"),
        "back_href": plan_href(opened.plan) or reverse("strategy", args=[opened.frame.unit.key]),
        "notes_heading": _("Where nothing stands yet"),
        "notes": uncovered_notes(opened.frame, opened.plan),
    }
    return page(request, opened.frame, "strategy", "plans/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """What an objective says of itself."""
    opened, objective = open_to_write(request, plan, key)
    was = present_of(objective)
    initial = was | from_query(request, was)
    form = ObjectiveForm(opened.frame.user, opened.plan, posted(request), present=objective, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            refused = save(
                request,
                opened.plan,
                form,
                lambda: _change(opened, objective, form),
                done=_("The objective is changed."),
                field_of=_FIELD_OF,
            )
            if refused is None:
                return redirect(objective_address("objective", objective))
            status = refused
            objective = still_there(objective)
    context = {
        "heading": _("Edit “%(title)s”") % {"title": was["title"]},
        "crumbs": way_back(objective, _("Edit")),
        "form": form,
        "verb_label": _("Save the objective"),
        "read": read_from(form, present_of(objective), status),
        "back_href": objective_address("objective", objective),
    }
    return page(request, opened.frame, "strategy", "plans/form.html", context, status=status)


def _change(opened: PlanFrame, objective: Objective, form: ObjectiveForm) -> None:
    hold_plan(opened.plan.pk)
    refuse_changed(form, present_of(still_there(objective)))
    change_objective(objective=objective, by=opened.frame.user, **form.given())


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """Asks before an objective is given up: what hangs on it is said first."""
    opened, objective = open_to_write(request, plan, key)
    form = forms.Form(posted(request))
    status = 200
    if request.method == "POST":
        refused = save(
            request,
            opened.plan,
            form,
            lambda: retire_objective(objective=objective, by=opened.frame.user),
            done=_("“%(title)s” is retired; what it was is kept.") % {"title": objective.title},
        )
        if refused is None:
            return redirect(objective_address("objective", objective))
        status = refused
    context = {
        "heading": _("Retire “%(title)s”?") % {"title": objective.title},
        "said": _("It is no longer pursued in “%(plan)s”. What was said of it is kept.") % {"plan": opened.plan.name},
        "quoted": "\n".join(hanging_on(opened.frame.user, objective)),
        "problems": form.non_field_errors() if status != 200 else (),
        "button": _("Retire the objective"),
        "crumbs": way_back(objective, _("Retire")),
        "back": objective_address("objective", objective),
    }
    return page(request, opened.frame, "strategy", "plans/confirm.html", context, status=status)


def _asked(request: HttpRequest, opened: PlanFrame) -> dict[str, Any]:
    """What the address says; an objective below another one begins in that one's domain and perspective."""
    fields = ("title", "description", "unit", "level", "domain", "perspective", "owner", "sponsor", "parent")
    asked: dict[str, Any] = dict(from_query(request, fields))
    above = opened.objectives().filter(key=asked.get("parent", "")).select_related("domain", "owner").first()
    if above is not None:
        given = {"domain": above.domain.key, "perspective": above.perspective}
        if above.owner is not None:
            given["sponsor"] = above.owner.key
        asked = given | asked
    return asked


def _add(opened: PlanFrame, form: ObjectiveForm) -> Objective:
    """The key comes from the title; one of the enterprise is ranked last until the order is changed."""
    given = form.given()
    is_ranked = given["level"] == Objective.Level.ENTERPRISE
    return add_objective(
        key=_key(opened.plan, given["title"]),
        plan=opened.plan,
        rank=last_rank(opened.plan) + 1 if is_ranked else None,
        parents=form.parents,
        by=opened.frame.user,
        **given,
    )


def _key(plan: Plan, title: str) -> str:
    """The title as a key; not the word that the address of a new objective ends in."""
    key = free_objective_key(plan, title)
    return key if key != _NEW else free_objective_key(plan, f"objective {title}")
