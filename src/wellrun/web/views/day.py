"""My day."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wellrun.lib import clock
from wellrun.web.frame import frame_for, page
from wellrun.web.presenters.my_day import day_page


@require_safe
def day(request: HttpRequest, unit: str) -> HttpResponse:
    """What needs this person today."""
    frame = frame_for(request, unit)
    zone = ZoneInfo(frame.site.time_zone)
    shown = day_page(request.user, frame.unit, zone, clock.today(zone))
    return page(request, frame, "day", "day/page.html", {"day": shown})
