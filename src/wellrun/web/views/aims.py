"""The aim of a measure in a unit: seen by all who see the unit, set and taken back by its chairs and analysts."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.jobs.aims import set_aim, take_back_aim
from wellrun.measures.permission import JUDGES, permit
from wellrun.web.forms.aim import FIELDS, AimForm
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.presenters.aim import AimPage, aim_page, aim_words
from wellrun.web.views.site_saving import save_on_site

_FIELD_OF = {"target_shape": "value"}


@require_http_methods(["GET", "POST"])
def targets(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """The aim in force, those before it, and the form that sets one."""
    frame = frame_for(request, unit)
    shown = aim_page(frame, key)
    form = _form(request, frame, shown)
    status = 200
    if request.method == "POST":
        permit(frame.user, frame.unit.pk, *JUDGES)
        status = 422
        if form.is_valid():
            refused = save_on_site(
                request,
                form,
                lambda: set_aim(measure=shown.version.measure, unit=frame.unit, by=frame.user, **form.given()),
                done=_("The aim is set."),
                field_of=_FIELD_OF,
            )
            if refused is None:
                return redirect("targets", unit, key)
            status = refused
    context = {"shown": shown, "form": form if shown.may_set else None}
    return page(request, frame, "strategy", "measure/aim.html", context, status=status)


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Ask, then take the aim in force back."""
    frame = frame_for(request, unit)
    shown = aim_page(frame, key)
    permit(frame.user, frame.unit.pk, *JUDGES)
    series, present = shown.series, shown.present
    if series is None or present is None:
        raise nothing_here()
    form = forms.Form(posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        refused = save_on_site(
            request, form, lambda: take_back_aim(series=series, by=frame.user), done=_("The aim is taken back.")
        )
        if refused is None:
            return redirect("targets", unit, key)
        status = refused
    context = {
        "heading": _("Take the aim back?"),
        "said": _(
            "It stays on record that it was set. Without an aim nothing says whether the measure is good enough."
        ),
        "quoted": aim_words(present, shown.version),
        "button": _("Take it back"),
        "crumbs": shown.crumbs,
        "back": shown.crumbs[1].href,
        "problems": list(form.non_field_errors()) if form.is_bound else [],
    }
    return page(request, frame, "strategy", "plans/confirm.html", context, status=status)


def _form(request: HttpRequest, frame: Frame, shown: AimPage) -> AimForm:
    """Filled with the aim in force, and over that with what the address says."""
    post = shown.present.post if shown.present is not None else None
    initial = shown.initial() | from_query(request, FIELDS)
    if "value" in request.GET:
        initial |= {name: request.GET.get(name) for name in ("low", "high")}
    if "post" in request.GET:
        initial["post"] = request.GET["post"]
    return AimForm(frame.user, frame.unit, shown.version, posted(request), post=post, initial=initial)
