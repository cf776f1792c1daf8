"""The cascade of a unit: from its objectives down to what is done, with the arithmetic; as a page and as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wellrun.jobs.in_force.cascade import cascade_records
from wellrun.strategy.queries import active_plan
from wellrun.web.frame import frame_for, page
from wellrun.web.presenters.cascade import cascade_of
from wellrun.web.presenters.cascade_file import cascade_file
from wellrun.web.presenters.serving import serving_of
from wellrun.web.views.strategy import tabs


@require_safe
def cascade(request: HttpRequest, unit: str) -> HttpResponse:
    """What serves what, who takes on how much of which gap, and what the unit itself contributes to."""
    frame = frame_for(request, unit)
    records = cascade_records(frame)
    context = {
        "plan": active_plan(),
        "cascade": cascade_of(frame, records, all_open="all" in request.GET),
        "serving": serving_of(frame, records),
        "tabs": tabs(frame.unit, "cascade"),
    }
    return page(request, frame, "strategy", "strategy/cascade.html", context)


@require_safe
def cascade_csv(request: HttpRequest, unit: str) -> HttpResponse:
    """The same as a file; its name has the day."""
    frame = frame_for(request, unit)
    answer = HttpResponse(cascade_file(frame), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="cascade-{frame.unit.key}-{frame.today:%Y-%m-%d}.csv"'
    return answer
