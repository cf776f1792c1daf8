"""Data and definitions: what each figure means, where it comes from, how old it is, what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.urls import reverse

from wellrun.insight.standing import note_sentence
from wellrun.measures.models import Feed, MeasureVersion, QualityIssue, Receipt, Series
from wellrun.measures.queries import note_of, promise_of, receipts_for
from wellrun.organisation.models import Unit, UnitClosure
from wellrun.web import dates, figures
from wellrun.web.frame import Frame
from wellrun.web.presenters.rows import MeasureRow, current_versions, measure_row

A_PAGE = 25


@dataclass(frozen=True)
class DefinitionRow:
    """One measure as the unit has it. `feed`: complete, open, late or none."""

    row: MeasureRow
    meaning: str
    source: str
    feed: str
    ends: str


def definitions(frame: Frame, query: str, number: int) -> tuple[list[DefinitionRow], Page[Series]]:
    """The measures that have figures in the unit, by name. Five queries."""
    rows = Series.objects.filter(unit=frame.unit, stratum="total", measure__versions__current=True)
    for word in query.split():
        rows = rows.filter(measure__versions__current=True, measure__versions__name__icontains=word)
    ordered = rows.select_related("measure", "state").order_by("measure__versions__name")
    page = Paginator(ordered, A_PAGE).get_page(number)
    shown = list(page.object_list)
    measures = {series.measure_id for series in shown}
    versions = current_versions(measures)
    feeds = _feeds(measures)
    late = _late(frame.unit, measures)
    return [
        _definition(frame, series, versions[series.measure_id], feeds[series.measure_id], series.measure_id in late)
        for series in shown
    ], page


def _feeds(measures: set[UUID]) -> dict[UUID, list[Feed]]:
    feeds: dict[UUID, list[Feed]] = defaultdict(list)
    for feed in Feed.objects.filter(measure__in=measures).select_related("source"):
        feeds[feed.measure_id].append(feed)
    return feeds


def _late(unit: Unit, measures: set[UUID]) -> set[UUID]:
    """The measures whose newest figure is late in the unit."""
    late = QualityIssue.objects.filter(unit=unit, measure__in=measures, kind="late", resolved_at__isnull=True)
    return set(late.values_list("measure_id", flat=True))


def _definition(
    frame: Frame, series: Series, version: MeasureVersion, feeds: list[Feed], is_late: bool
) -> DefinitionRow:
    row = measure_row(frame.unit, version, series, today=frame.today)
    promise = promise_of(version, feeds)
    ends = promise.declared_end if promise is not None else None
    return DefinitionRow(
        row=row,
        meaning=version.definition,
        source=", ".join(dict.fromkeys(feed.source.name for feed in feeds)),
        feed="late" if is_late else _feed(row.period, ends),
        ends=dates.period_short(ends, version.grain) if ends else "",
    )


def _feed(newest: date | None, ends: date | None) -> str:
    """complete: the source has delivered all it declared; open: more is to come; none: nothing came."""
    if newest is None:
        return "none"
    return "complete" if ends is not None and newest >= ends else "open"


@dataclass(frozen=True)
class IssueRow:
    """One thing wrong with the data, in a sentence."""

    sentence: str
    unit: str
    measure: str
    href: str
    period: str


def quality(frame: Frame, number: int) -> tuple[list[IssueRow], Page[QualityIssue]]:
    """Open quality issues of the unit and all below it, the newest period first. Three queries."""
    below = UnitClosure.objects.filter(ancestor_id=frame.unit.pk, descendant__membership=Unit.Membership.MEMBER).values(
        "descendant_id"
    )
    rows = (
        QualityIssue.objects.filter(unit__in=below, resolved_at__isnull=True)
        .select_related("unit", "measure")
        .order_by("-period", "measure__key", "unit__name")
    )
    page = Paginator(rows, A_PAGE).get_page(number)
    issues = list(page.object_list)
    versions = current_versions(issue.measure_id for issue in issues)
    return [_issue(issue, versions[issue.measure_id]) for issue in issues], page


def _issue(issue: QualityIssue, version: MeasureVersion) -> IssueRow:
    return IssueRow(
        sentence=note_sentence(note_of(issue), version.grain),
        unit=issue.unit.name,
        measure=version.name,
        href=reverse("measure", args=[issue.unit.key, issue.measure.key]),
        period=dates.period_short(issue.period, version.grain),
    )


@dataclass(frozen=True)
class ImportRow:
    """What one import brought."""

    file: str
    by: str
    source: str
    new: str
    corrected: str
    known: str
    warnings: int
    received: str


def imports(frame: Frame, number: int) -> tuple[list[ImportRow], Page[Receipt]]:
    """The imports that the caller may see, the newest first. Three queries."""
    page = Paginator(receipts_for(frame.user), A_PAGE).get_page(number)
    return [_import(receipt, frame) for receipt in page.object_list], page


def _import(receipt: Receipt, frame: Frame) -> ImportRow:
    return ImportRow(
        file=receipt.file_name,
        by=receipt.received_by,
        source=receipt.source.name,
        new=figures.number(receipt.rows_new),
        corrected=figures.number(receipt.rows_corrected),
        known=figures.number(receipt.rows_unchanged),
        warnings=receipt.warnings,
        received=dates.moment(receipt.received_at.astimezone(frame.zone)),
    )
