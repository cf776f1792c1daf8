"""Reading quarters: key results with the figures that score them, and what was said of them."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from wellrun.measures.models import Exclusion, MeasureVersion, Observation
from wellrun.strategy.actions.quarters import score
from wellrun.strategy.models import ConfidenceCheck, KeyResult, QuarterSlice
from wellrun.strategy.quarters import gets_worse


def with_figures(rows: QuerySet[KeyResult]) -> QuerySet[Any]:
    """Key results with what a row shows, and their confidence checks, the oldest first; two queries.

    `reached` and `reached_in`: the newest figure of the quarter that the rules judge too, and its period; `newest` and
    `newest_in`: the newest of these there is, as stored; None where there is none; `newest_reporting` of
    `newest_expected` units are in it. `partial_in`: the newest period that the rules do not judge, with
    `partial_reporting` of `partial_expected`. `grain` is that of its periods, `direction` the way that is better.
    """
    figures = _judged_figures()
    within = figures.filter(period__gte=OuterRef("slice__starts"), period__lte=OuterRef("slice__ends"))
    partial = Observation.objects.filter(series=OuterRef("series"), value__isnull=False, judged=False).order_by(
        "-period"
    )
    meant = MeasureVersion.objects.filter(measure=OuterRef("series__measure"), current=True)
    told: QuerySet[Any] = rows.annotate(
        reached=Subquery(within.values("value")[:1]),
        reached_in=Subquery(within.values("period")[:1]),
        newest=Subquery(figures.values("value")[:1]),
        newest_in=Subquery(figures.values("period")[:1]),
        newest_reporting=Subquery(figures.values("reporting")[:1]),
        newest_expected=Subquery(figures.values("expected")[:1]),
        partial_in=Subquery(partial.values("period")[:1]),
        partial_reporting=Subquery(partial.values("reporting")[:1]),
        partial_expected=Subquery(partial.values("expected")[:1]),
        direction=Subquery(meant.values("direction")[:1]),
        grain=Subquery(meant.values("grain")[:1]),
    )
    related = ("slice__objective__unit", "slice__objective__owner", "series__measure", "series__unit", "owner")
    checks = Prefetch("checks", ConfidenceCheck.objects.select_related("by").order_by("at", "id"))
    return told.select_related(*related).prefetch_related(checks)


def _judged_figures() -> QuerySet[Observation]:
    """What may score a key result of the outer query, the newest first: no figure that not all reported or left out."""
    left_out = Exclusion.objects.filter(series=OuterRef("series"), period=OuterRef("period"), lifted_at__isnull=True)
    given = Observation.objects.filter(series=OuterRef("series"), value__isnull=False, judged=True)
    return given.filter(~Exists(left_out)).order_by("-period")


def reached_in(pushed: QuarterSlice) -> dict[int, tuple[date, float]]:
    """By series id the newest period of the quarter that has a figure, and the figure, of each key result; two queries.

    What `close_quarter` fixes the scores from: none of a key result that is reached by getting worse.
    """
    rows = [one for one in with_figures(pushed.key_results.all()) if not is_worsening(one)]
    return {one.series_id: (one.reached_in, one.reached) for one in rows if one.reached is not None}


def is_worsening(one: Any) -> bool:
    """Whether a key result is reached by getting worse, as one may that was written down before that was refused."""
    return gets_worse(one.direction or "", start=one.start, aim=one.aim)


def score_of(one: Any) -> float | None:
    """The score, 0 to 1: fixed where the quarter is closed, else by its newest figure; None without one.

    None also where it is reached by getting worse: a measure that falls short would score 1.
    """
    if is_worsening(one):
        return None
    if one.slice.closed_at is not None:
        return None if one.score is None else float(one.score)
    return None if one.reached is None else score(start=one.start, aim=one.aim, reached=one.reached)


def days_silent(one: Any, today: date, zone: ZoneInfo) -> int:
    """For how many days nothing was said of a key result with its checks; at first since its quarter began."""
    checks = list(one.checks.all())
    last = checks[-1].at.astimezone(zone).date() if checks else one.slice.starts
    return int((today - last).days)
