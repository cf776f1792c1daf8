"""Saying which figures have not come, or came late into a measure's life, and taking it back once they have."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from wellrun.audit.actions import Actor, record
from wellrun.lib import clock
from wellrun.measures.models import QualityIssue, Series
from wellrun.measures.quality import Finding, IssueKey, key_of, raise_findings, undo_issues
from wellrun.measures.queries.beginnings import late_starts
from wellrun.measures.queries.observations import newest_periods
from wellrun.measures.queries.waiting import LateSeries, late_series

LATE, ENDED = QualityIssue.Kind.LATE.value, QualityIssue.Kind.ENDED.value
LATE_START = QualityIssue.Kind.LATE_START.value


@transaction.atomic
def raise_late_issues(*, by: Actor) -> list[QualityIssue]:
    """Raise an issue for every series that is late now, resolve those that are no more; answers the new ones.

    One is late no more when its figure has come, and when none is awaited: its feed has declared its end, its unit has
    closed, its source leaves it out. One that stopped long ago has ended with its newest figure, and is late no more.
    One that began long after the others of its measure has nothing before that.
    """
    now = clock.now()
    findings = [_finding(late) for late in late_series(now)]
    measures = {finding.measure_id for finding in findings}
    wanted = Q(resolved_at__isnull=True) | Q(measure_id__in=measures)
    known = list(QualityIssue.objects.filter(wanted, kind__in=(LATE, ENDED)))
    stand = {finding.key for finding in findings}
    resolved = undo_issues([issue for issue in known if key_of(issue) not in stand], now)
    raised = raise_findings(findings, known, now, None)
    began, told = _began_late(), list(QualityIssue.objects.filter(kind=LATE_START))
    resolved += undo_issues([issue for issue in told if key_of(issue) not in began], now)
    raised += raise_findings(began.values(), told, now, None)
    if raised or resolved:
        subject = (raised or resolved)[0]
        data = {"raised": len(raised), "resolved": len(resolved)}
        record(by=by, verb="raise_late_issues", subject=subject, data=data)
    return raised


def _finding(late: LateSeries) -> Finding:
    series = late.series
    kind, period = (ENDED, late.newest) if late.has_ended else (LATE, late.period)
    detail = {"due": late.due.isoformat(), "newest": late.newest.isoformat()}
    return Finding(kind, series.measure_id, series.unit_id, series.stratum, period, detail)


def _began_late() -> dict[IssueKey, Finding]:
    """The findings of the series whose figures begin late, by what they are about."""
    findings = (
        Finding(
            LATE_START,
            late.series.measure_id,
            late.series.unit_id,
            late.series.stratum,
            late.first,
            {"others": late.others.isoformat()},
        )
        for late in late_starts()
    )
    return {finding.key: finding for finding in findings}


def resolve_arrived(at: datetime, measure_ids: Collection[UUID] | None = None) -> list[QualityIssue]:
    """Resolve the open issues of series that were late, or had ended, and have the figure, or a later one, now."""
    issues = list(QualityIssue.objects.filter(kind__in=(LATE, ENDED), resolved_at__isnull=True))
    if measure_ids is not None:
        issues = [issue for issue in issues if issue.measure_id in measure_ids]
    if not issues:
        return []
    series = Series.objects.filter(measure_id__in={issue.measure_id for issue in issues})
    place = {(one.measure_id, one.unit_id, one.stratum): one.pk for one in series}
    newest = newest_periods(place.values())
    arrived = []
    for issue in issues:
        pk = place.get((issue.measure_id, issue.unit_id, issue.stratum))
        if pk not in newest:
            continue
        if newest[pk] > issue.period or (issue.kind == LATE and newest[pk] == issue.period):
            arrived.append(issue)
    return undo_issues(arrived, at)
