"""The pages of one objective of a plan, at any stage of it: what it is, and how it came to be so."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellrun.access.queries import permissions_in
from wellrun.strategy.objective_history import changes_of_objective
from wellrun.web.frame import frame_for, page
from wellrun.web.paging import page_number, pages_of
from wellrun.web.presenters.plans.history import A_PAGE, change_rows
from wellrun.web.presenters.plans.objective import objective_page, objective_tabs, way_back
from wellrun.web.presenters.plans.objective_records import read_objective


@require_safe
def objective(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """All that makes the objective executable, and what is missing of it."""
    frame = frame_for(request)
    found = read_objective(frame, plan, key)
    held = permissions_in(frame.user, found.unit_id)
    context = {"shown": objective_page(frame, found, held)}
    return page(request, frame, "strategy", "plans/objective.html", context)


@require_safe
def history(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """Every change of the objective and of its parts."""
    frame = frame_for(request)
    found = read_objective(frame, plan, key)
    listed = Paginator(changes_of_objective(found), A_PAGE).get_page(page_number(request))
    context = {
        "objective": found,
        "rows": change_rows(frame, found.plan, listed.object_list),
        "pages": pages_of(request, listed),
        "count": listed.paginator.count,
        "crumbs": way_back(found, _("History")),
        "tabs": objective_tabs(found, "objective_history"),
    }
    return page(request, frame, "strategy", "plans/objective_history.html", context)
