"""The measure library: looked through and adopted from."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wellrun.access.errors import nothing_here
from wellrun.lib.errors import Conflict
from wellrun.library import library as the_library
from wellrun.measures.actions import adopt_measure
from wellrun.measures.models import Measure
from wellrun.measures.queries.adopted import measures_by_library_id
from wellrun.strategy.library_links import give_up_measure, offers_of, take_offered
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.paging import page_number, pages_of, words_of
from wellrun.web.presenters.library import found_measures, library_page, wish_of
from wellrun.web.presenters.library_file import definition_file, library_file
from wellrun.web.presenters.library_measure import library_measure
from wellrun.web.views.data import data_tabs


@require_safe
def library(request: HttpRequest, unit: str) -> HttpResponse:
    """What there is to measure, and what of it the site has."""
    frame = frame_for(request, unit)
    shown = library_page(frame, wish_of(request.GET, words_of(request)), _here(request), page_number(request))
    context = {
        "shown": shown,
        "rows": shown.rows,
        "pages": pages_of(request, shown.page),
        "asked": request.GET.urlencode(),
        "back": request.get_full_path(),
    }
    return library_answer(request, frame, "library/list.html", context)


@require_safe
def library_csv(request: HttpRequest, unit: str) -> HttpResponse:
    """The measures that the list shows, all pages of it, as a file."""
    frame = frame_for(request, unit)
    found = found_measures(wish_of(request.GET, words_of(request)), _here(request), measures_by_library_id())
    return as_file(library_file(found), f"measure-library-{frame.today:%Y-%m-%d}.csv", "text/csv")


@require_safe
def measure(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """One measure of the library."""
    frame = frame_for(request, unit)
    return library_answer(request, frame, "library/measure.html", {"shown": library_measure(frame, key)})


@require_safe
def measure_yaml(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """One definition as its file, to look at or to change."""
    frame_for(request, unit)
    spec = the_library().get(key)
    return as_file(definition_file(spec), f"{spec.key}.yaml", "application/yaml")


@require_POST
def adopt(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Take the measure into the site, without figures."""
    frame = frame_for(request, unit)
    spec = the_library().get(key)
    try:
        adopted, is_new = adopt_measure(name=key, by=frame.user)
    except Conflict as error:
        messages.warning(request, error.sentence)
        return redirect("library_measure", unit, spec.key)
    messages.success(request, _adopted_words(spec.name, adopted, is_new))
    if offers_of(adopted).ids or request.POST.get("back") != "list":
        return redirect("library_measure", unit, spec.key)
    return redirect(_list_address(request, unit))


@require_POST
def give_up(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Undo the adoption, while there are no figures."""
    frame = frame_for(request, unit)
    spec = the_library().get(key)
    own = measures_by_library_id().get(spec.library_id)
    if own is None:
        raise nothing_here()
    try:
        give_up_measure(measure=own, by=frame.user)
    except Conflict as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, _("“%(name)s” is given up here. It can be adopted again.") % {"name": spec.name})
    return redirect("library_measure", unit, spec.key)


@require_POST
def take_links(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Take over the links and trade-offs that were chosen of those offered."""
    frame = frame_for(request, unit)
    spec = the_library().get(key)
    own = measures_by_library_id().get(spec.library_id)
    if own is None:
        raise nothing_here()
    taken = take_offered(measure=own, ids=set(request.POST.getlist("take")), by=frame.user)
    if taken:
        said = ngettext("%(n)d of them now holds here.", "%(n)d of them now hold here.", taken) % {"n": taken}
        messages.success(request, said)
    else:
        messages.warning(request, _("Nothing was chosen, so nothing has changed."))
    return redirect("library_measure", unit, spec.key)


def _here(request: HttpRequest) -> str:
    return request.GET.get("here", "")[:3]


def _adopted_words(name: str, adopted: Measure, is_new: bool) -> str:
    if is_new:
        return _("“%(name)s” is adopted. It waits for figures under the key “%(key)s”.") % {
            "name": name,
            "key": adopted.key,
        }
    return _("“%(name)s” was adopted before, as “%(key)s”.") % {"name": name, "key": adopted.key}


def _list_address(request: HttpRequest, unit: str) -> str:
    """The list as it was, page and filters; only its query is taken from what was sent."""
    asked = request.POST.get("asked", "")[:500]
    address = reverse("library", args=[unit])
    return f"{address}?{asked}" if asked else address


def as_file(content: bytes, name: str, kind: str) -> HttpResponse:
    """An answer that the browser keeps as a file."""
    answer = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def library_answer(
    request: HttpRequest, frame: Frame, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the library, which is one of the views of the data."""
    shared = {"tabs": data_tabs(frame, "library")}
    return page(request, frame, "data", template, {**shared, **context}, status=status)
