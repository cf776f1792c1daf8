"""Reading quarters: key results with the figures that score them, and what was said of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from wellrun.measures.models import MeasureVersion, Observation
from wellrun.strategy.actions.quarters import score
from wellrun.strategy.models import ConfidenceCheck, KeyResult, QuarterSlice


def with_figures(rows: QuerySet[KeyResult]) -> QuerySet[Any]:
    """Key results with what a row shows, and their confidence checks, the oldest first; two queries.

    `reached` and `reached_in`: the newest figure of the quarter and its period; `newest` and `newest_in`: the newest
    there is, as stored; None where there is none. `grain` is that of its periods.
    """
    figures = Observation.objects.filter(series=OuterRef("series"), value__isnull=False).order_by("-period")
    within = figures.filter(period__gte=OuterRef("slice__starts"), period__lte=OuterRef("slice__ends"))
    meant = MeasureVersion.objects.filter(measure=OuterRef("series__measure"), current=True)
    told: QuerySet[Any] = rows.annotate(
        reached=Subquery(within.values("value")[:1]),
        reached_in=Subquery(within.values("period")[:1]),
        newest=Subquery(figures.values("value")[:1]),
        newest_in=Subquery(figures.values("period")[:1]),
        grain=Subquery(meant.values("grain")[:1]),
    )
    related = ("slice__objective__unit", "slice__objective__owner", "series__measure", "series__unit", "owner")
    checks = Prefetch("checks", ConfidenceCheck.objects.select_related("by").order_by("at", "id"))
    return told.select_related(*related).prefetch_related(checks)


def reached_in(pushed: QuarterSlice) -> dict[int, tuple[date, float]]:
    """By series id the newest period of the quarter that has a figure, and the figure, of each key result; two queries.

    What `close_quarter` fixes the scores from.
    """
    rows = with_figures(pushed.key_results.all())
    return {one.series_id: (one.reached_in, one.reached) for one in rows if one.reached is not None}


def score_of(one: Any) -> float | None:
    """The score, 0 to 1: fixed where the quarter is closed, else by its newest figure; None without one."""
    if one.slice.closed_at is not None:
        return None if one.score is None else float(one.score)
    return None if one.reached is None else score(start=one.start, aim=one.aim, reached=one.reached)
