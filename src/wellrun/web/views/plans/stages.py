"""A plan goes from stage to stage: each step is asked once more on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.jobs.activation import activate, close
from wellrun.jobs.readiness import readiness
from wellrun.lib.errors import NotFound, Refused, UserError
from wellrun.strategy.actions import open_consultation, return_to_draft
from wellrun.strategy.models import Plan
from wellrun.strategy.permission import permit_plan
from wellrun.web.forms.posted import posted
from wellrun.web.frame import page
from wellrun.web.parts import Crumb
from wellrun.web.presenters.plans.activation import activation_page, left_lines
from wellrun.web.presenters.plans.choices import plan_crumbs
from wellrun.web.presenters.plans.stages import instead_of_closing, plan_tabs
from wellrun.web.views.plans.opening import PlanFrame, open_plan
from wellrun.web.views.plans.renewing import renewals_beside
from wellrun.web.views.plans.saving import save
from wellrun.web.views.plans.whole import require_whole

Stage = Plan.Stage


@dataclass(frozen=True)
class Step:
    """A step to another stage: where it begins, what it is called, what it means, what is said when it is done."""

    begins: Stage
    heading: str
    said: str
    button: str
    done: str
    do: Callable[[PlanFrame], object]


@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, plan: str, verb: str) -> HttpResponse:
    """Ask, and take the step."""
    opened = open_plan(request, plan)
    permit_plan(opened.frame.user)
    step = _step(verb)
    form, status = forms.Form(posted(request)), 200
    if request.method == "POST":
        form.is_valid()
        refused = save(request, opened.plan, form, lambda: step.do(opened), done=step.done)
        if refused is None:
            return redirect("plan", opened.plan.key)
        status = refused
    elif opened.plan.stage != step.begins:
        return redirect("plan", opened.plan.key)
    context = {
        "heading": step.heading,
        "said": step.said,
        "crumbs": plan_crumbs(opened.plan, Crumb(step.heading)),
        "form": form,
        "verb_label": step.button,
        "back_href": reverse("plan", args=[opened.plan.key]),
        "left": left_lines(opened.plan) if verb == "close" else [],
        "instead": instead_of_closing(opened.plan) if verb == "close" else [],
        "busy": _("Writing it down, and checking the plan."),
    }
    return page(request, opened.frame, "strategy", "plans/stage.html", context, status=status)


@require_http_methods(["GET", "POST"])
def activation(request: HttpRequest, plan: str) -> HttpResponse:
    """What is asked of a plan today, by a check that is run now; with all of it there the plan comes into force."""
    opened = open_plan(request, plan)
    whole = require_whole(opened)
    form, status = forms.Form(posted(request)), 200
    if request.method == "POST":
        permit_plan(opened.frame.user)
        try:
            with transaction.atomic():
                activate(plan=opened.plan, by=opened.frame.user)
        except (NotFound, Refused):
            raise
        except UserError as error:
            form.is_valid()
            form.add_error(None, error.sentence)
            status = 409
        else:
            messages.success(request, _("“%(plan)s” is in force from today.") % {"plan": opened.plan.name})
            return redirect("plan", opened.plan.key)
    opened.plan.refresh_from_db()
    if opened.plan.stage not in (Stage.DRAFT, Stage.CONSULTATION) and status == 200:
        return redirect("plan", opened.plan.key)
    ready = readiness(opened.plan)
    renewals = renewals_beside(opened, ready) if whole.may_write else None
    renewable = renewals.names if renewals else ()
    user, may_write = opened.frame.user, whole.may_write
    context = {
        "plan": opened.plan,
        "shown": activation_page(user, ready, whole.top, may_write=may_write, renewable=renewable),
        "renewals": renewals,
        "crumbs": plan_crumbs(opened.plan, Crumb(_("Coming into force"))),
        "tabs": plan_tabs(opened.plan, "plan_activation", sees_whole=True),
        "form": form,
        "may_write": whole.may_write,
        "back_href": reverse("plan", args=[opened.plan.key]),
    }
    return page(request, opened.frame, "strategy", "plans/activation.html", context, status=status)


def _step(verb: str) -> Step:
    """The step of an address; NotFound for any other word."""
    if verb == "consultation":
        return Step(
            Stage.DRAFT,
            _("Open consultation"),
            _("Those who are to carry the plan are asked for their parts, and answer. It can become a draft again."),
            _("Open consultation"),
            _("The plan is in consultation."),
            lambda opened: open_consultation(plan=opened.plan, by=opened.frame.user),
        )
    if verb == "draft":
        return Step(
            Stage.CONSULTATION,
            _("Return to draft"),
            _("What was said in the consultation is kept, and open exchanges go on."),
            _("Return to draft"),
            _("The plan is a draft again."),
            lambda opened: return_to_draft(plan=opened.plan, by=opened.frame.user),
        )
    if verb == "close":
        return Step(
            Stage.ACTIVE,
            _("Close the plan"),
            _(
                "It is kept as it was, and nothing of it is changed any more. Until the next one no plan is in force. "
                "To go from one plan to the next, bring the next one into force instead: that closes this one, and "
                "work under way goes on in it."
            ),
            _("Close it for good"),
            _("The plan is closed, and kept as it was."),
            lambda opened: close(plan=opened.plan, by=opened.frame.user),
        )
    raise nothing_here()
