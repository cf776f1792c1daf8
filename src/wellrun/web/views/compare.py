"""How others do, given their size: the comparison of a measure, and as a file."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellrun.lib.errors import UserError
from wellrun.organisation.models import Unit
from wellrun.web.frame import frame_for, page
from wellrun.web.presenters.compare import Wish, compare_page
from wellrun.web.presenters.compare_file import compare_file

MOST_PERIODS = 520


@require_safe
def compare(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """One measure in the units of one kind, over one period or several."""
    frame = frame_for(request, unit)
    wish = _wish(request)
    shown = compare_page(frame, key, wish)
    return page(request, frame, "strategy", "measure/compare.html", {"shown": shown}, 400 if wish.error else 200)


@require_safe
def compare_csv(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """The same units and lines in full precision; the name of the file has the day. No file of what was not asked."""
    frame, wish = frame_for(request, unit), _wish(request)
    if wish.error:
        raise UserError("range_unknown", wish.error)
    answer = HttpResponse(compare_file(frame, key, wish), content_type="text/csv; charset=utf-8")
    name = f"{key}-compared-{frame.unit.key}-{frame.today:%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _wish(request: HttpRequest) -> Wish:
    """What the address asks for; what cannot be understood is told, and the newest figure shown."""
    kind = request.GET.get("kind", "")
    newest = request.GET.get("newest", "1")
    try:
        first, last = (date.fromisoformat(text) if (text := request.GET.get(name, "")) else None for name in _ENDS)
    except ValueError:
        return Wish(error=_("Choose the first and the last period from the lists."))
    if kind and kind not in Unit.Kind.values:
        return Wish(error=_("Choose the kind of unit from the list."))
    if first is not None and last is not None and first > last:
        return Wish(kind=kind, error=_("The range ends before it begins: choose a later end."))
    if not newest.isascii() or not newest.isdigit() or not 1 <= int(newest[:6]) <= MOST_PERIODS:
        return Wish(kind=kind, error=_("Choose how many periods to add up from the list."))
    return Wish(first, last, int(newest[:6]), kind)


_ENDS = ("from", "to")
