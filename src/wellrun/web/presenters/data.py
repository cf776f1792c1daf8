"""Data and definitions: what each figure means, where it comes from, how old it is, what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min
from django.utils.translation import ngettext

from wellrun.analytics.calendar import Grain
from wellrun.insight.standing import note_sentence
from wellrun.measures.models import Feed, MeasureVersion, Observation, QualityIssue, Series
from wellrun.measures.queries import DataNote, NeverReported, never_reported, promise_of
from wellrun.measures.queries.notes import gaps_between, periods_between
from wellrun.measures.shown import number
from wellrun.organisation.models import Unit
from wellrun.web import dates
from wellrun.web.frame import Frame
from wellrun.web.presenters.measure_data import attributions
from wellrun.web.presenters.rows import MeasureRow, current_versions, measure_row

A_PAGE = 25


@dataclass(frozen=True)
class DefinitionRow:
    """One measure as the unit has it.

    `feed`: complete, open, late or none; `span`: its first period, `gaps`: what is missing since.
    """

    row: MeasureRow
    meaning: str
    source: str
    attribution: list[str]
    feed: str
    ends: str
    span: str
    gaps: str


def definitions(frame: Frame, query: str, number: int) -> tuple[list[DefinitionRow], Page[Series]]:
    """The measures that have figures in the unit, by name. Eight queries."""
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
    gaps = _gaps(shown, versions, frame.site.week_start)
    never = never_reported(frame.unit.pk, versions.values(), frame.today)
    return [
        _definition(
            frame,
            series,
            versions[series.measure_id],
            feeds[series.measure_id],
            is_late=series.measure_id in late,
            gaps=gaps.get(series.pk, []),
            never=never.get(series.measure_id, ()),
        )
        for series in shown
    ], page


def _gaps(
    shown: Sequence[Series], versions: Mapping[UUID, MeasureVersion], week_start: int
) -> dict[int, list[DataNote]]:
    """The gaps between the figures of each series that has any. Two queries; only series with a gap are read."""
    rows = Observation.objects.filter(series__in=shown, value__isnull=False).order_by()
    grain = {series.pk: Grain(versions[series.measure_id].grain) for series in shown}
    spans = rows.values_list("series_id").annotate(first=Min("period"), last=Max("period"), count=Count("period"))
    holed = [
        pk
        for pk, first, last, count in spans
        if grain[pk] is not Grain.EVENT and periods_between(first, last, grain[pk], week_start) > count
    ]
    periods: dict[int, list[date]] = defaultdict(list)
    for pk, period in rows.filter(series__in=holed).order_by("series_id", "period").values_list("series_id", "period"):
        periods[pk].append(period)
    return {pk: gaps_between(days, grain[pk], week_start) for pk, days in periods.items()}


def _gaps_told(gaps: Sequence[DataNote], grain: str) -> str:
    """The longest gap, and how many figures are missing beside it."""
    if not gaps:
        return ""
    longest = max(gaps, key=lambda gap: gap.count)
    others = sum(gap.count for gap in gaps) - longest.count
    more = (
        ngettext("%(n)s more is missing.", "%(n)s more are missing.", others) % {"n": number(others)} if others else ""
    )
    return " ".join(filter(None, (note_sentence(longest, grain), more)))


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
    frame: Frame,
    series: Series,
    version: MeasureVersion,
    feeds: list[Feed],
    *,
    is_late: bool,
    gaps: Sequence[DataNote],
    never: tuple[NeverReported, ...],
) -> DefinitionRow:
    row = measure_row(frame.unit, version, series, today=frame.today, never=never)
    promise = promise_of(version, feeds)
    ends = promise.declared_end if promise is not None else None
    return DefinitionRow(
        row=row,
        meaning=version.definition,
        source=", ".join(dict.fromkeys(feed.source.name for feed in feeds)),
        attribution=attributions(feeds),
        feed="late" if is_late else _feed(row.period, ends),
        ends=dates.period_short(ends, version.grain) if ends else "",
        span=dates.period(row.state.first_period, version.grain) if row.state and row.state.first_period else "",
        gaps=_gaps_told(gaps, version.grain),
    )


def _feed(newest: date | None, ends: date | None) -> str:
    """complete: the source has delivered all it declared; open: more is to come; none: nothing came."""
    if newest is None:
        return "none"
    return "complete" if ends is not None and newest >= ends else "open"
