"""Search: one box, grouped answers; typing refreshes the answers where scripts run."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wellrun.web.frame import frame_for, page
from wellrun.web.presenters.search import search_groups

LONGEST = 100


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found for `q` in the units the caller sees."""
    frame = frame_for(request)
    query = request.GET.get("q", "")[:LONGEST]
    context = {"query": query, "groups": search_groups(request.user, frame.unit, query)}
    if getattr(request, "htmx", False):
        return render(request, "search/_results.html", context)
    return page(request, frame, "search", "search/page.html", context)
