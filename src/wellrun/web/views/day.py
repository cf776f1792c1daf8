"""My day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from wellrun.web.frame import frame_for, page
from wellrun.web.presenters.my_day import day_page


@require_safe
def day(request: HttpRequest, unit: str) -> HttpResponse:
    """What needs this person today."""
    frame = frame_for(request, unit)
    return page(request, frame, "day", "day/page.html", {"day": day_page(frame)})


@require_safe
def unit_home(request: HttpRequest, unit: str) -> HttpResponse:
    """An address cut down to its unit leads to the day there."""
    return redirect("day", frame_for(request, unit).unit.key)


@require_safe
def unit_measures(request: HttpRequest, unit: str) -> HttpResponse:
    """An address cut down from a measure to all of them leads to the definitions."""
    return redirect("data", frame_for(request, unit).unit.key)
