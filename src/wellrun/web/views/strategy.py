"""Strategy on a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wellrun.web.frame import frame_for, page
from wellrun.web.presenters.strategy import strategy_page


@require_safe
def strategy(request: HttpRequest, unit: str) -> HttpResponse:
    """The few ranked objectives of a unit, and which is in trouble."""
    frame = frame_for(request, unit)
    return page(request, frame, "strategy", "strategy/page.html", {"strategy": strategy_page(frame)})
