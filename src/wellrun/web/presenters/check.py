"""What the model check found about the plan in force: one finding a row, what it means, what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from django.core.paginator import Page, Paginator
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    Q,
    QuerySet,
)

from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.check.catalogue import catalogue
from wellrun.check.mending import fix_words
from wellrun.check.models import CheckRun, Finding
from wellrun.check.queries import about_units, findings_for, its_waivers, waivers_in_force
from wellrun.jobs.mending.links import Fixes, fix_of
from wellrun.organisation.queries import subtree_ids
from wellrun.strategy.models import Plan
from wellrun.tables.write import write_columns
from wellrun.web.frame import Frame
from wellrun.web.presenters.check_address import plan_query
from wellrun.web.presenters.check_folds import Open, folds_of
from wellrun.web.presenters.check_rows import FindingRow, FoldRow, finding_row, foremost, line_of
from wellrun.web.presenters.check_said import Choice, Skipped, choices_of, said_of, skipped_of
from wellrun.web.presenters.rule_words import SEVERITIES
from wellrun.web.way_back import fix_with_way_back

A_PAGE = 25


@dataclass(frozen=True)
class CheckPage:
    """What the page shows; `said` is the sentence first. Like findings are one row, unless words are looked for."""

    plan: Plan
    said: str
    rows: list[FindingRow | FoldRow]
    choices: list[Choice]
    skipped: list[Skipped]
    page: Page[Any]

    @property
    def query(self) -> str:
        """What an address says to mean this plan; nothing for the one in force."""
        return plan_query(self.plan)


def check_page(frame: Frame, plan: Plan, severity: str, words: str, number: int, *, here: str) -> CheckPage:
    """The open findings about the unit and all below it, and at the enterprise those of the plan; eight queries.

    `here`: the address of the page, to which one comes back from the forms.
    """
    rows = findings_seen(frame, plan)
    run = CheckRun.objects.filter(plan=plan).first()
    waivers = waivers_in_force(plan, frame.today)
    named = rows.values_list("severity", "rule", "subject", "pk", "since", "unit__enterprise")
    known = [Open(*one) for one in named]
    all_open = [(one.severity, one.rule, one.subject) for one in known]
    for word in words.split():
        rows = rows.filter(Q(message__icontains=word) | Q(rule__iexact=word))
    if severity in SEVERITIES:
        rows = rows.filter(severity=severity)
    is_here = ExpressionWrapper(Q(unit__in=subtree_ids(frame.unit.pk)), output_field=BooleanField())
    rows = rows.select_related("unit", "plan")
    rows = rows.annotate(place=foremost(), is_set_aside=Exists(its_waivers(frame.today)), is_here=is_here)
    in_order = rows.order_by("is_set_aside", "place", "rule", "-unit__enterprise", "subject")
    chosen = (one for one in known if severity not in SEVERITIES or one.severity == severity)
    every: Any = in_order if words.split() else folds_of(chosen, waivers)
    page = Paginator(every, A_PAGE).get_page(number)
    may_waive = frame.unit.enterprise and may(frame.user, Permission.CHAIR, frame.unit.pk)
    read = page.object_list
    if not words.split():
        read = in_order.filter(pk__in=[pk for fold in page.object_list for pk in fold.shown])
    fixes = Fixes(frame.user, plan, frame.unit, read)
    lines = {
        one.pk: finding_row(
            one,
            waivers.get((one.rule, one.subject)),
            frame,
            fix_with_way_back(fixes.of(one), here),
            may_waive=may_waive,
        )
        for one in read
    }
    return CheckPage(
        plan=plan,
        said=said_of(all_open, waivers, run, frame),
        rows=[*lines.values()] if words.split() else [line_of(one, lines, frame, plan) for one in page.object_list],
        choices=choices_of(all_open, waivers, severity),
        skipped=skipped_of(run) if frame.unit.enterprise else [],
        page=page,
    )


def findings_seen(frame: Frame, plan: Plan | None) -> QuerySet[Finding]:
    """The open findings that the caller may read here: of units they see at or below this one; of any plan for None."""
    rows = findings_for(frame.user).filter(resolved_at__isnull=True)
    rows = rows if plan is None else rows.filter(plan=plan)
    here = about_units(subtree_ids(frame.unit.pk))
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
