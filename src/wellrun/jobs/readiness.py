"""What is asked of a plan before it comes into force, and what of it is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.check.catalogue import catalogue
from wellrun.check.engine import Found
from wellrun.check.facts import ModelFacts, WaiverFacts
from wellrun.check.from_file import facts_of
from wellrun.check.live import with_site
from wellrun.check.models import Finding, Waiver
from wellrun.check.queries import waivers_in_force
from wellrun.check.rule import Fix
from wellrun.jobs.carrying_on import with_work_going_on
from wellrun.jobs.model_check import SiteCheck
from wellrun.jobs.plan_code.export import document_as_it_stands
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone
from wellrun.strategy.models import Objective, Plan

RULES_OF: Final = {
    "ranking": ("PLN-01",),
    "rulings": ("PLN-02",),
    "stop_list": ("FOC-06",),
    "hours": ("PLN-03", "PLN-04"),
    "agreed": ("PLN-05",),
}
"""What is asked besides the errors of the check, whatever severity a site gives these rules."""

# How work goes is no part of the plan: it is told, and holds no plan up.
_WORK_IN_HAND = frozenset({"action", "escalation", "item", "note", "cell"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked. `missing`: what stands in the way; `waived`: what was set aside on purpose."""

    code: str  # one of RULES_OF, or `errors`
    missing: tuple[Found, ...] = ()
    waived: tuple[Found, ...] = ()
    has_nothing: bool = False  # there is not one enterprise objective that could be put first
    is_idle: bool = False  # there is not one objective that it could be asked of

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is wanting."""
        return not self.missing and not self.has_nothing


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far a plan is from coming into force today. `beside`: errors about work in hand, which hold nothing up.

    `found`: all that the check found, the gravest first.
    """

    plan: Plan
    asked: tuple[Asked, ...]
    beside: tuple[Found, ...] = ()
    found: tuple[Found, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether everything that is asked is there."""
        return all(one.is_done for one in self.asked)

    @property
    def missing(self) -> tuple[Asked, ...]:
        """What is not there yet."""
        return tuple(one for one in self.asked if not one.is_done)


class AsInForce(SiteCheck):
    """A plan as it would stand if it came into force today, with the work of the plan before that goes on in it."""

    @cached_property
    def facts(self) -> ModelFacts:
        """As its file would say it then, completed by what the site knows."""
        today = clock.today(site_zone())
        document = with_work_going_on(document_as_it_stands(self.plan, as_of=today), self.plan)
        activated = self.plan.activated_on or today
        spec = replace(document.plan, stage=Plan.Stage.ACTIVE.value, activated=activated)
        return with_site(facts_of(replace(document, plan=spec), today), self.plan)


def readiness(plan: Plan) -> Readiness:
    """What is asked of the plan today: the whole check is run, and nothing is kept. A constant number of queries."""
    return _sorted_out(plan, AsInForce(plan).verdict().found)


def readiness_on_record(plan: Plan, today: date) -> Readiness:
    """The same by what the check last found of the plan as it stands; three queries."""
    waivers = waivers_in_force(plan, today)
    rows = Finding.objects.filter(plan=plan, resolved_at__isnull=True).order_by("rule", "subject")
    known = catalogue()
    return _sorted_out(plan, (_found(one, waivers.get((one.rule, one.subject))) for one in rows if one.rule in known))


def said_missing(asked: Asked) -> str:
    """What is wanting of one thing, in words that go on in a sentence."""
    if asked.has_nothing:
        return _("there is no enterprise objective to put first")
    count = len(asked.missing)
    shown = {"n": count, "first": asked.missing[0].message if count else ""}
    texts = {
        "ranking": _("the enterprise objectives are in no strict order"),
        "rulings": ngettext(
            "%(n)d conflict of objectives has no ruling", "%(n)d conflicts of objectives have no ruling", count
        ),
        "stop_list": _("nothing is stopped, and nobody says that this is on purpose"),
        "hours": ngettext("hours are not settled in %(n)d place", "hours are not settled in %(n)d places", count),
        "agreed": _("not everything that was offered below is agreed"),
        "errors": ngettext(
            "an error of the check stands: %(first)s",
            "%(n)d errors of the check stand, the first of them: %(first)s",
            count,
        ),
    }
    return texts[asked.code] % shown


def _sorted_out(plan: Plan, found: Iterable[Found]) -> Readiness:
    """What a check found of a plan, by what is asked."""
    by_code: dict[str, list[Found]] = {code: [] for code in (*RULES_OF, "errors")}
    beside = []
    everything = sorted(found, key=lambda one: Finding.Severity.values.index(one.severity))
    for one in everything:
        code = next((code for code, rules in RULES_OF.items() if one.rule in rules), "")
        if code or (one.severity == Finding.Severity.ERROR and one.kind not in _WORK_IN_HAND):
            by_code[code or "errors"].append(one)
        elif one.stands:
            beside.append(one)
    asked = [_asked(code, ones) for code, ones in by_code.items()]
    pursued = Objective.objects.filter(plan=plan, retired_on__isnull=True)
    levels = set(pursued.order_by().values_list("level", flat=True).distinct())
    asked[0] = replace(asked[0], has_nothing=Objective.Level.ENTERPRISE not in levels)
    if not levels:
        asked = [replace(one, is_idle=one.is_done and one.code in RULES_OF) for one in asked]
    return Readiness(plan, tuple(asked), tuple(beside), tuple(everything))


def _asked(code: str, found: list[Found]) -> Asked:
    missing = tuple(one for one in found if one.waiver is None)
    return Asked(code, missing, tuple(one for one in found if one.waiver is not None))


def _found(one: Finding, waiver: Waiver | None) -> Found:
    """A finding that was kept, as the check said it."""
    words, fix = catalogue()[one.rule], one.facts.get("fix")
    held = waiver if words.waivable else None
    return Found(
        rule=one.rule,
        severity=one.severity,
        kind=one.kind,
        subject=one.subject,
        message=one.message,
        values=one.facts.get("values", {}),
        fix=Fix(fix["verb"], fix["values"]) if fix else None,
        words=words,
        waiver=WaiverFacts(held.rule, held.subject, held.reason, held.post.key, held.expires) if held else None,
    )
