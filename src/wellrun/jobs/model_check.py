"""The model check of a running site: of the whole plan every night, of what a change touches on save."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.db.models import Max

from wellrun.check.actions import keep_findings
from wellrun.check.closing import let_go_of_closed_plans
from wellrun.check.engine import Setting, Verdict, check
from wellrun.check.facts import ModelFacts
from wellrun.check.from_file import facts_of
from wellrun.check.live import with_site
from wellrun.check.models import CheckRun, Finding, RuleSetting
from wellrun.check.touched import Subject
from wellrun.jobs.carrying_on import with_work_going_on
from wellrun.jobs.change_check import ChangeCheck
from wellrun.jobs.happenings import events_since, happened_since, newest_event
from wellrun.jobs.plan_code.export import document_as_it_stands
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone
from wellrun.strategy.models import Plan, PlanChange

# Kinds of changes whose subject begins with the key of the objective they belong to.
_OF_AN_OBJECTIVE = frozenset(
    {"objective", "role", "contributor", "parent", "arrow", "driver", "quarter", "key result", "catchball"}
)
_PARTS = {"role": "measure", "parent": "objective"}
# What a change held before: whoever lost something is asked again as well.
_NAMED = {"owner": "post", "sponsor": "post", "post": "post", "domain": "domain", "measure": "measure"}
_NAMED |= dict.fromkeys(("lead", "lag", "push", "guard"), "measure")
# An exception sets aside what is found, and is no part of what is looked at.
_OF_EXCEPTIONS = frozenset({"state_waiver", "withdraw_waiver"})
_BY_THEMSELVES = frozenset({"target", "link", "forum", "initiative", "measure", "post", "obligation"})


@dataclass(frozen=True)
class SiteCheck:
    """One look at a plan as it stands on its site."""

    plan: Plan

    @cached_property
    def facts(self) -> ModelFacts:
        """The plan as its file would say it, completed by what the site knows and what will go on in a draft."""
        today = clock.today(site_zone())
        document = with_work_going_on(document_as_it_stands(self.plan, as_of=today), self.plan)
        return with_site(facts_of(document, today), self.plan)

    @cached_property
    def settings(self) -> dict[str, Setting]:
        """Where the site counts differently."""
        return {row.rule: Setting(row.severity, row.thresholds) for row in RuleSetting.objects.all()}

    def verdict(self, only: frozenset[Subject] | None = None) -> Verdict:
        """What the check says of all, or of those subjects."""
        return check(self.facts, self.settings, only=only)


@transaction.atomic
def check_plan(plan: Plan) -> Verdict:
    """Check all of a plan and keep what is found."""
    last, event = _newest_change(plan), newest_event()
    looked_at = SiteCheck(plan)
    verdict = looked_at.verdict()
    keep_findings(plan=plan, facts=looked_at.facts, verdict=verdict, last_change=last, last_event=event)
    return verdict


@transaction.atomic
def check_changes(plan: Plan) -> Verdict | None:
    """Check what was changed in the plan, or happened beside it, since the last look; None where nothing was."""
    run = CheckRun.objects.select_for_update().filter(plan=plan).first()
    last, event = _newest_change(plan), newest_event()
    if run is None:
        return check_plan(plan)
    changed = _subjects(PlanChange.objects.filter(plan=plan, id__gt=run.last_change))
    happened = happened_since(run.last_event)
    if changed is None or happened is None:
        return check_plan(plan)
    if not changed and not happened:
        return None
    touched = changed | happened
    look = ChangeCheck(plan, touched | _texts_found(plan, touched))
    facts, verdict = look.facts, look.verdict
    keep_findings(plan=plan, facts=facts, verdict=verdict, last_change=last, last_event=event, only=look.only)
    return verdict


def check_since() -> int:
    """Check of the plans that are drafted, consulted on or in force what changed since the last look; how many."""
    return sum(check_changes(plan) is not None for plan in Plan.objects.exclude(stage=Plan.Stage.CLOSED))


def changes_since(run: CheckRun) -> int:
    """How many changes of the plan, and happenings beside it, were not looked at yet. Two queries."""
    told = PlanChange.objects.filter(plan=run.plan_id, id__gt=run.last_change).count()
    return told + events_since(run.last_event).count()


def check_nightly() -> int:
    """Check the plans that are drafted, consulted on or in force and were not checked whole today; how many.

    What was found of a plan that was closed since is let go.
    """
    let_go_of_closed_plans()
    today = clock.today(site_zone())
    plans = Plan.objects.exclude(stage=Plan.Stage.CLOSED).select_related("check_run")
    due = [plan for plan in plans if not hasattr(plan, "check_run") or plan.check_run.whole_on != today]
    for plan in due:
        check_plan(plan)
    return len(due)


def _subjects(changes: Iterable[PlanChange]) -> frozenset[Subject] | None:
    """What the check calls the subjects of changes, and what they let go of; None where all may be different.

    A retired objective leaves nothing behind that says what it touched.
    """
    found = set()
    for change in changes:
        if change.verb == "retire_objective":
            return None
        if change.verb in _OF_EXCEPTIONS:
            continue
        if change.kind in _OF_AN_OBJECTIVE:
            objective, _, part = change.subject.partition(" > ")
            found.add(("objective", objective))
            if part and change.kind in _PARTS:
                found.add((_PARTS[change.kind], part))
        elif change.kind in _BY_THEMSELVES:
            found.add((change.kind, change.subject))
        else:
            return None
        found |= {(_NAMED[name], key) for name, key in change.before.items() if name in _NAMED and key}
    return frozenset(found)


def _texts_found(plan: Plan, changed: frozenset[Subject]) -> frozenset[Subject]:
    """The texts inside what was changed in which something was found: one that was emptied is in no fact any more."""
    inside = tuple(f"{kind} {key}, " for kind, key in changed)
    found = Finding.objects.filter(plan=plan, kind="note", resolved_at__isnull=True).values_list("subject", flat=True)
    return frozenset(("note", subject) for subject in found if subject.startswith(inside))


def _newest_change(plan: Plan) -> int:
    return PlanChange.objects.filter(plan=plan).aggregate(newest=Max("id"))["newest"] or 0
