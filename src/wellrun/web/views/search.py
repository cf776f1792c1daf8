"""Search: one box, grouped answers; typing refreshes the answers where scripts run."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wellrun.web.frame import frame_for, page
from wellrun.web.paging import words_of
from wellrun.web.presenters.search import search_groups


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found for `q` in the units the caller sees."""
    frame = frame_for(request)
    query = words_of(request)
    groups = search_groups(frame, query)
    context = {"query": query, "groups": groups, "found": sum(len(group.hits) for group in groups)}
    if getattr(request, "htmx", False):
        return render(request, "search/_results.html", {**context, "oob": True})
    return page(request, frame, "search", "search/page.html", context)
