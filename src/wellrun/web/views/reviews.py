"""Reviews: the forums of a unit with their calendar, and the minutes of one sitting."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellrun.lib import clock
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.paging import page_number, pages_of
from wellrun.web.parts import Tab
from wellrun.web.presenters.reviews import calendar as presenter
from wellrun.web.presenters.reviews.minutes import minutes_page


@require_safe
def reviews(request: HttpRequest, unit: str) -> HttpResponse:
    """The forums around a unit and when each sits next; `?show=past`: the sittings that are over."""
    frame = frame_for(request, unit)
    zone = ZoneInfo(frame.site.time_zone)
    today = clock.today(zone)
    if request.GET.get("show") == "past":
        rows, shown = presenter.past_sittings(request.user, frame.unit, today, page_number(request))
        context = {"tabs": _tabs(frame, "past"), "rows": rows, "pages": pages_of(request, shown)}
        return page(request, frame, "reviews", "reviews/past.html", context)
    calendar, forums = presenter.calendar(request.user, frame.unit, zone, today, page_number(request))
    context = {"tabs": _tabs(frame, "forums"), "calendar": calendar, "pages": pages_of(request, forums)}
    return page(request, frame, "reviews", "reviews/calendar.html", context)


@require_safe
def minutes(request: HttpRequest, review: UUID) -> HttpResponse:
    """What a sitting agreed, for print."""
    shown = minutes_page(request.user, review)
    frame = frame_for(request, shown.review.forum.unit.key)
    return page(request, frame, "reviews", "reviews/minutes.html", {"minutes": shown})


def _tabs(frame: Frame, show: str) -> list[Tab]:
    href = reverse("reviews", args=[frame.unit.key])
    return [
        Tab(_("Forums"), href, show == "forums"),
        Tab(_("Past sittings"), f"{href}?show=past", show == "past"),
    ]
