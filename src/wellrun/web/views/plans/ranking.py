"""Putting the enterprise objectives of a plan in their order."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.strategy.actions import rank_objectives
from wellrun.strategy.models import Objective
from wellrun.strategy.permission import permit_plan
from wellrun.web.frame import page
from wellrun.web.presenters.plans.choices import around
from wellrun.web.presenters.plans.ranking import priorities, ranking_page
from wellrun.web.views.plans.opening import open_plan
from wellrun.web.views.plans.ordering import put_in_order
from wellrun.web.views.plans.whole import Whole


@require_http_methods(["GET", "POST"])
def ranking(request: HttpRequest, plan: str) -> HttpResponse:
    """The order, and the form that saves it as one."""
    opened = open_plan(request, plan)
    if request.method == "POST":
        permit_plan(opened.frame.user)

    def write(order: Sequence[Objective], read: Sequence[str]) -> None:
        rank_objectives(plan=opened.plan, order=order, read=read, by=opened.frame.user)

    done = _("The order is saved.")
    ordering = put_in_order(request, opened.plan, lambda: priorities(opened), lambda one: one.title, write, done=done)
    if ordering.is_saved:
        return redirect("plan_ranking", opened.plan.key)
    whole = Whole(opened)
    form = ordering.form if whole.may_write else None
    context = {
        **around(opened, whole, "plan_ranking"),
        "ordering": ordering,
        "form": form,
        "shown": ranking_page(opened, whole, ordering.things, form, request.GET.get("objective", "")),
    }
    return page(request, opened.frame, "strategy", "plans/ranking.html", context, status=ordering.status)
