"""Saying that figures in doubt are right: the question is settled, and is not asked again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from wellrun.audit.actions import SYSTEM
from wellrun.measures.models import Exclusion, QualityIssue, Series

# In `detail` of an issue: the points, as series and period, that take no part while it is open.
LEFT_OUT = "left_out"
KINDS = (QualityIssue.Kind.SUDDEN, QualityIssue.Kind.REPEATED)


def points_of(issue: QualityIssue) -> set[tuple[int, date]]:
    """The points that take no part because of the issue: of its own series, and of sums in which they weigh."""
    return {(series_id, date.fromisoformat(period)) for series_id, period in issue.detail.get(LEFT_OUT, [])}


def take_in(points: Iterable[tuple[int, date]], by: str, at: datetime) -> None:
    """Let points that only the system left out take part again."""
    wanted = set(points)
    rows = Exclusion.objects.filter(
        series_id__in={series_id for series_id, _period in wanted},
        lifted_at__isnull=True,
        excluded_by=SYSTEM.audit_label,
    )
    ids = [pk for pk, *point in rows.values_list("pk", "series_id", "period") if tuple(point) in wanted]
    Exclusion.objects.filter(pk__in=ids).update(lifted_by=by, lifted_at=at)


def believe(exclusion: Exclusion, by: str, at: datetime) -> set[int]:
    """Settle the doubts about the series that a point was left out for, and take in all points of the same doubts.

    Answers the series whose points changed. A sum that is taken in again leaves the doubt about its part open.
    """
    if exclusion.excluded_by != SYSTEM.audit_label:
        return set()
    series: Series = exclusion.series
    open_ones = QualityIssue.objects.filter(
        kind__in=KINDS,
        measure_id=series.measure_id,
        unit_id=series.unit_id,
        stratum=series.stratum,
        resolved_at__isnull=True,
    )
    settled = [issue for issue in open_ones if (series.pk, exclusion.period) in points_of(issue)]
    points = {point for issue in settled for point in points_of(issue)}
    QualityIssue.objects.filter(pk__in=[issue.pk for issue in settled]).update(resolved_at=at)
    take_in(points, by, at)
    return {series_id for series_id, _period in points}
