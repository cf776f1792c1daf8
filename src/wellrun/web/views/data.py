"""Data and definitions: measures, quality, imports."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, may
from wellrun.lib import clock
from wellrun.lib.errors import Refused
from wellrun.measures.arrival.kept import MOST_KEPT
from wellrun.organisation.queries import enterprise
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.paging import page_number, pages_of, words_of
from wellrun.web.parts import Tab
from wellrun.web.presenters import data as presenter
from wellrun.web.presenters import data_imports as arrived
from wellrun.web.presenters.data_quality import Wish
from wellrun.web.presenters.data_quality import quality as issues
from wellrun.web.presenters.data_units import units as units_to_know


@require_safe
def measures(request: HttpRequest, unit: str) -> HttpResponse:
    """What each measure means, its latest figure, its source."""
    frame = frame_for(request, unit)
    query = words_of(request)
    rows, shown = presenter.definitions(frame, query, page_number(request))
    said = dict.fromkeys([frame.site.attribution, *(line for row in rows for line in row.attribution)])
    context = {"rows": rows, "query": query, "licence_line": " ".join(line for line in said if line)}
    return _page(request, frame, "data", "data/measures.html", context, shown)


@require_safe
def quality(request: HttpRequest, unit: str) -> HttpResponse:
    """What is wrong with the data here and below; at the enterprise also with what it is compared with."""
    frame = frame_for(request, unit)
    wish = Wish(kind=request.GET.get("kind", ""), words=words_of(request))
    rows, kinds, shown = issues(frame, wish, page_number(request))
    context = {"rows": rows, "kinds": kinds, "wish": wish, "total": shown.paginator.count}
    return _page(request, frame, "data_quality", "data/quality.html", context, shown)


@require_safe
def units(request: HttpRequest, unit: str) -> HttpResponse:
    """Which units opened, closed or merged, and what their source leaves out."""
    frame = frame_for(request, unit)
    rows, shown = units_to_know(frame, page_number(request))
    return _page(request, frame, "data_units", "data/units.html", {"rows": rows}, shown)


@require_safe
def imports(request: HttpRequest, unit: str) -> HttpResponse:
    """What arrived when, from whom: for those who look after data or access somewhere."""
    frame = _tended(request, unit)
    rows, shown = arrived.imports(frame, page_number(request))
    return _page(request, frame, "data_imports", "data/imports.html", {"rows": rows}, shown)


@require_safe
def one_import(request: HttpRequest, unit: str, pk: UUID) -> HttpResponse:
    """The rows of an import that are worth a look."""
    frame = _tended(request, unit)
    receipt = arrived.receipt_of(frame, pk)
    rows, shown = arrived.remarks(frame, receipt, page_number(request))
    context = {"rows": rows, "one": arrived.import_row(receipt, frame), "receipt": receipt, "kept": MOST_KEPT}
    return _page(request, frame, "data_imports", "data/import_rows.html", context, shown)


@require_safe
def one_import_csv(request: HttpRequest, unit: str, pk: UUID) -> HttpResponse:
    """The same rows as a file."""
    frame = _tended(request, unit)
    receipt = arrived.receipt_of(frame, pk)
    answer = HttpResponse(arrived.remarks_file(frame, receipt), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rows-worth-a-look-{receipt.pk}.csv"'
    return answer


def _tended(request: HttpRequest, unit: str) -> Frame:
    frame = frame_for(request, unit)
    if not _looks_after_data(frame):
        raise Refused("not_permitted", _("Your access here does not allow this."))
    return frame


def _page(
    request: HttpRequest, frame: Frame, name: str, template: str, context: dict[str, Any], shown: Page[Any]
) -> HttpResponse:
    shared = {
        "tabs": data_tabs(frame, name),
        "pages": pages_of(request, shown),
        "may_import": may(frame.user, Permission.ANALYSE, frame.unit.pk),
        "may_move_clock": _may_move_clock(frame),
    }
    return page(request, frame, "data", template, {**shared, **context})


def data_tabs(frame: Frame, name: str) -> list[Tab]:
    """The views of the data that the caller has, with the one that is open."""
    tabs = [
        Tab(_("Definitions"), reverse("data", args=[frame.unit.key]), name == "data"),
        Tab(_("Measure library"), reverse("library", args=[frame.unit.key]), name == "library"),
        Tab(_("Quality"), reverse("data_quality", args=[frame.unit.key]), name == "data_quality"),
        Tab(_("Units"), reverse("data_units", args=[frame.unit.key]), name == "data_units"),
    ]
    if name == "data_imports" or _looks_after_data(frame):
        tabs.append(Tab(_("Imports"), reverse("data_imports", args=[frame.unit.key]), name == "data_imports"))
    return tabs


def _looks_after_data(frame: Frame) -> bool:
    """An analyst or an administrator, of whichever unit; which imports each sees is for `receipts_for` to say."""
    allowed = (granted_unit_ids(frame.user, wanted) for wanted in (Permission.ANALYSE, Permission.ADMINISTER))
    analyse, administer = allowed
    return analyse.union(administer).exists()


def _may_move_clock(frame: Frame) -> bool:
    if clock.standing_at() is None:
        return False
    top = enterprise()
    return top is not None and may(frame.user, Permission.ADMINISTER, top.pk)
