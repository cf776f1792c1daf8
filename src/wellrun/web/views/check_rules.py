"""By which rules the plan is checked: read by all, set by who chairs the enterprise after a look ahead."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellrun.check.engine import Setting
from wellrun.jobs.rule_trial import count_otherwise, try_rule
from wellrun.lib.errors import UserError
from wellrun.strategy.permission import permit_plan
from wellrun.strategy.queries import active_plan
from wellrun.web.forms.posted import posted
from wellrun.web.forms.refusal import show_or_raise
from wellrun.web.forms.rule import RuleForm
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.paging import page_number, pages_of, words_of
from wellrun.web.presenters.check_rules import RulePage, RuleWish, TrialShown, rule_page, rules_page, trial_shown
from wellrun.web.views.strategy import tabs


@require_safe
def rules(request: HttpRequest, unit: str) -> HttpResponse:
    """All rules with why they are there, how they count here and how often they speak."""
    frame = frame_for(request, unit)
    asked = request.GET
    wish = RuleWish(
        words=words_of(request),
        family=asked.get("family", "")[:10],
        severity=asked.get("severity", "")[:10],
        changed=asked.get("changed", "") == "yes",
    )
    shown = rules_page(frame, wish, page_number(request))
    context = {"shown": shown, "rows": shown.rows, "pages": pages_of(request, shown.page)}
    return page(request, frame, "strategy", "strategy/rules.html", {**context, "tabs": tabs(frame.unit, "check")})


@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, unit: str, rule: str) -> HttpResponse:
    """One rule; what another setting would do, and the form that sets it or lets the default hold again."""
    frame = frame_for(request, unit)
    shown = rule_page(frame, rule)
    if request.method == "POST":
        permit_plan(frame.user)
        if "reset" in request.POST:
            return _set(request, frame, shown, Setting())
    form = RuleForm(shown.rule, shown.words, shown.present, posted(request))
    trial: TrialShown | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and "try" in request.POST:
            plan = active_plan()
            trial = trial_shown(try_rule(plan, rule, form.setting)) if plan else None
            status = 200
        elif form.is_valid():
            try:
                return _set(request, frame, shown, form.setting)
            except UserError as error:
                status = show_or_raise(form, error)
    context = {"shown": shown, "form": form if shown.may_set else None, "trial": trial}
    return page(request, frame, "strategy", "strategy/rule.html", context, status=status)


def _set(request: HttpRequest, frame: Frame, shown: RulePage, setting: Setting) -> HttpResponse:
    count_otherwise(rule=shown.rule.id, severity=setting.severity, thresholds=setting.thresholds, by=frame.user)
    messages.success(request, _("The rule is set, and the plan in force was checked by it."))
    return redirect("rule", frame.unit.key, shown.rule.id)
