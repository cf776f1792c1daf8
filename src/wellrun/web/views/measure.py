"""The measure card, and its figures as a file."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wellrun.lib import clock
from wellrun.web.frame import frame_for, page
from wellrun.web.presenters.measure import measure_card
from wellrun.web.presenters.measure_file import measure_rows


@require_safe
def measure(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """One measure in one unit."""
    frame = frame_for(request, unit)
    today = clock.today(ZoneInfo(frame.site.time_zone))
    card = measure_card(request.user, frame.unit, key, frame.site, today)
    return page(request, frame, "strategy", "measure/page.html", {"card": card})


@require_safe
def measure_csv(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """The figures of the card with their limits and marks, in full precision."""
    frame = frame_for(request, unit)
    answer = HttpResponse(measure_rows(frame.unit, key), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{key}-{frame.unit.key}.csv"'
    return answer
