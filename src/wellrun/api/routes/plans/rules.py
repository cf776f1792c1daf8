"""The model check: run now, set aside for a while, made to count differently."""

from __future__ import annotations

from collections import Counter
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import StringConstraints

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, require
from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.schemas.plans.rules import (
    CheckSummaryOut,
    RenewableOut,
    RenewalsIn,
    RuleIn,
    RuleOut,
    StatedOut,
    TrialOut,
    WaiverIn,
    renewable_out,
    rule_out,
    stated_out,
    trial_out,
)
from wellrun.api.sight import enterprise_id, plan_in_sight, post_in_sight, the_one
from wellrun.check import actions
from wellrun.check.catalogue import catalogue
from wellrun.check.engine import Setting, Verdict
from wellrun.check.models import RuleSetting, Waiver
from wellrun.check.rule import registered
from wellrun.jobs import renewing, rule_trial
from wellrun.jobs.model_check import check_plan
from wellrun.jobs.renewing import Renewal, renewable_on_record
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone

router = Router(tags=["model check"])
RuleId = Annotated[str, StringConstraints(max_length=20, pattern=r"^[A-Z]+-[0-9]+$")]


@router.post("/plans/{slug:plan}/check", response=CheckSummaryOut)
def check_now(request: HttpRequest, plan: str) -> CheckSummaryOut:
    """Check all of a plan. For who chairs the enterprise; `/findings` tells what was found."""
    user = caller(request)
    found = plan_in_sight(user, plan)
    require(user, Permission.CHAIR, enterprise_id())
    return _summary(check_plan(found))


@router.get("/plans/{slug:plan}/waivers", response=Page[StatedOut])
def list_waivers(request: HttpRequest, plan: str, paging: Query[Paging]) -> Page[StatedOut]:
    """What is set aside in a plan, with what ran out. For who sees the enterprise."""
    user = caller(request)
    found = plan_in_sight(user, plan)
    require(user, Permission.SEE, enterprise_id())
    rows = Waiver.objects.filter(plan=found).select_related("post").order_by("rule", "subject")
    return Page[StatedOut].of(request, rows, paging, lambda part: [stated_out(one) for one in part])


@router.post("/plans/{slug:plan}/waivers", response=StatedOut)
def state_waiver(request: HttpRequest, plan: str, given: WaiverIn) -> StatedOut:
    """Set a rule aside for a subject until a day; stated again it is renewed. For who chairs the enterprise."""
    user = caller(request)
    found = plan_in_sight(user, plan)
    post = post_in_sight(user, given.post)
    return stated_out(actions.state_waiver(plan=found, post=post, by=user, **given.model_dump(exclude={"post"})))


@router.get("/plans/{slug:plan}/waivers/renewable", response=Page[RenewableOut])
def list_renewable(request: HttpRequest, plan: str, paging: Query[Paging]) -> Page[RenewableOut]:
    """What the check says of a plan and the plan before had set aside. For who sees the enterprise."""
    user = caller(request)
    found = plan_in_sight(user, plan)
    require(user, Permission.SEE, enterprise_id())
    rows = renewable_on_record(found, clock.today(site_zone()))
    return Page[RenewableOut].of_part(request, rows, paging, lambda part: [renewable_out(one) for one in part])


@router.post("/plans/{slug:plan}/waivers/renew", response=list[StatedOut])
def renew_waivers(request: HttpRequest, plan: str, given: RenewalsIn) -> list[StatedOut]:
    """State exceptions of the plan before again, all or none; answers those. For who chairs the enterprise."""
    user = caller(request)
    found = plan_in_sight(user, plan)
    renewals = [Renewal(**one.model_dump()) for one in given.renewals]
    return [stated_out(one) for one in renewing.renew_waivers(plan=found, renewals=renewals, by=user)]


@router.post("/waivers/{uuid:waiver_id}/withdraw", response=StatedOut)
def withdraw_waiver(request: HttpRequest, waiver_id: UUID) -> StatedOut:
    """The rule counts again; answers the exception as it stood. For who chairs the enterprise."""
    user = caller(request)
    require(user, Permission.SEE, enterprise_id())
    waiver = the_one(Waiver.objects.filter(pk=waiver_id).select_related("plan", "post"))
    stood = stated_out(waiver)
    actions.withdraw_waiver(waiver=waiver, by=user)
    return stood


@router.get("/rules", response=list[RuleOut])
def get_rules(request: HttpRequest) -> list[RuleOut]:
    """Every rule of the check, with its own thresholds and severity and those that count here."""
    _require_access(caller(request))
    settings = {row.rule: row for row in RuleSetting.objects.all()}
    return [rule_out(registered()[rule], settings) for rule in catalogue() if rule in registered()]


@router.post("/rules/{rule}", response=RuleOut)
def set_rule(request: HttpRequest, rule: Path[RuleId], given: RuleIn) -> RuleOut:
    """Count differently from the rule's default; the plan in force is checked anew. For who chairs the enterprise."""
    user = caller(request)
    _require_access(user)
    if rule not in registered():
        raise nothing_here()
    rule_trial.count_otherwise(rule=rule, severity=given.severity, thresholds=given.thresholds, by=user)
    return rule_out(registered()[rule], {row.rule: row for row in RuleSetting.objects.filter(rule=rule)})


@router.post("/plans/{slug:plan}/rules/{rule}/try", response=TrialOut)
def try_rule(request: HttpRequest, plan: str, rule: Path[RuleId], given: RuleIn) -> TrialOut:
    """What counting differently would do to the findings of a plan; nothing is kept. For who chairs the enterprise."""
    user = caller(request)
    found = plan_in_sight(user, plan)
    require(user, Permission.CHAIR, enterprise_id())
    if rule not in registered():
        raise nothing_here()
    return trial_out(rule_trial.try_rule(found, rule, Setting(given.severity, given.thresholds)))


def _summary(verdict: Verdict) -> CheckSummaryOut:
    counted = Counter("waived" if one.waiver else one.severity for one in verdict.found)
    told = {name: counted[name] for name in ("error", "warn", "info", "waived")}
    return CheckSummaryOut(**told, not_checked=len(verdict.skipped), clear=verdict.clear)


def _require_access(user: User) -> None:
    if not granted_unit_ids(user).exists():
        raise nothing_here()
