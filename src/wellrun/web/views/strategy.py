"""Strategy on a page."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wellrun.lib import clock
from wellrun.web.frame import frame_for, page
from wellrun.web.presenters.strategy import strategy_page


@require_safe
def strategy(request: HttpRequest, unit: str) -> HttpResponse:
    """The few ranked objectives of a unit, and which is in trouble."""
    frame = frame_for(request, unit)
    zone = ZoneInfo(frame.site.time_zone)
    shown = strategy_page(request.user, frame.unit, zone, clock.today(zone))
    return page(request, frame, "strategy", "strategy/page.html", {"strategy": shown})
