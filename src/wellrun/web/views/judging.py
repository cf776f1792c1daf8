"""By what a measure is judged: all see it, and an analyst of every unit that has it changes it after a look ahead."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wellrun.insight.found_by import judged_by
from wellrun.jobs.evaluation import Evaluated
from wellrun.jobs.judging import judge_otherwise
from wellrun.measures.judging_permission import permit_judging
from wellrun.web import figures
from wellrun.web.forms.judging import JudgingForm
from wellrun.web.forms.posted import posted
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.presenters.judging import JudgingPage, judging_page, what_changes


@require_http_methods(["GET", "POST"])
def judging(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """How it is judged, with the form; a first answer shows what it would do, a second one does it."""
    frame = frame_for(request, unit)
    shown = judging_page(frame, key)
    form = JudgingForm(shown.version, posted(request))
    if request.method == "POST":
        permit_judging(frame.user, shown.series.measure, early_detection=False)
        if form.is_valid():
            return _wanted(request, frame, shown, form)
    context = {"shown": shown, "form": form if shown.may_set else None}
    return page(request, frame, "strategy", "measure/judging.html", context, status=422 if form.errors else 200)


def _wanted(request: HttpRequest, frame: Frame, shown: JudgingPage, form: JudgingForm) -> HttpResponse:
    rules, early = form.wanted
    told = what_changes(shown.version, shown.reach, rules, early)
    here = redirect("judging", frame.unit.key, shown.series.measure.key)
    if not told:
        messages.info(request, _("It is judged so already."))
        return here
    if "confirmed" not in request.POST:
        context = {"shown": shown, "told": told, "rules": rules, "early": early, "wish": judged_by(rules, early)}
        return page(request, frame, "strategy", "measure/judging_confirm.html", context)
    done = judge_otherwise(measure=shown.series.measure, profile=rules, early_detection=early, by=frame.user)
    messages.success(request, _done(judged_by(rules, early), done))
    return here


def _done(rules: str, done: Evaluated | None) -> str:
    if done is None:
        return _("It is judged so already.")
    judged = ngettext(
        "Judged by %(rules)s from now on; %(n)s series was judged anew.",
        "Judged by %(rules)s from now on; %(n)s series were judged anew.",
        done.series_evaluated,
    )
    return judged % {"rules": rules, "n": figures.number(done.series_evaluated)}
