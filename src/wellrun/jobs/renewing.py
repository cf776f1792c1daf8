"""Exceptions of the plan before: which of them this plan needs as well, and stating those again that still hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Subquery, Value, When
from django.utils.translation import gettext as _

from wellrun.check.actions import state_waiver
from wellrun.check.catalogue import RuleWords, catalogue
from wellrun.check.models import Finding, Waiver
from wellrun.check.queries import waivers_in_force
from wellrun.check.rule import registered
from wellrun.lib import clock
from wellrun.lib.errors import UserError
from wellrun.organisation.queries import site_zone
from wellrun.strategy.models import Plan
from wellrun.strategy.permission import Doer, permit_plan

Name = tuple[str, str]
"""Rule and subject, which name a finding and its exception within a plan."""


@dataclass(frozen=True, slots=True)
class Renewable:
    """A finding that the plan before had set aside. `then`: how it was; `expires`: the day it may hold until now."""

    rule: str
    subject: str
    message: str
    words: RuleWords
    then: Waiver
    expires: date

    @property
    def is_post_gone(self) -> bool:
        """Whether the post that said so is no more: another one has to say it anew."""
        return self.then.post.retired_on is not None


@dataclass(frozen=True, slots=True)
class Renewal:
    """What is stated again. Without a reason or a day those of then hold, the day moved into the new cycle."""

    rule: str
    subject: str
    reason: str = ""
    expires: date | None = None


def plan_before(plan: Plan) -> Plan | None:
    """The plan this one was cloned from, else the last one that began before it and bound somebody."""
    if plan.cloned_from is not None:
        return plan.cloned_from
    bound = Plan.objects.filter(stage__in=(Plan.Stage.ACTIVE, Plan.Stage.CLOSED), starts__lt=plan.starts)
    return bound.exclude(pk=plan.pk).order_by("-starts").first()


def renewable(plan: Plan, found: Iterable[tuple[str, str, str]]) -> list[Renewable]:
    """Those of what was found (rule, subject, words) that the plan before had set aside and this one has not yet.

    In the order they were found. Three queries.
    """
    former = plan_before(plan)
    if former is None or plan.stage == Plan.Stage.CLOSED:
        return []
    today = clock.today(site_zone())
    then, held = _of_then(former, plan), waivers_in_force(plan, today)
    return [
        Renewable(rule, subject, message, catalogue()[rule], waiver, day_now(waiver.expires, former, plan, today))
        for rule, subject, message in found
        if (waiver := then.get((rule, subject))) is not None and (rule, subject) not in held
    ]


def renewable_on_record(plan: Plan, today: date) -> list[Renewable]:
    """The same by what the check last found of the plan, errors first; one query with the plan before at hand."""
    former = plan_before(plan)
    if former is None or plan.stage == Plan.Stage.CLOSED:
        return []
    whole = [one.id for one in registered().values() if one.kind == "plan"]
    about = Case(When(subject=former.key, rule__in=whole, then=Value(plan.key)), default=F("subject"))
    same = {"plan": plan, "rule": OuterRef("rule"), "subject": OuterRef("about")}
    found = Finding.objects.filter(**same, resolved_at__isnull=True)
    rows = Waiver.objects.filter(plan=former).select_related("post").annotate(about=about)
    rows = rows.annotate(message=Subquery(found.values("message")[:1]), grave=Subquery(found.values("severity")[:1]))
    rows = rows.filter(message__isnull=False).exclude(Exists(Waiver.objects.filter(**same, expires__gte=today)))
    gravest, known = Finding.Severity.values, catalogue()
    return [
        Renewable(one.rule, one.about, one.message, known[one.rule], one, day_now(one.expires, former, plan, today))
        for one in sorted(rows, key=lambda one: (gravest.index(one.grave), one.rule, one.about))
        if one.rule in known and known[one.rule].waivable
    ]


@transaction.atomic
def renew_waivers(*, plan: Plan, renewals: Sequence[Renewal], by: Doer) -> list[Waiver]:
    """State exceptions of the plan before again for this one: all of those given, or none.

    Raises `nothing_to_renew`, `no_waiver_before`, `waiver_outside_cycle`, `waiver_post_retired`, and what
    `state_waiver` does.
    """
    permit_plan(by)
    former = plan_before(plan)
    if not renewals or former is None:
        raise UserError("nothing_to_renew", _("Say which exceptions still hold."))
    then, today = _of_then(former, plan), clock.today(site_zone())
    return [_renewed(plan, former, then, one, today, by) for one in renewals]


def day_now(then: date, former: Plan, plan: Plan, today: date) -> date:
    """Until when an exception of then may hold now: as long before the end of the cycle as it did, else its end."""
    moved = date.fromordinal(then.toordinal() + (plan.ends - former.ends).days)
    return moved if today <= moved <= plan.ends else plan.ends


def _renewed(plan: Plan, former: Plan, then: dict[Name, Waiver], one: Renewal, today: date, by: Doer) -> Waiver:
    waiver = then.get((one.rule, one.subject))
    if waiver is None:
        shown = {"plan": former.name, "rule": one.rule, "subject": one.subject}
        sentence = _("“%(plan)s” had no exception from %(rule)s for “%(subject)s”.") % shown
        raise UserError("no_waiver_before", sentence, rule=one.rule, subject=one.subject)
    if waiver.post.retired_on is not None:
        sentence = _("The post “%(post)s” no longer exists: another one has to set it aside anew.")
        raise UserError("waiver_post_retired", sentence % {"post": waiver.post.title}, post=waiver.post.key)
    expires = one.expires or day_now(waiver.expires, former, plan, today)
    if not today <= expires <= plan.ends:
        shown_days = {"first": f"{today:%Y-%m-%d}", "last": f"{plan.ends:%Y-%m-%d}"}
        sentence = _("An exception ends with its plan: choose a day from %(first)s to %(last)s.")
        raise UserError("waiver_outside_cycle", sentence % shown_days, rule=one.rule, subject=one.subject)
    reason = one.reason.strip() or waiver.reason
    return state_waiver(
        plan=plan, rule=one.rule, subject=one.subject, reason=reason, post=waiver.post, expires=expires, by=by
    )


def _of_then(former: Plan, plan: Plan) -> dict[Name, Waiver]:
    """The exceptions of the plan before, by what they would be about in this one; one query."""
    rules, rows = registered(), Waiver.objects.filter(plan=former).select_related("post")
    found = {}
    for waiver in rows:
        rule = rules.get(waiver.rule)
        if rule is not None and catalogue()[waiver.rule].waivable:
            is_about_plan = rule.kind == "plan" and waiver.subject == former.key
            found[waiver.rule, plan.key if is_about_plan else waiver.subject] = waiver
    return found
