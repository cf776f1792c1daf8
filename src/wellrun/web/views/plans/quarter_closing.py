"""A quarter of an objective is closed, with what was learned."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.strategy.actions import close_quarter
from wellrun.strategy.models import QuarterSlice
from wellrun.strategy.pushes import reached_in, with_figures
from wellrun.web import dates
from wellrun.web.forms.plans.quarter import Close
from wellrun.web.forms.posted import posted
from wellrun.web.frame import page
from wellrun.web.presenters.plans.quarter_closing import closing_warnings
from wellrun.web.presenters.plans.quarters import crumbs_of
from wellrun.web.views.plans.opening import PlanFrame
from wellrun.web.views.plans.quarter_opening import (
    back_to_quarters,
    objective_to_write,
    quarters_href,
    result_views,
    slice_of,
)
from wellrun.web.views.plans.saving import save


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, plan: str, key: str, starts: str) -> HttpResponse:
    """Look at the scores as they would be fixed, and close the quarter with what was learned."""
    opened, objective = objective_to_write(request, plan, key)
    pushed = slice_of(objective, starts)
    if pushed.closed_at is not None and request.method == "GET":
        return back_to_quarters(opened, objective, starts)
    today = opened.frame.today
    is_open = pushed.closed_at is None and today <= pushed.ends
    runs_to = dates.day(pushed.ends, year=True) if is_open else ""
    form, status = Close(posted(request), initial={"learning": pushed.learning}, runs_to=runs_to), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            refused = save(
                request,
                opened.plan,
                form,
                lambda: _close(pushed, form.cleaned_data, opened),
                done=_("The quarter is closed, and its scores are fixed."),
                field_of={"learning_needed": "learning", "quarter_not_over": "learning"},
            )
            if refused is None:
                return back_to_quarters(opened, objective, starts)
            status = refused
    results = list(with_figures(pushed.key_results.all()).order_by("position"))
    context = {
        "plan": opened.plan,
        "objective": objective,
        "pushed": pushed,
        "form": form,
        "results": result_views(opened, results),
        "warnings": closing_warnings(today, pushed, results),
        "crumbs": crumbs_of(opened.plan, objective),
        "back_href": quarters_href(opened, objective, starts),
    }
    return page(request, opened.frame, "strategy", "plans/quarter_close.html", context, status=status)


def _close(pushed: QuarterSlice, said: dict[str, Any], opened: PlanFrame) -> None:
    """With the figures as they stand at that moment."""
    early, reached = bool(said.get("early")), reached_in(pushed)
    close_quarter(pushed=pushed, learning=said["learning"], reached=reached, early=early, by=opened.frame.user)
