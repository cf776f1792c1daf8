"""A key result of an open quarter is taken away, once asked."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.strategy.actions import take_key_result
from wellrun.strategy.pushes import with_figures
from wellrun.web.forms.posted import posted
from wellrun.web.frame import page
from wellrun.web.presenters.plans.key_result import KeyResultView
from wellrun.web.presenters.plans.quarters import crumbs_of
from wellrun.web.views.plans.quarter_opening import (
    back_to_quarters,
    objective_to_write,
    quarters_href,
    result_views,
    slice_of,
)
from wellrun.web.views.plans.saving import save


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, plan: str, key: str, starts: str, pk: UUID) -> HttpResponse:
    """Ask before a key result goes; a POST takes it away. That of a closed quarter stays."""
    opened, objective = objective_to_write(request, plan, key)
    pushed = slice_of(objective, starts)
    one = with_figures(pushed.key_results.filter(pk=pk)).first()
    if one is None:
        raise nothing_here()
    if pushed.closed_at is not None and request.method == "GET":
        return back_to_quarters(opened, objective, starts)
    shown = result_views(opened, [one])[0]
    form, status = forms.Form(posted(request)), 200
    if request.method == "POST":
        refused = save(
            request,
            opened.plan,
            form,
            lambda: take_key_result(key_result=one, by=opened.frame.user),
            done=_("The key result on “%(measure)s” is taken away.") % {"measure": shown.measure},
        )
        if refused is None:
            return back_to_quarters(opened, objective, starts)
        status = refused
    context = {
        "heading": _("Take the key result on “%(measure)s” away?") % {"measure": shown.measure},
        "quoted": _quoted(shown, pushed.title),
        "problems": form.non_field_errors() if status != 200 else (),
        "button": _("Take the key result away"),
        "crumbs": crumbs_of(opened.plan, objective),
        "back": quarters_href(opened, objective, shown.id),
    }
    return page(request, opened.frame, "strategy", "plans/confirm.html", context, status=status)


def _quoted(shown: KeyResultView, title: str) -> str:
    """What goes, and what stays."""
    words = {"unit": shown.unit, "way": shown.way, "title": title}
    said = _("%(unit)s: %(way)s. “%(title)s” is no longer scored by it; the figures stay.") % words
    times = len(shown.marks)
    if not times:
        return said
    gone = ngettext(
        "The one confidence check-in goes with it and remains in the history of the plan.",
        "Its %(n)d confidence check-ins go with it and remain in the history of the plan.",
        times,
    )
    return f"{said}\n{gone % {'n': times}}"
