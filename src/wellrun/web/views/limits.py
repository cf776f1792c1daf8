"""The same-day limits of a series: seen by all, set and taken back by analysts and chairs."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellrun.access.errors import nothing_here
from wellrun.lib.errors import Conflict, UserError
from wellrun.measures.actions import retire_trigger, set_trigger
from wellrun.measures.models import Trigger
from wellrun.web.forms.limit import LimitForm
from wellrun.web.forms.posted import posted
from wellrun.web.forms.refusal import show_or_raise
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.presenters.limits import LimitsPage, limits_page
from wellrun.web.views.plans.saving import say_findings_in_force

_FIELD_OF = {
    "trigger_limit_unknown": "limit",
    "trigger_side_unknown": "side",
    "trigger_needs_response": "response",
    "trigger_response_long": "response",
}


@require_http_methods(["GET", "POST"])
def limits(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """The limits in force, those taken back, and the form for a new one."""
    frame = frame_for(request, unit)
    shown = limits_page(frame, key)
    form, status = LimitForm(shown.version, posted(request)), 200
    if request.method == "POST" and form.is_valid():
        try:
            _set(shown, form, frame)
        except UserError as error:
            show_or_raise(form, error, _FIELD_OF)
        else:
            messages.success(request, _("The limit is set."))
            say_findings_in_force(request)
            return redirect("limits", unit, key)
    status = 422 if form.errors else status
    context = {"shown": shown, "form": form if shown.may_set or form.errors else None}
    return page(request, frame, "strategy", "measure/limits.html", context, status=status)


@require_POST
def take_back(request: HttpRequest, unit: str, key: str, pk: UUID) -> HttpResponse:
    """Take one limit back."""
    frame = frame_for(request, unit)
    trigger = Trigger.objects.filter(pk=pk, series__unit=frame.unit, series__measure__key=key).first()
    if trigger is None:
        raise nothing_here()
    try:
        retire_trigger(trigger=trigger, by=frame.user)
    except Conflict as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, _("The limit is taken back."))
        say_findings_in_force(request)
    return redirect("limits", unit, key)


def _set(shown: LimitsPage, form: LimitForm, frame: Frame) -> None:
    set_trigger(
        series=shown.series,
        side=form.cleaned_data["side"],
        limit=form.stored,
        response=form.cleaned_data["response"],
        by=frame.user,
    )
