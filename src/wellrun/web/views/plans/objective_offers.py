"""What is believed of the measures of an objective is offered, and taken up with one press."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from wellrun.measures.models import Measure
from wellrun.strategy.heeding import heed
from wellrun.strategy.models import Objective
from wellrun.strategy.suggested import suggestions_of
from wellrun.web.frame import Frame
from wellrun.web.presenters.plans.objective_records import ObjectiveRecords
from wellrun.web.presenters.plans.suggestions import SuggestionLine, suggestion_lines
from wellrun.web.views.plans.opening import PlanFrame
from wellrun.web.views.plans.saving import save


def offered(records: ObjectiveRecords) -> list[SuggestionLine]:
    """What is offered now."""
    found = suggestions_of(records.objective, records.roles, records.versions)
    return suggestion_lines(records.frame, found, records.versions)


def tell_of_guards(request: HttpRequest, frame: Frame, objective: Objective, measure: Measure) -> None:
    """Say at once what a measure that was just added needs beside it, and where that is offered."""
    found = [one for one in suggestions_of(objective) if one.kind == "guard" and one.about.pk == measure.pk]
    for line in suggestion_lines(frame, found[:1], {}):
        link = format_html('<a href="#offered">{}</a>', _("See what is offered"))
        messages.info(request, format_html("{} {}", line.sentence, link))


def take_up(request: HttpRequest, opened: PlanFrame, objective: Objective, back: str) -> HttpResponse:
    """Heed one of them; what is not offered any more is passed over with a word."""
    wanted = (request.POST.get("measure", ""), request.POST.get("take", ""))
    found = next((one for one in suggestions_of(objective) if one.other and (one.other.key, one.take) == wanted), None)
    if found is None:
        messages.warning(request, _("That is not offered any more: it is heeded already, or the measure is gone."))
        return redirect(back)
    form = forms.Form(request.POST)
    done = _("It is added.") if found.role else _("It is taken over.")
    by = opened.frame.user
    refused = save(request, opened.plan, form, lambda: heed(objective=objective, offered=found, by=by), done=done)
    if refused is not None:
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
    return redirect(back)
