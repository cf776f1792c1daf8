"""Where the figures of one series come from and what is wrong with them, in one statement."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, OuterRef, Q, Subquery

from wellrun.measures.models import Feed, Measure, QualityIssue, Series, Source
from wellrun.measures.queries.notes import TOLD_ABOVE
from wellrun.organisation.models import Unit

_FEED = (
    *("feeds__id", "feeds__declared_end", "feeds__lag_days"),
    *("feeds__source__name", "feeds__source__licence", "feeds__source__attribution"),
)
_ISSUE = ("issue__id", "issue__kind", "issue__period", "issue__detail", "issue__unit_id", "unit_name")


def feeds_and_issues(series: Series, below: Collection[UUID] = ()) -> tuple[list[Feed], list[QualityIssue]]:
    """The feeds of the measure with name, licence and attribution of their source, and its open issues; not to save.

    `below`: the units directly below, of which a rolled-up series tells what jumped in them. A few feeds times a few
    issues come back; each is kept once.
    """
    where = Q(quality_issues__unit_id=series.unit_id)
    if series.derived:
        where |= Q(quality_issues__kind__in=TOLD_ABOVE, quality_issues__unit_id__in=list(below))
    own = where & Q(quality_issues__stratum=series.stratum, quality_issues__resolved_at__isnull=True)
    rows: Any = Measure.objects.filter(pk=series.measure_id).annotate(
        issue=FilteredRelation("quality_issues", condition=own),
        unit_name=Subquery(Unit.objects.filter(pk=OuterRef("issue__unit_id")).values("name")[:1]),
    )
    feeds: dict[Any, Feed] = {}
    issues: dict[Any, QualityIssue] = {}
    for row in rows.order_by("feeds__source__name", "issue__period").values(*_FEED, *_ISSUE):
        if row["feeds__id"] is not None:
            feeds[row["feeds__id"]] = _feed(row)
        if row["issue__id"] is not None:
            issues[row["issue__id"]] = _issue(row)
    return list(feeds.values()), list(issues.values())


def _feed(row: dict[str, Any]) -> Feed:
    source = Source(
        name=row["feeds__source__name"],
        licence=row["feeds__source__licence"],
        attribution=row["feeds__source__attribution"],
    )
    return Feed(source=source, declared_end=row["feeds__declared_end"], lag_days=row["feeds__lag_days"])


def _issue(row: dict[str, Any]) -> QualityIssue:
    unit = Unit(pk=row["issue__unit_id"], name=row["unit_name"])
    return QualityIssue(kind=row["issue__kind"], period=row["issue__period"], detail=row["issue__detail"], unit=unit)
