"""Exceptions of the plan before: those that still hold are ticked and renewed with one press."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wellrun.jobs.readiness import Readiness, readiness
from wellrun.jobs.renewing import Renewable, renew_waivers, renewable, renewable_on_record
from wellrun.lib.errors import UserError
from wellrun.strategy.permission import permit_plan
from wellrun.web.forms.plans.renewal import ALL, RenewalForm
from wellrun.web.forms.posted import posted
from wellrun.web.forms.refusal import show_or_raise
from wellrun.web.frame import page
from wellrun.web.parts import Crumb
from wellrun.web.presenters.check_address import check_href
from wellrun.web.presenters.plans.choices import plan_crumbs
from wellrun.web.presenters.plans.renewal import Renewals, renewals_shown
from wellrun.web.views.plans.opening import PlanFrame, open_plan
from wellrun.web.views.plans.whole import Whole, require_whole

ACTIVATION, CHECK = "activation", "check"


@require_http_methods(["GET", "POST"])
def renewals(request: HttpRequest, plan: str) -> HttpResponse:
    """Ask which still hold, and state those again."""
    opened = open_plan(request, plan)
    whole = require_whole(opened)
    permit_plan(opened.frame.user)
    asked = request.POST if request.method == "POST" else request.GET
    back = CHECK if asked.get("back") == CHECK else ACTIVATION
    back_href = _href(opened, whole, back)
    if back == ACTIVATION:
        offered = _offered(readiness(opened.plan))
    else:
        offered = renewable_on_record(opened.plan, opened.frame.today)
    form = _form(opened, offered, posted(request), ticked=request.GET.get("tick") == ALL)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():
                    made = renew_waivers(plan=opened.plan, renewals=form.renewals(), by=opened.frame.user)
            except UserError as error:
                status = show_or_raise(form, error)
            else:
                sentence = ngettext("%(n)d exception is renewed.", "%(n)d exceptions are renewed.", len(made))
                messages.success(request, sentence % {"n": len(made)})
                return redirect(back_href)
    elif not offered:
        messages.info(request, _("No exception of the plan before is left to renew."))
        return redirect(back_href)
    context = {
        "plan": opened.plan,
        "shown": renewals_shown(opened.plan, offered, form, opened.frame.today, back),
        "crumbs": plan_crumbs(opened.plan, Crumb(_("Exceptions of the plan before"))),
        "form": form,
        "back_href": back_href,
        "ticked": request.GET.get("tick") == ALL,
    }
    return page(request, opened.frame, "strategy", "plans/renewals.html", context, status=status)


def renewals_beside(opened: PlanFrame, ready: Readiness) -> Renewals | None:
    """The section of the activation page, by the check that was run for it; None where nothing is to renew."""
    offered = _offered(ready)
    return _shown(opened, offered, ACTIVATION)


def renewals_on_record(opened: PlanFrame) -> Renewals | None:
    """The section of the check page of a draft, by what is on record."""
    return _shown(opened, renewable_on_record(opened.plan, opened.frame.today), CHECK)


def _shown(opened: PlanFrame, offered: list[Renewable], back: str) -> Renewals | None:
    if not offered:
        return None
    form = _form(opened, offered, None)
    return renewals_shown(opened.plan, offered, form, opened.frame.today, back)


def _offered(ready: Readiness) -> list[Renewable]:
    return renewable(ready.plan, ((one.rule, one.subject, one.message) for one in ready.found))


def _form(opened: PlanFrame, offered: list[Renewable], sent: Any, *, ticked: bool = False) -> RenewalForm:
    return RenewalForm(offered, opened.frame.today, opened.plan.ends, sent, ticked=ticked)


def _href(opened: PlanFrame, whole: Whole, back: str) -> str:
    if back == CHECK:
        return check_href(opened.plan, whole.top.key)
    return reverse("plan_activation", args=[opened.plan.key])
