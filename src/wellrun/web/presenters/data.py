"""Data and definitions: what each figure means, where it comes from, how old it is, what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.measures.models import Feed, MeasureVersion, QualityIssue, Receipt, Series
from wellrun.organisation.models import Unit, UnitClosure
from wellrun.web import dates, figures
from wellrun.web.presenters.rows import figure_format, state_of

A_PAGE = 25


@dataclass(frozen=True)
class DefinitionRow:
    """One measure as the unit has it."""

    name: str
    href: str
    meaning: str
    grain: str
    value: str
    period: str
    coverage: str
    source: str
    ends: str
    status: str


def definitions(unit: Unit, query: str, number: int) -> tuple[list[DefinitionRow], Page[Series]]:
    """The measures that have figures in the unit, by name. Four queries."""
    rows = (
        Series.objects.filter(unit=unit, stratum="total", measure__versions__current=True)
        .select_related("measure", "state")
        .order_by("measure__versions__name")
    )
    for word in query.split():
        rows = rows.filter(measure__versions__current=True, measure__versions__name__icontains=word)
    page = Paginator(rows, A_PAGE).get_page(number)
    shown = list(page.object_list)
    measures = {series.measure_id for series in shown}
    versions = {row.measure_id: row for row in MeasureVersion.objects.filter(measure__in=measures, current=True)}
    feeds: dict[UUID, list[Feed]] = defaultdict(list)
    for feed in Feed.objects.filter(measure__in=measures).select_related("source"):
        feeds[feed.measure_id].append(feed)
    late = set(
        QualityIssue.objects.filter(unit=unit, measure__in=measures, kind="late", resolved_at__isnull=True).values_list(
            "measure_id", flat=True
        )
    )
    return [
        _row(unit, series, versions[series.measure_id], feeds[series.measure_id], series.measure_id in late)
        for series in shown
    ], page


def _row(unit: Unit, series: Series, version: MeasureVersion, feeds: list[Feed], is_late: bool) -> DefinitionRow:
    state = state_of(series)
    ends = [feed.declared_end for feed in feeds]
    last = max((end for end in ends if end is not None), default=None) if feeds and None not in ends else None
    return DefinitionRow(
        name=version.name,
        href=reverse("measure", args=[unit.key, series.measure.key]),
        meaning=version.definition,
        grain=version.grain,
        value=figures.figure(state.value if state else None, figure_format(version)),
        period=dates.period_short(state.last_period, version.grain) if state and state.last_period else "",
        coverage=figures.coverage(state.reporting, state.expected) if state else "",
        source=", ".join(feed.source.name for feed in feeds),
        ends=dates.period_short(last, version.grain) if last else "",
        status="late" if is_late else _status(state.last_period if state else None, last),
    )


def _status(newest: date | None, ends: date | None) -> str:
    """complete: the source has delivered all it declared; open: more is to come; none: nothing came."""
    if newest is None:
        return "none"
    return "complete" if ends is not None and newest >= ends else "open"


@dataclass(frozen=True)
class IssueRow:
    """One thing wrong with the data, in a sentence."""

    kind: str
    sentence: str
    unit: str
    measure: str
    href: str
    period: str


def quality(unit: Unit, number: int) -> tuple[list[IssueRow], Page[QualityIssue]]:
    """Open quality issues of the unit and all below it, newest period first. Three queries."""
    below = UnitClosure.objects.filter(ancestor_id=unit.pk, descendant__membership="member").values("descendant_id")
    rows = (
        QualityIssue.objects.filter(unit__in=below, resolved_at__isnull=True)
        .select_related("unit", "measure")
        .order_by("-period", "measure__key", "unit__name")
    )
    page = Paginator(rows, A_PAGE).get_page(number)
    issues = list(page.object_list)
    versions = {
        row.measure_id: row
        for row in MeasureVersion.objects.filter(measure__in={issue.measure_id for issue in issues}, current=True)
    }
    return [_issue(issue, versions[issue.measure_id]) for issue in issues], page


def _issue(issue: QualityIssue, version: MeasureVersion) -> IssueRow:
    return IssueRow(
        kind=issue.kind,
        sentence=issue_sentence(issue, version),
        unit=issue.unit.name,
        measure=version.name,
        href=reverse("measure", args=[issue.unit.key, issue.measure.key]),
        period=dates.period_short(issue.period, version.grain),
    )


def issue_sentence(issue: QualityIssue, version: MeasureVersion) -> str:
    """What is wrong, from the stored facts."""
    period = dates.period(issue.period, version.grain)
    sentences = {
        "above_denominator": _("The numerator of %(period)s is above its denominator."),
        "disagrees": _("The figure of %(period)s is not its numerator over its denominator."),
        "late": _("The figure of %(period)s is late."),
        "gap": _("Figures are missing from %(period)s on."),
        "jump": _("The size of the activity jumped in %(period)s without a change of the organisation."),
        "ended": _("The source ended after %(period)s."),
    }
    return sentences.get(issue.kind, "%(period)s") % {"period": period}


def receipts(number: int) -> Page[Receipt]:
    """Imports, newest first. Two queries."""
    rows: QuerySet[Receipt] = Receipt.objects.select_related("source").order_by("-received_at")
    return Paginator(rows, A_PAGE).get_page(number)
