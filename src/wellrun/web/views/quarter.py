"""This quarter across the objectives of a unit, as a page and as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wellrun.web.frame import frame_for, page
from wellrun.web.paging import page_number, pages_of
from wellrun.web.presenters.quarter import quarter_file, quarter_page
from wellrun.web.views.strategy import tabs


@require_safe
def quarter(request: HttpRequest, unit: str) -> HttpResponse:
    """What is pushed this quarter, how sure people are of it, and which key results nobody speaks of."""
    frame = frame_for(request, unit)
    shown = quarter_page(frame, request.GET.get("starts", ""), page_number(request))
    context = {"shown": shown, "tabs": tabs(frame.unit, "quarter"), "attribution": frame.site.attribution}
    if shown.page is not None:
        context["pages"] = pages_of(request, shown.page)
    return page(request, frame, "strategy", "strategy/quarter.html", context)


@require_safe
def quarter_csv(request: HttpRequest, unit: str) -> HttpResponse:
    """The key results of the quarter, one a row; the name of the file has the day."""
    frame = frame_for(request, unit)
    answer = HttpResponse(quarter_file(frame, request.GET.get("starts", "")), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="quarter-{frame.unit.key}-{frame.today:%Y-%m-%d}.csv"'
    return answer
