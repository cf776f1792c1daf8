"""Data and definitions: measures, quality, imports."""

from __future__ import annotations

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.lib import clock
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.paging import page_number, pages_of
from wellrun.web.parts import Tab
from wellrun.web.presenters import data as presenter


@require_safe
def measures(request: HttpRequest, unit: str) -> HttpResponse:
    """What each measure means, its latest figure, its source."""
    frame = frame_for(request, unit)
    query = request.GET.get("q", "")[:100]
    rows, shown = presenter.definitions(frame.unit, query, page_number(request))
    return _page(request, frame, "data", "data/measures.html", {"rows": rows, "query": query}, shown)


@require_safe
def quality(request: HttpRequest, unit: str) -> HttpResponse:
    """What is wrong with the data here and below."""
    frame = frame_for(request, unit)
    rows, shown = presenter.quality(frame.unit, page_number(request))
    return _page(request, frame, "data_quality", "data/quality.html", {"rows": rows}, shown)


@require_safe
def imports(request: HttpRequest, unit: str) -> HttpResponse:
    """What arrived when, from whom."""
    frame = frame_for(request, unit)
    shown = presenter.receipts(page_number(request))
    return _page(request, frame, "data_imports", "data/imports.html", {"rows": shown.object_list}, shown)


def _page(
    request: HttpRequest, frame: Frame, name: str, template: str, context: dict[str, object], shown: Page
) -> HttpResponse:
    tabs = [
        Tab(_("Definitions"), reverse("data", args=[frame.unit.key]), name == "data"),
        Tab(_("Quality"), reverse("data_quality", args=[frame.unit.key]), name == "data_quality"),
        Tab(_("Imports"), reverse("data_imports", args=[frame.unit.key]), name == "data_imports"),
    ]
    shared = {
        "tabs": tabs,
        "pages": pages_of(request, shown),
        "may_import": may(request.user, Permission.ANALYSE, frame.unit.pk),
        "may_move_clock": clock.standing_at() is not None and may(request.user, Permission.ADMINISTER, frame.unit.pk),
        "attribution": frame.site.attribution,
    }
    return page(request, frame, "data", template, {**shared, **context})
