"""Raising and resolving quality issues as imports find and mend them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wellrun.measures.models import QualityIssue, Receipt

IssueKey = tuple[str, UUID, UUID, str, date]
# In `detail` of an issue that a later figure undid: should it come back, it is news again. One that a person
# resolved is not raised twice.
UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one period of a series that a person should know."""

    kind: str
    measure_id: UUID
    unit_id: UUID
    stratum: str
    period: date
    detail: dict[str, Any] = field(hash=False, compare=False)

    @property
    def key(self) -> IssueKey:
        return (self.kind, self.measure_id, self.unit_id, self.stratum, self.period)


def known_issues(kind: str, measure_ids: Collection[UUID]) -> list[QualityIssue]:
    """All issues of a kind about these measures, open and resolved."""
    return list(QualityIssue.objects.filter(kind=kind, measure_id__in=measure_ids))


def raise_findings(
    findings: Iterable[Finding], known: Iterable[QualityIssue], at: datetime, receipt: Receipt | None
) -> list[QualityIssue]:
    """Raise what is not open already and was not resolved by a person; answers the new issues."""
    settled = {key_of(issue) for issue in known if issue.resolved_at is None or not issue.detail.get(UNDONE)}
    fresh = {finding.key: finding for finding in findings if finding.key not in settled}
    return QualityIssue.objects.bulk_create(
        QualityIssue(
            kind=finding.kind,
            measure_id=finding.measure_id,
            unit_id=finding.unit_id,
            stratum=finding.stratum,
            period=finding.period,
            detail=finding.detail,
            receipt=receipt,
            raised_at=at,
        )
        for finding in fresh.values()
    )


def undo_issues(issues: Iterable[QualityIssue], at: datetime) -> list[QualityIssue]:
    """Resolve open issues that the figures no longer show."""
    gone = [issue for issue in issues if issue.resolved_at is None]
    for issue in gone:
        issue.resolved_at = at
        issue.detail = {**issue.detail, UNDONE: True}
    QualityIssue.objects.bulk_update(gone, ["resolved_at", "detail"])
    return gone


def key_of(issue: QualityIssue) -> IssueKey:
    """What an issue is about."""
    return (issue.kind, issue.measure_id, issue.unit_id, issue.stratum, issue.period)
