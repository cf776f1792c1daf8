"""What cannot be executed as the plan stands, and the exceptions stated on purpose."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import may, require
from wellrun.check.actions import state_waiver, withdraw_waiver
from wellrun.check.catalogue import catalogue
from wellrun.check.lasting import last_day
from wellrun.check.models import Finding, Waiver
from wellrun.jobs.model_check import check_plan
from wellrun.lib.errors import UserError
from wellrun.organisation.models import Post
from wellrun.organisation.queries import posts_of
from wellrun.strategy.models import Plan
from wellrun.strategy.queries import active_plan
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.forms.refusal import show_or_raise
from wellrun.web.forms.waiver import WaiverForm
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.paging import page_number, pages_of, words_of
from wellrun.web.presenters.check import check_page, findings_file, findings_seen
from wellrun.web.presenters.check_address import check_href
from wellrun.web.presenters.rule_words import source_of, why_of
from wellrun.web.views.plans.opening import PlanFrame
from wellrun.web.views.plans.renewing import renewals_on_record
from wellrun.web.views.strategy import tabs

_FIELD_OF = {"reason_missing": "reason", "waiver_outside_cycle": "expires"}


@require_safe
def check(request: HttpRequest, unit: str) -> HttpResponse:
    """The open findings about the unit and all below it, of the plan in force or the one the address names."""
    frame = frame_for(request, unit)
    plan = _plan(request)
    may_check = may(frame.user, Permission.CHAIR, frame.unit.pk)
    context: dict[str, Any] = {"tabs": tabs(frame.unit, "check"), "shown": None, "may_check": may_check}
    if plan is None:
        return page(request, frame, "strategy", "strategy/check.html", context)
    severity, words = request.GET.get("severity", ""), words_of(request)
    if may_check and frame.unit.enterprise and plan.stage in (Plan.Stage.DRAFT, Plan.Stage.CONSULTATION):
        context["renewals"] = renewals_on_record(PlanFrame(frame, plan))
    shown = check_page(frame, plan, severity, words, page_number(request), here=request.get_full_path())
    context |= {"shown": shown, "rows": shown.rows, "words": words, "severity": severity}
    context |= {"pages": pages_of(request, shown.page)}
    return page(request, frame, "strategy", "strategy/check.html", context)


@require_safe
def check_csv(request: HttpRequest, unit: str) -> HttpResponse:
    """The same as a file."""
    frame = frame_for(request, unit)
    plan = _plan(request)
    answer = HttpResponse(findings_file(frame, plan), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="check-{frame.unit.key}.csv"'
    return answer


@require_POST
def check_now(request: HttpRequest, unit: str) -> HttpResponse:
    """Check the plan in force as a whole."""
    frame = frame_for(request, unit)
    require(frame.user, Permission.CHAIR, frame.unit.pk)
    plan = _plan(request)
    if plan is not None:
        check_plan(plan)
        messages.success(request, _("The plan is checked."))
    return redirect(check_href(plan, unit) if plan else reverse("check", args=[unit]))


@require_http_methods(["GET", "POST"])
def waive(request: HttpRequest, unit: str, pk: UUID) -> HttpResponse:
    """Set a finding aside with a reason, by a post, until a day; or count it again."""
    frame = frame_for(request, unit)
    found = _finding(frame, pk)
    back = _back(request, found.plan, unit)
    waiver = Waiver.objects.filter(plan=found.plan, rule=found.rule, subject=found.subject).first()
    if request.method == "POST" and "again" in request.POST and waiver is not None:
        withdraw_waiver(waiver=waiver, by=frame.user)
        messages.success(request, _("It counts again."))
        return redirect(back)
    initial = {**_own_post(frame), **from_query(request, WaiverForm.base_fields), **_present(waiver)}
    last = last_day(found.plan, frame.today)
    form = WaiverForm(_posts(), frame.today, last, posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            state_waiver(plan=found.plan, rule=found.rule, subject=found.subject, by=frame.user, **form.cleaned_data)
        except UserError as error:
            show_or_raise(form, error, _FIELD_OF)
        else:
            messages.success(request, _("It is set aside."))
            return redirect(back)
    words = catalogue()[found.rule]
    context = {"found": found, "back_href": back, "words": words, "why": why_of(words), "source": source_of(words)}
    context |= {"form": form, "waiver": waiver}
    return page(request, frame, "strategy", "strategy/waive.html", context, status=422 if form.errors else 200)


def _back(request: HttpRequest, plan: Plan, unit: str) -> str:
    """To the list of what is asked before the plan comes into force, for who came from there; else to the check."""
    is_from_there = request.GET.get("back") == plan.key and plan.stage in (Plan.Stage.DRAFT, Plan.Stage.CONSULTATION)
    return reverse("plan_activation", args=[plan.key]) if is_from_there else check_href(plan, unit)


def _finding(frame: Frame, pk: UUID) -> Finding:
    """An open finding that may be set aside, for who chairs the enterprise; NotFound for anybody else."""
    found = findings_seen(frame, None).filter(pk=pk).select_related("plan").first()
    if found is None or not frame.unit.enterprise or not catalogue()[found.rule].waivable:
        raise nothing_here()
    require(frame.user, Permission.CHAIR, frame.unit.pk)
    return found


def _plan(request: HttpRequest) -> Plan | None:
    """The plan the address names, drafted or in force; without a name the one in force. NotFound for any other."""
    key = request.GET.get("plan", "")
    if not key:
        return active_plan()
    plan = Plan.objects.filter(key=key).select_related("cloned_from").first()
    if plan is None:
        raise nothing_here()
    return plan


def _posts() -> QuerySet[Post]:
    return Post.objects.filter(retired_on__isnull=True).order_by("title")


def _own_post(frame: Frame) -> dict[str, object]:
    """The reader's post, where they have one and no other."""
    own = list(posts_of(frame.user, frame.today).values_list("pk", flat=True)[:2])
    return {"post": own[0]} if len(own) == 1 else {}


def _present(waiver: Waiver | None) -> dict[str, object]:
    return {"reason": waiver.reason, "post": waiver.post_id, "expires": waiver.expires} if waiver else {}
