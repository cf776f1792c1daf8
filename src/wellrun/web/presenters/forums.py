"""Which forum takes what at a unit, by the one rule of routing, and when it sits next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from wellrun.access.queries import granted_unit_ids
from wellrun.jobs.routing import Candidate, choose_forum
from wellrun.lib import clock
from wellrun.reviews.models import Forum, Review
from wellrun.reviews.visibility import visible_forums
from wellrun.web.frame import Frame


@dataclass(frozen=True, slots=True)
class NextSitting:
    """`forum` is empty where it lies above the caller's units; `starts_at` is None where no sitting is to come."""

    forum: str
    starts_at: datetime | None


class Forums:
    """The forums at a unit and above it; one query.

    Those that the caller does not see take what is theirs all the same. Of one above the caller's units only that it
    is there is told, of a restricted one nothing.
    """

    def __init__(self, frame: Frame, distances: Mapping[UUID, int]) -> None:
        rows = list(_rows(frame, distances))
        self._next = {row["pk"]: _next(row) for row in rows if row["is_seen"] or row["is_above"]}
        self._candidates = _candidates(rows, distances)

    def next_of(self, *, measure_id: UUID, domains: Iterable[str], grain: str) -> NextSitting | None:
        """The sitting that a change of the measure would go to; None where no forum the caller sees takes it."""
        chosen = choose_forum(self._candidates, measure=measure_id, domains=domains, grain=grain)
        return self._next.get(chosen.id) if chosen is not None else None


def _next(row: dict[str, Any]) -> NextSitting:
    return NextSitting(row["name"], row["sits"]) if row["is_seen"] else NextSitting("", None)


def _rows(frame: Frame, distances: Mapping[UUID, int]) -> QuerySet[Any, dict[str, Any]]:
    """A row for every pair of a measure and a domain that a forum asked to see."""
    to_come = Q(status=Review.Status.OPEN) | Q(status=Review.Status.SCHEDULED, starts_at__gte=clock.now())
    sittings = Review.objects.filter(to_come, forum=OuterRef("pk")).order_by("starts_at")
    active = Q(retired_on__isnull=True) | Q(retired_on__gt=frame.today)
    found: QuerySet[Any, Any] = Forum.objects.filter(active, unit__in=list(distances)).annotate(
        sits=Subquery(sittings.values("starts_at")[:1]),
        is_seen=Exists(visible_forums(frame.user).filter(pk=OuterRef("pk"))),
        is_above=~Exists(granted_unit_ids(frame.user).filter(descendant_id=OuterRef("unit_id")).values("pk"))
        & Q(restricted=False),
    )
    return found.values(
        "pk", "name", "unit_id", "cadence_days", "sits", "is_seen", "is_above", "measures", "domains__key"
    )


def _candidates(rows: list[dict[str, Any]], distances: Mapping[UUID, int]) -> list[Candidate]:
    measures: dict[UUID, set[UUID]] = defaultdict(set)
    domains: dict[UUID, set[str]] = defaultdict(set)
    for row in rows:
        measures[row["pk"]].add(row["measures"])
        domains[row["pk"]].add(row["domains__key"])
    return [
        Candidate(pk, distances[unit_id], cadence_days, frozenset(measures[pk]), frozenset(domains[pk]))
        for pk, unit_id, cadence_days in {(row["pk"], row["unit_id"], row["cadence_days"]) for row in rows}
    ]
