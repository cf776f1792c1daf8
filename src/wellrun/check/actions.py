"""What is kept of the model check: findings since and until, exceptions stated, where a site counts differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.audit.actions import record
from wellrun.check.catalogue import catalogue
from wellrun.check.engine import Found, Verdict
from wellrun.check.facts import ModelFacts
from wellrun.check.lasting import refuse_beyond_cycle
from wellrun.check.models import CheckRun, Finding, RuleSetting, Waiver
from wellrun.check.rule import Rule, registered
from wellrun.check.subjects import unit_of
from wellrun.lib import clock
from wellrun.lib.errors import UserError
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import site_zone
from wellrun.strategy.actions.change import in_history
from wellrun.strategy.closed import refuse_closed
from wellrun.strategy.models import Plan
from wellrun.strategy.permission import Doer, permit_plan


@transaction.atomic
def keep_findings(
    *,
    plan: Plan,
    facts: ModelFacts,
    verdict: Verdict,
    last_change: int,
    last_event: int,
    only: Collection[tuple[str, str]] | None = None,
) -> None:
    """Write down what the check found that was not open yet, and when what was open is no longer found.

    `only`: the (kind, subject) pairs that were checked; the findings of others stay as they are.
    """
    now = clock.now()
    known = {
        (one.rule, one.subject): one
        for one in Finding.objects.filter(plan=plan, resolved_at__isnull=True)
        if only is None or (one.kind, one.subject) in only
    }
    found = {(one.rule, one.subject): one for one in verdict.found}
    Finding.objects.filter(pk__in=[one.pk for name, one in known.items() if name not in found]).update(resolved_at=now)
    units = dict(Unit.objects.values_list("key", "pk"))
    of = {name: units.get(unit_of(facts, one.kind, one.subject, one.units) or "") for name, one in found.items()}
    fresh = [
        Finding(
            plan=plan,
            rule=one.rule,
            kind=one.kind,
            subject=one.subject,
            since=now,
            **_said(one, of[name]),
        )
        for name, one in found.items()
        if name not in known
    ]
    Finding.objects.bulk_create(fresh)
    for name, one in known.items():
        if name in found:
            _say_anew(one, _said(found[name], of[name]))
    far = {"at": now, "last_change": last_change, "last_event": last_event}
    CheckRun.objects.update_or_create(plan=plan, defaults=far | (_of_the_whole(verdict) if only is None else {}))


@transaction.atomic
def state_waiver(*, plan: Plan, rule: str, subject: str, reason: str, post: Post, expires: date, by: Doer) -> Waiver:
    """Set one rule aside for one subject of the plan until a day: a post says so, with a reason.

    Stated again it is renewed. Raises `reason_missing`, `rule_unknown`, `rule_not_waivable`, `plan_closed`,
    `waiver_outside_cycle`.
    """
    permit_plan(by)
    refuse_closed(plan.pk)
    words = catalogue().get(rule)
    if words is None:
        raise UserError("rule_unknown", _("There is no rule “%(rule)s”.") % {"rule": rule}, rule=rule)
    if not words.waivable:
        sentence = _("“%(title)s” cannot be set aside: mend what it finds.") % {"title": words.title}
        raise UserError("rule_not_waivable", sentence, rule=rule)
    if not reason.strip():
        raise UserError("reason_missing", _("An exception needs a reason."))
    refuse_beyond_cycle(plan, expires, clock.today(site_zone()))
    former = Waiver.objects.filter(plan=plan, rule=rule, subject=subject).select_related("post").first()
    waiver, _new = Waiver.objects.update_or_create(
        plan=plan, rule=rule, subject=subject, defaults={"reason": reason.strip(), "post": post, "expires": expires}
    )
    before = _stated(former) if former else {}
    in_history(
        plan=plan,
        verb="state_waiver",
        kind="waiver",
        key=_called(waiver),
        before=before,
        after=_stated(waiver),
        by=by,
    ).save()
    record(
        by=by,
        verb="state_waiver",
        subject=waiver,
        data={"rule": rule, "subject": subject, "post": post.key, "reason": waiver.reason, "expires": expires},
    )
    return waiver


@transaction.atomic
def withdraw_waiver(*, waiver: Waiver, by: Doer) -> None:
    """The rule counts again. Raises `plan_closed`."""
    permit_plan(by)
    refuse_closed(waiver.plan_id)
    name, before = _called(waiver), _stated(waiver)
    in_history(plan=waiver.plan, verb="withdraw_waiver", kind="waiver", key=name, before=before, by=by).save()
    record(by=by, verb="withdraw_waiver", subject=waiver, data={"rule": waiver.rule, "subject": waiver.subject})
    waiver.delete()


@transaction.atomic
def set_rule(*, rule: str, severity: str = "", thresholds: Mapping[str, float], by: Doer) -> RuleSetting | None:
    """Count differently from the rule's default here; with nothing different the default holds again.

    Raises `rule_unknown`, `threshold_unknown`, `threshold_out_of_range`, `severity_unknown`.
    """
    permit_plan(by)
    known = require_setting(rule, severity, thresholds)
    differing = {name: value for name, value in thresholds.items() if value != known.thresholds[name]}
    setting, _new = RuleSetting.objects.update_or_create(
        rule=rule, defaults={"severity": severity, "thresholds": differing}
    )
    record(by=by, verb="set_rule", subject=setting, data={"rule": rule, "severity": severity, "thresholds": differing})
    if not differing and not severity:
        setting.delete()
        return None
    return setting


def require_setting(rule: str, severity: str, thresholds: Mapping[str, float]) -> Rule:
    """The rule, which can be set so. Raises what `set_rule` does."""
    known = registered().get(rule)
    if known is None:
        raise UserError("rule_unknown", _("There is no rule “%(rule)s”.") % {"rule": rule}, rule=rule)
    strange = sorted(set(thresholds) - set(known.thresholds))
    if strange:
        sentence = _("The rule %(rule)s has no threshold “%(name)s”.") % {"rule": rule, "name": strange[0]}
        raise UserError("threshold_unknown", sentence, rule=rule)
    if not all(0 <= value < float("inf") for value in thresholds.values()):
        raise UserError("threshold_out_of_range", _("A threshold is a number from 0 up."), rule=rule)
    if severity not in ("", *Finding.Severity.values):
        raise UserError("severity_unknown", _("A rule is an error, a warning or information."))
    return known


def _say_anew(one: Finding, said: dict[str, Any]) -> None:
    """What is still found may be told otherwise; nothing is written where it is not."""
    if said != {field: getattr(one, field) for field in said}:
        Finding.objects.filter(pk=one.pk).update(**said)


def _of_the_whole(verdict: Verdict) -> dict[str, Any]:
    """What only a look at the whole plan tells."""
    return {"whole_on": clock.today(site_zone()), "clear": verdict.clear, "skipped": _told(verdict)}


def _said(found: Found, unit_id: UUID | None) -> dict[str, Any]:
    """What a finding says of the moment, and whose it is: both may change while it stands."""
    return {"severity": found.severity, "message": found.message, "facts": _values(found), "unit_id": unit_id}


def _called(waiver: Waiver) -> str:
    """How the history of the plan names an exception."""
    return f"{waiver.rule} > {waiver.subject}"


def _stated(waiver: Waiver) -> dict[str, Any]:
    return {"reason": waiver.reason, "post": waiver.post.key, "expires": waiver.expires}


def _values(found: Found) -> dict[str, Any]:
    """The values of its sentence, and the form that mends it, where one does."""
    fix = {"verb": found.fix.verb, "values": dict(found.fix.values)} if found.fix else None
    return {"values": dict(found.values), "fix": fix}


def _told(verdict: Verdict) -> list[tuple[str, str, int]]:
    """What could not be told: rule, why, of how many subjects."""
    counted = Counter((one.rule, one.why) for one in verdict.skipped)
    return [(rule, why, count) for (rule, why), count in counted.items()]
