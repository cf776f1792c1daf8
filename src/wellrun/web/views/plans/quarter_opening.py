"""What the pages about a quarter begin with: the objective, the slice, its key results; and where they lead back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import require
from wellrun.strategy.models import Objective, QuarterSlice
from wellrun.web.presenters.plans.key_result import KeyResultView, key_result_view, reader_of, speakers
from wellrun.web.presenters.rows import current_versions
from wellrun.web.views.plans.opening import PlanFrame, open_objective


def objective_to_write(request: HttpRequest, plan: str, key: str) -> tuple[PlanFrame, Objective]:
    """The objective, for who chairs its unit. A closed plan is refused by the verbs."""
    opened, objective = open_objective(request, plan, key)
    require(opened.frame.user, Permission.CHAIR, objective.unit_id)
    return opened, objective


def slice_of(objective: Objective, starts: str) -> QuarterSlice:
    """What is pushed in the quarter of the address; NotFound where nothing is."""
    found = objective.slices.filter(starts__in=days_in(starts)).first()
    if found is None:
        raise nothing_here()
    found.objective = objective
    return found


def days_in(text: str) -> list[date]:
    """The day of an address; none where it is no day."""
    try:
        return [date.fromisoformat(text)]
    except ValueError:
        return []


def result_views(opened: PlanFrame, results: list[Any]) -> list[KeyResultView]:
    """Key results of `with_figures` as they are shown; six queries."""
    versions = current_versions(one.series.measure_id for one in results)
    units = {unit for one in results for unit in (one.series.unit_id, one.slice.objective.unit_id)}
    reader, held = reader_of(opened.frame, units), speakers(results)
    return [key_result_view(one, opened.plan, versions, reader, held) for one in results]


def quarters_href(opened: PlanFrame, objective: Objective, anchor: str) -> str:
    """The page of the quarters, at one of them or at a key result."""
    return f"{reverse('objective_quarters', args=[opened.plan.key, objective.key])}#{anchor}"


def back_to_quarters(opened: PlanFrame, objective: Objective, anchor: str) -> HttpResponse:
    """To the same."""
    return redirect(quarters_href(opened, objective, anchor))
