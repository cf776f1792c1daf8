"""The quarters of an objective: what is pushed, by which key results, and how sure people are of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, require, units_where
from wellrun.organisation.models import Post
from wellrun.strategy.actions import check_in, push_in_quarter, set_key_result
from wellrun.strategy.models import KeyResult, Objective, QuarterSlice
from wellrun.strategy.pushes import with_figures
from wellrun.strategy.quarters import quarters_of
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.plans.quarter import Confidence, KeyResultForm, Push, initial_of
from wellrun.web.forms.posted import posted
from wellrun.web.frame import page
from wellrun.web.presenters.plans.objective import objective_tabs
from wellrun.web.presenters.plans.quarters import choices_of, crumbs_of, quarter_name, quarters_page
from wellrun.web.views.plans.opening import PlanFrame, open_objective
from wellrun.web.views.plans.quarter_opening import (
    back_to_quarters,
    days_in,
    objective_to_write,
    result_views,
    slice_of,
)
from wellrun.web.views.plans.saving import save

SCALE = range(11)


@require_safe
def quarters(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """The quarters of an objective with their key results.

    Whoever is sent to a quarter that has none, or to one of its key results, goes on to the form.
    """
    opened, objective = open_objective(request, plan, key)
    may_write = opened.may_write(objective.unit)
    starts = request.GET.get("starts", "")
    series = "/".join(request.GET.get(name, "") for name in ("measure", "unit"))
    if may_write and (one := _key_result_at(objective, starts, series)) is not None:
        if request.GET.get("say") == "confidence":
            return redirect("confidence", plan, key, starts, one.pk)
        return redirect(f"{reverse('key_result_new', args=[plan, key, starts])}?{urlencode({'series': series})}")
    if may_write and objective.slices.filter(
        starts__in=days_in(starts), closed_at__isnull=True, key_results__isnull=True
    ):
        return redirect("key_result_new", plan, key, starts)
    shown = quarters_page(opened.frame, opened.plan, objective, may_write=may_write)
    context = {"plan": opened.plan, "objective": objective, "shown": shown}
    context["tabs"] = objective_tabs(objective, "objective_quarters")
    return page(request, opened.frame, "strategy", "plans/quarters.html", context)


@require_http_methods(["GET", "POST"])
def push(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """Say what is pushed in one of the quarters, or say it anew."""
    opened, objective = objective_to_write(request, plan, key)
    closed = set(objective.slices.filter(closed_at__isnull=False).values_list("starts", flat=True))
    listed = [one for one in quarters_of(opened.plan.starts, opened.plan.ends) if one.starts not in closed]
    first = from_query(request, ("starts", "title"))
    now = next((one for one in listed if one.starts <= opened.frame.today <= one.ends), None)
    first.setdefault("starts", now.starts.isoformat() if now else "")
    known = {one.starts.isoformat(): one.title for one in objective.slices.all()}
    first.setdefault("title", known.get(first["starts"], ""))
    form = Push(
        posted(request), initial=first, quarters=[(one.starts.isoformat(), quarter_name(one)) for one in listed]
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            refused = save(
                request,
                opened.plan,
                form,
                lambda: push_in_quarter(objective=objective, by=opened.frame.user, **given),
                done=_("Written down. Say now by which key results it will be seen."),
                field_of={"title_needed": "title", "quarter_needed": "starts", "quarter_closed": "starts"},
            )
            if refused is None:
                return back_to_quarters(opened, objective, given["starts"].isoformat())
            status = refused
    said = _("A part of “%(title)s”, for one quarter.") % {"title": objective.title}
    words = {"heading": _("What is pushed in a quarter"), "said": said, "verb_label": _("Write it down")}
    return _form_page(request, opened, objective, form, words, status)


@require_http_methods(["GET", "POST"])
def key_result(request: HttpRequest, plan: str, key: str, starts: str) -> HttpResponse:
    """Want a value of one of the objective's measures by the end of the quarter, or say it anew."""
    opened, objective = objective_to_write(request, plan, key)
    pushed = slice_of(objective, starts)
    if pushed.closed_at is not None and request.method == "GET":
        return back_to_quarters(opened, objective, starts)
    choices = choices_of(opened.frame, objective, pushed.starts)
    first = from_query(request, ("series", "start", "aim", "commitment", "owner"))
    stands = _standing(pushed, first.get("series", ""))
    shown_as = next((one.form for one in choices if one.key == first.get("series")), None)
    form = KeyResultForm(
        posted(request),
        initial=initial_of(stands if shown_as else None, shown_as, first) if shown_as else first,
        choices=choices,
        posts=Post.objects.filter(unit__in=granted_unit_ids(opened.frame.user)),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            refused = save(
                request,
                opened.plan,
                form,
                lambda: set_key_result(pushed=pushed, by=opened.frame.user, **form.given()),
                done=_("The key result is set. Its score comes from the figures."),
                field_of={
                    "key_result_stands_still": "aim",
                    "key_result_gets_worse": "aim",
                    "measure_not_of_objective": "series",
                },
            )
            if refused is None:
                _tell_unscored(request, form)
                return back_to_quarters(opened, objective, starts)
            status = refused
    words = {
        "heading": _("A key result"),
        "said": _("“%(push)s”: a value of a measure that the objective has. Nothing else is counted.")
        % {"push": pushed.title},
        "verb_label": _("Set the key result"),
        "notes_heading": _("How it is scored"),
        "notes": [
            _("The score is 0 at the first value and 1 at the one wanted, by the newest figure of the quarter."),
            _("Nobody types a score or a second set of numbers."),
            *(
                []
                if choices
                else [_("None of the objective's measures has figures in its unit: give it a measure first.")]
            ),
        ],
    }
    return _form_page(request, opened, objective, form, words, status)


@require_http_methods(["GET", "POST"])
def confidence(request: HttpRequest, plan: str, key: str, starts: str, pk: UUID) -> HttpResponse:
    """Say how sure one is that a key result will be reached."""
    opened, objective = open_objective(request, plan, key)
    one = with_figures(KeyResult.objects.filter(slice=slice_of(objective, starts), pk=pk)).first()
    if one is None:
        raise nothing_here()
    shown = result_views(opened, [one])[0]
    form, status = Confidence(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            refused = save(
                request,
                opened.plan,
                form,
                lambda: check_in(key_result=one, by=opened.frame.user, **given),
                done=_("Noted: %(n)d of 10.") % {"n": given["confidence"]},
                field_of={},
            )
            if refused is None:
                unit = units_where(opened.frame.user).filter(key=request.POST.get("from", "")).first()
                return redirect("quarter", unit.key) if unit else back_to_quarters(opened, objective, shown.id)
            status = refused
    elif not shown.say_href:
        require(opened.frame.user, Permission.CHAIR, objective.unit_id)
    errors = [*form.non_field_errors(), *form.errors.get("confidence", ())]
    context = {
        "plan": opened.plan,
        "objective": objective,
        "shown": shown,
        "form": form,
        "scale": SCALE,
        "errors": errors,
        "came_from": (request.POST if request.method == "POST" else request.GET).get("from", ""),
        "crumbs": crumbs_of(opened.plan, objective),
    }
    return page(request, opened.frame, "strategy", "plans/confidence.html", context, status=status)


def _tell_unscored(request: HttpRequest, form: KeyResultForm) -> None:
    """That a key result has no figure to be scored by: known from what the form offered."""
    chosen = form.choices[form.cleaned_data["series"]]
    if chosen.begins is None:
        words = {"measure": chosen.name, "unit": chosen.series.unit.name}
        told = _("No figure of %(measure)s, %(unit)s has come yet: it cannot be scored until one does.") % words
        messages.warning(request, told)


def _key_result_at(objective: Objective, starts: str, series: str) -> KeyResult | None:
    """The key result on a series in a quarter that is not closed; None where the address names none."""
    pushed = objective.slices.filter(starts__in=days_in(starts), closed_at__isnull=True).first()
    return _standing(pushed, series) if pushed is not None else None


def _standing(pushed: QuarterSlice, series: str) -> KeyResult | None:
    measure, _sep, unit = series.partition("/")
    rows = pushed.key_results.filter(series__measure__key=measure, series__unit__key=unit, series__stratum="total")
    return rows.select_related("owner").first()


def _form_page(
    request: HttpRequest, opened: PlanFrame, objective: Objective, form: Any, words: dict[str, Any], status: int
) -> HttpResponse:
    context = {"form": form, "crumbs": crumbs_of(opened.plan, objective), **words}
    context["back_href"] = reverse("objective_quarters", args=[opened.plan.key, objective.key])
    return page(request, opened.frame, "strategy", "plans/form.html", context, status=status)
