"""Who answers for what: functions by the measures of the objectives in force, on a page and as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wellrun.jobs.in_force.ownership import Wish
from wellrun.web.frame import frame_for, page
from wellrun.web.paging import page_number, pages_of, words_of
from wellrun.web.presenters.ownership import legend, ownership_page
from wellrun.web.presenters.ownership_file import ownership_file
from wellrun.web.views.ownership_tabs import ownership_tabs
from wellrun.web.views.strategy import tabs

LONGEST = 200


@require_safe
def ownership(request: HttpRequest, unit: str) -> HttpResponse:
    """The matrix of the unit and all below it."""
    frame = frame_for(request, unit)
    wish = Wish(
        objective=request.GET.get("objective", "")[:LONGEST],
        words=words_of(request),
        function=request.GET.get("function", "")[:LONGEST],
        holes=bool(request.GET.get("holes")),
    )
    shown = ownership_page(frame, wish, page_number(request))
    context = {
        "shown": shown,
        "pages": pages_of(request, shown.page),
        "legend": legend(),
        "tabs": tabs(frame.unit, "ownership"),
        "inner_tabs": ownership_tabs(frame.unit, "ownership"),
    }
    return page(request, frame, "strategy", "ownership/page.html", context)


@require_safe
def ownership_csv(request: HttpRequest, unit: str) -> HttpResponse:
    """All of it as a file."""
    frame = frame_for(request, unit)
    answer = HttpResponse(ownership_file(frame), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ownership-{frame.unit.key}-{frame.today:%Y-%m-%d}.csv"'
    return answer
