"""The measure card, and its figures as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wellrun.web.frame import frame_for, page
from wellrun.web.presenters.measure import measure_card
from wellrun.web.presenters.measure_file import measure_file


@require_safe
def measure(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """One measure in one unit."""
    frame = frame_for(request, unit)
    return page(request, frame, "strategy", "measure/page.html", {"card": measure_card(frame, key)})


@require_safe
def measure_csv(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """The figures of the card with their limits and marks, in full precision; the name of the file has the day."""
    frame = frame_for(request, unit)
    answer = HttpResponse(measure_file(frame, key), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{key}-{frame.unit.key}-{frame.today:%Y-%m-%d}.csv"'
    return answer
