"""What the model check found about the plan in force: one finding a row, what it means, what may be done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import numpy as np
from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.check.catalogue import catalogue
from wellrun.check.mending import fix_words
from wellrun.check.models import CheckRun, Finding, Waiver
from wellrun.check.queries import findings_for, waivers_in_force
from wellrun.jobs.mending.links import Fixes, FixLink, fix_of
from wellrun.jobs.model_check import changes_since
from wellrun.organisation.queries import subtree_ids
from wellrun.strategy.models import Plan
from wellrun.tables.write import write_columns
from wellrun.web import dates
from wellrun.web.frame import Frame
from wellrun.web.presenters.rule_words import SEVERITIES, TONES, source_of, why_of

A_PAGE = 25
_FOREMOST = Case(
    *(When(severity=severity, then=Value(place)) for place, severity in enumerate(SEVERITIES)),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class FindingRow:
    """One finding. `href`: where its subject is; `fix`, `waive_href`: where it is mended or set aside by who may."""

    rule: str
    title: str
    severity: str
    tone: str
    icon: str
    message: str
    unit: str
    why: str
    source: str
    since: str
    href: str
    set_aside: str
    waive_href: str
    fix: FixLink | None


@dataclass(frozen=True)
class Choice:
    """A severity one may look at alone: how many stand, and how many more are set aside on purpose."""

    key: str
    label: str
    count: int
    set_aside: int
    is_chosen: bool


@dataclass(frozen=True)
class Skipped:
    """A rule that could not be answered."""

    title: str
    why: str
    count: int


@dataclass(frozen=True)
class CheckPage:
    """What the page shows; `said` is the sentence first. `may_set_aside`: the reader chairs the enterprise."""

    plan: Plan
    said: str
    rows: list[FindingRow]
    choices: list[Choice]
    skipped: list[Skipped]
    page: Page[Any]

    @property
    def query(self) -> str:
        """What an address says to mean this plan; nothing for the one in force."""
        return plan_query(self.plan)


def check_page(frame: Frame, plan: Plan, severity: str, words: str, number: int) -> CheckPage:
    """The open findings about the unit and all below it, and at the enterprise those of the plan; eight queries."""
    rows = findings_seen(frame, plan)
    run = CheckRun.objects.filter(plan=plan).first()
    waivers = waivers_in_force(plan, frame.today)
    all_open = list(rows.values_list("severity", "rule", "subject"))
    for word in words.split():
        rows = rows.filter(Q(message__icontains=word) | Q(rule__iexact=word))
    if severity in SEVERITIES:
        rows = rows.filter(severity=severity)
    held = Waiver.objects.filter(
        plan=plan, rule=OuterRef("rule"), subject=OuterRef("subject"), expires__gte=frame.today
    )
    rows = rows.select_related("unit", "plan").annotate(place=_FOREMOST, is_set_aside=Exists(held))
    in_order = rows.order_by("is_set_aside", "place", "rule", "-unit__enterprise", "subject")
    page = Paginator(in_order, A_PAGE).get_page(number)
    may_waive = frame.unit.enterprise and may(frame.user, Permission.CHAIR, frame.unit.pk)
    fixes = Fixes(frame.user, plan, frame.unit, page.object_list)
    return CheckPage(
        plan=plan,
        said=_said(all_open, waivers, run, frame),
        rows=[
            _row(one, waivers.get((one.rule, one.subject)), frame, fixes.of(one), may_waive=may_waive)
            for one in page.object_list
        ],
        choices=_choices(all_open, waivers, severity),
        skipped=_skipped(run) if frame.unit.enterprise else [],
        page=page,
    )


def check_href(plan: Plan, unit: str) -> str:
    """The page of the check of a plan in a unit; the plan in force needs no name."""
    return reverse("check", args=[unit]) + plan_query(plan)


def plan_query(plan: Plan) -> str:
    """What an address of the check says to mean a plan that is not in force."""
    return "" if plan.stage == Plan.Stage.ACTIVE else f"?{urlencode({'plan': plan.key})}"


def findings_seen(frame: Frame, plan: Plan | None) -> QuerySet[Finding]:
    """The open findings that the caller may read here: of units they see at or below this one; of any plan for None."""
    rows = findings_for(frame.user).filter(resolved_at__isnull=True)
    rows = rows if plan is None else rows.filter(plan=plan)
    here = Q(unit__in=subtree_ids(frame.unit.pk))
    return rows.filter(here | Q(unit__isnull=True)) if frame.unit.enterprise else rows.filter(here)


def findings_file(frame: Frame, plan: Plan | None) -> bytes:
    """The same findings as CSV; formulas in texts stay texts."""
    found = list(findings_seen(frame, plan).select_related("unit").order_by("rule", "subject")) if plan else []
    words = [catalogue()[one.rule] for one in found]
    columns: dict[str, list[Any]] = {
        "rule": [one.rule for one in found],
        "severity": [one.severity for one in found],
        "kind": [one.kind for one in found],
        "subject": [one.subject for one in found],
        "unit": [one.unit.key if one.unit else "" for one in found],
        "message": [one.message for one in found],
        "fix": [fix_words(*fix) if (fix := fix_of(one)) else "" for one in found],
        "rationale": [each.rationale for each in words],
        "reference": [each.reference for each in words],
        "since": [one.since.astimezone(frame.zone).isoformat() for one in found],
    }
    out = BytesIO()
    write_columns({name: np.array(values, dtype=object) for name, values in columns.items()}, out, "csv")
    return out.getvalue()


def _row(one: Finding, waiver: Waiver | None, frame: Frame, fix: FixLink | None, *, may_waive: bool) -> FindingRow:
    words = catalogue()[one.rule]
    tone, icon = TONES[one.severity]
    waivable = words.waivable and may_waive
    return FindingRow(
        rule=one.rule,
        title=words.title,
        severity=str(SEVERITIES[one.severity]),
        tone=tone,
        icon=icon,
        message=one.message,
        unit=one.unit.name if one.unit else _("the whole plan"),
        why=why_of(words),
        source=source_of(words),
        since=dates.day_near(one.since.astimezone(frame.zone).date(), frame.today),
        href=_href(one, frame),
        set_aside=_set_aside(waiver, frame.today) if waiver else "",
        waive_href=reverse("waive", args=[frame.unit.key, one.pk]) if waivable else "",
        fix=fix,
    )


def _href(one: Finding, frame: Frame) -> str:
    """Where the subject stands: an objective on its page, figures on their card, an initiative on its own."""
    if one.kind == "objective" and one.unit is not None:
        return reverse("objective", args=[one.plan.key, one.subject])
    if one.kind == "target":
        measure, unit = one.subject.split("/")[:2]
        return reverse("measure", args=[unit, measure])
    if one.kind == "measure":
        return reverse("measure", args=[frame.unit.key, one.subject])
    if one.kind in ("initiative", "forum"):
        return reverse(one.kind, args=[one.subject])
    return ""


def _set_aside(waiver: Waiver, today: date) -> str:
    shown = {"post": waiver.post.title, "day": dates.day_near(waiver.expires, today), "reason": waiver.reason}
    return _("Set aside until %(day)s by %(post)s: %(reason)s") % shown


def _said(
    found: list[tuple[str, str, str]], waivers: dict[tuple[str, str], Waiver], run: CheckRun | None, frame: Frame
) -> str:
    if run is None:
        return _("This plan has not been checked yet. It is checked every night, and whenever it changes.")
    standing = Counter(severity for severity, rule, subject in found if (rule, subject) not in waivers)
    counts = [
        ngettext("%(n)d thing cannot be executed", "%(n)d things cannot be executed", standing["error"]),
        ngettext("%(n)d is worth mending", "%(n)d are worth mending", standing["warn"]),
        ngettext("%(n)d is good to know", "%(n)d are good to know", standing["info"]),
    ]
    told = [text % {"n": standing[key]} for key, text in zip(SEVERITIES, counts, strict=True) if standing[key]]
    moment = dates.moment(run.at.astimezone(frame.zone))
    since = _since(changes_since(run))
    if not told:
        return _("Nothing stands in the way of this plan. Checked %(when)s.") % {"when": moment} + since
    return _("%(counts)s. Checked %(when)s.") % {"counts": "; ".join(told), "when": moment} + since


def _since(changes: int) -> str:
    """That something it reads was changed after it ran."""
    if not changes:
        return ""
    told = ngettext(
        "%(n)d thing changed since; it is checked again within the hour.",
        "%(n)d things changed since; it is checked again within the hour.",
        changes,
    )
    return " " + told % {"n": changes}


def _choices(found: list[tuple[str, str, str]], waivers: dict[tuple[str, str], Waiver], chosen: str) -> list[Choice]:
    every = Counter(severity for severity, _rule, _subject in found)
    aside = Counter(severity for severity, rule, subject in found if (rule, subject) in waivers)
    return [
        Choice(key, str(label), each - aside[key], aside[key], key == chosen)
        for key, label in SEVERITIES.items()
        if (each := every[key])
    ]


def _skipped(run: CheckRun | None) -> list[Skipped]:
    rows = run.skipped if run else []
    return [Skipped(catalogue()[rule].title, why, count) for rule, why, count in rows if rule in catalogue()]
