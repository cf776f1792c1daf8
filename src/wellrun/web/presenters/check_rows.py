"""A finding as a row: what it means, where its subject stands, what may be done; and like ones as a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wellrun.check.catalogue import catalogue
from wellrun.check.models import Finding, Waiver
from wellrun.jobs.mending.links import FixLink
from wellrun.strategy.models import Plan
from wellrun.web import dates
from wellrun.web.frame import Frame
from wellrun.web.presenters.check_address import plan_query
from wellrun.web.presenters.check_folds import Fold
from wellrun.web.presenters.rule_words import SEVERITIES, TONES, source_of, why_of
from wellrun.web.presenters.without_form import Instead, instead_of_a_form


@dataclass(frozen=True)
class FindingRow:
    """One finding. `href`: where its subject is; `fix`, `waive_href`: where it is mended or set aside by who may.

    `instead`: of one that no form mends why not, and where it is dealt with.
    """

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
    instead: Instead | None


@dataclass(frozen=True)
class FoldRow:
    """Several findings of one rule as a line; `rows` are the first of them, `all_href` leads to every one."""

    title: str
    rule: str
    why: str
    source: str
    said: str
    severity: str
    tone: str
    icon: str
    is_set_aside: bool
    since: str
    rows: list[FindingRow]
    all_href: str


def foremost() -> Case:
    """Errors before warnings before notes."""
    severities = enumerate(SEVERITIES)
    return Case(
        *(When(severity=severity, then=Value(place)) for place, severity in severities), output_field=IntegerField()
    )


def finding_row(
    one: Finding, waiver: Waiver | None, frame: Frame, fix: FixLink | None, *, may_waive: bool
) -> FindingRow:
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
        unit=_unit_words(one, frame),
        why=why_of(words),
        source=source_of(words),
        since=dates.day_near(one.since.astimezone(frame.zone).date(), frame.today),
        href=subject_href(one, frame),
        set_aside=_set_aside(waiver, frame.today) if waiver else "",
        waive_href=reverse("waive", args=[frame.unit.key, one.pk]) if waivable else "",
        fix=fix,
        instead=instead_of_a_form(one, frame.unit.key),
    )


def line_of(fold: Fold, lines: Mapping[UUID, FindingRow], frame: Frame, plan: Plan) -> FindingRow | FoldRow:
    """A finding that stands alone, or those of one rule with the first of them."""
    rows = [lines[pk] for pk in fold.shown if pk in lines]
    if not fold.is_folded:
        return rows[0]
    words, (tone, icon) = catalogue()[fold.rule], TONES[fold.severity]
    query = {"q": fold.rule, "severity": fold.severity, **({"plan": plan.key} if plan_query(plan) else {})}
    said = _("%(n)d findings") % {"n": fold.count}
    return FoldRow(
        title=words.title,
        rule=fold.rule,
        why=why_of(words),
        source=source_of(words),
        said=said,
        severity=str(SEVERITIES[fold.severity]),
        tone=tone,
        icon=icon,
        is_set_aside=fold.is_set_aside,
        since=dates.day_near(fold.since.astimezone(frame.zone).date(), frame.today),
        rows=rows,
        all_href=f"{reverse('check', args=[frame.unit.key])}?{urlencode(query)}" if fold.count > len(rows) else "",
    )


def _unit_words(one: Any, frame: Frame) -> str:
    """Whose it is: a measure of several units is of this one and of others."""
    if one.unit is None:
        return _("the whole plan")
    return str(one.unit.name) if one.is_here else _("%(unit)s and others") % {"unit": frame.unit.name}


def subject_href(one: Finding, frame: Frame) -> str:
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
