"""The strategy map: perspectives as tiers, objectives as boxes, what is expected to help what; also as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wellrun.web.frame import frame_for, page
from wellrun.web.presenters.strategy_map import strategy_map
from wellrun.web.views.strategy import tabs


@require_safe
def show(request: HttpRequest, unit: str) -> HttpResponse:
    """How the objectives of a unit are expected to help one another, and how each stands."""
    frame = frame_for(request, unit)
    context = {"map": strategy_map(frame), "tabs": tabs(frame.unit, "strategy_map")}
    return page(request, frame, "strategy", "strategy/map.html", context)


@require_safe
def svg(request: HttpRequest, unit: str) -> HttpResponse:
    """The picture as a file that needs nothing else; the name of the file has the day."""
    frame = frame_for(request, unit)
    answer = HttpResponse(strategy_map(frame).file(), content_type="image/svg+xml; charset=utf-8")
    name = f"strategy-map-{frame.unit.key}-{frame.today:%Y-%m-%d}.svg"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
