"""What reaching an objective is expected to help, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.strategy.actions import draw_arrow, rub_out_arrow
from wellrun.web.forms.plans.parts import ArrowForm
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.presenters.plans.objective import arrow_lines
from wellrun.web.views.plans.objective_part import Writing


@require_http_methods(["GET", "POST"])
def arrows(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """What reaching the objective is expected to help, and why."""
    at = Writing(request, plan, key, "objective_arrows")
    user, cause = at.opened.frame.user, at.objective
    if rub_out := request.GET.get("rub_out"):
        return _rub_out(at, rub_out)
    asked = from_query(request, ("effect", "because"))
    known = cause.effects.filter(effect__key=asked.get("effect", "")).first()
    was = {"because": known.because} if known else {}
    form = ArrowForm(user, cause, posted(request), initial={**was, **asked})
    answered, status = at.answer(
        form,
        lambda: draw_arrow(cause=cause, by=user, **_said(form)),
        lambda: _("It is expected to help “%(title)s”.") % {"title": form.cleaned_data["effect"].title},
    )
    if answered is not None:
        return answered
    records = at.records()
    context = {
        "crumb": _("Arrows"),
        "heading": _("What “%(title)s” is expected to help") % {"title": cause.title},
        "said": _("An arrow is an expectation with its reason, not a proof."),
        "list_template": "plans/_arrows_list.html",
        "helps": arrow_lines(records, "cause_id"),
        "helped_by": arrow_lines(records, "effect_id"),
        "write_heading": _("Change an arrow") if known else _("Draw an arrow"),
        "verb_label": _("Save the arrow") if known else _("Draw the arrow"),
        "again_href": at.here() if known else "",
    }
    return at.show(form, status, context)


def _said(form: forms.Form) -> dict[str, Any]:
    return {"effect": form.cleaned_data["effect"], "because": form.cleaned_data["because"].strip()}


def _rub_out(at: Writing, key: str) -> HttpResponse:
    arrow = at.objective.effects.filter(effect__key=key).select_related("effect", "cause__plan").first()
    if arrow is None:
        raise nothing_here()
    words = {"title": arrow.effect.title}
    return at.confirm(
        _("Take the arrow to “%(title)s” away?") % words,
        arrow.because,
        _("Take the arrow away"),
        lambda: rub_out_arrow(arrow=arrow, by=at.opened.frame.user),
        _("The arrow is taken away."),
    )
