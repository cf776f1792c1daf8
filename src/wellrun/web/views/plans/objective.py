"""The page of one objective of a plan, at any stage of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wellrun.access.queries import permissions_in
from wellrun.web.frame import frame_for, page
from wellrun.web.presenters.plans.objective import objective_page
from wellrun.web.presenters.plans.objective_records import read_objective


@require_safe
def objective(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """All that makes the objective executable, and what is missing of it."""
    frame = frame_for(request)
    found = read_objective(frame, plan, key)
    held = permissions_in(frame.user, found.unit_id)
    context = {"shown": objective_page(frame, found, held)}
    return page(request, frame, "strategy", "plans/objective.html", context)
