"""The matrix of a whole system: measures by units, on one page and as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wellrun.web.frame import frame_for, page
from wellrun.web.presenters.matrix import matrix_of
from wellrun.web.presenters.matrix_file import matrix_file
from wellrun.web.views.strategy import tabs


@require_safe
def matrix(request: HttpRequest, unit: str) -> HttpResponse:
    """Which measure changes where, and which meets its aim."""
    frame = frame_for(request, unit)
    shown = matrix_of(frame, whole=request.GET.get("units") == "all")
    context = {"matrix": shown, "tabs": tabs(frame.unit, "matrix"), "attribution": frame.site.attribution}
    return page(request, frame, "strategy", "matrix/page.html", context)


@require_safe
def matrix_csv(request: HttpRequest, unit: str) -> HttpResponse:
    """The cells of the matrix, one a row, in words and full precision; the name of the file has the day."""
    frame = frame_for(request, unit)
    answer = HttpResponse(matrix_file(frame), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="matrix-{frame.unit.key}-{frame.today:%Y-%m-%d}.csv"'
    return answer
