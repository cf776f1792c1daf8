"""Saying which figures have not come, and taking it back once they have."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wellrun.audit.actions import Actor, record
from wellrun.lib import clock
from wellrun.measures.models import QualityIssue, Series
from wellrun.measures.quality import Finding, raise_findings, undo_issues
from wellrun.measures.queries.observations import newest_periods
from wellrun.measures.queries.waiting import late_series

LATE = QualityIssue.Kind.LATE.value


@transaction.atomic
def raise_late_issues(*, by: Actor) -> list[QualityIssue]:
    """Raise an issue for every series that is late now, resolve those whose figure has come; answers the new ones."""
    now = clock.now()
    resolved = resolve_arrived(now)
    findings = [
        Finding(
            LATE,
            late.series.measure_id,
            late.series.unit_id,
            late.series.stratum,
            late.period,
            {"due": late.due.isoformat(), "newest": late.newest.isoformat()},
        )
        for late in late_series(now)
    ]
    measures = {finding.measure_id for finding in findings}
    known = list(QualityIssue.objects.filter(kind=LATE, measure_id__in=measures))
    raised = raise_findings(findings, known, now, None)
    if raised or resolved:
        subject = (raised or resolved)[0]
        data = {"raised": len(raised), "resolved": len(resolved)}
        record(by=by, verb="raise_late_issues", subject=subject, data=data)
    return raised


def resolve_arrived(at: datetime, measure_ids: Collection[UUID] | None = None) -> list[QualityIssue]:
    """Resolve the open late issues whose period, or a later one, has a figure now."""
    issues = list(QualityIssue.objects.filter(kind=LATE, resolved_at__isnull=True))
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
        if pk in newest and newest[pk] >= issue.period:
            arrived.append(issue)
    return undo_issues(arrived, at)
