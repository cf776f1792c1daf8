"""An aim is set by a person, or taken back: judged against at once, and noted in every plan that is open."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from wellrun.insight.models import EvaluationRun
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.actions import add_series, retire_target, set_target
from wellrun.measures.models import Measure, Series, Target
from wellrun.measures.permission import JUDGES, Doer, permit
from wellrun.organisation.models import Post, Unit
from wellrun.strategy.actions.site_wide import note_in_open_plans

_TOTAL = "total"


@transaction.atomic
def set_aim(
    *,
    measure: Measure,
    unit: Unit,
    value: float | None = None,
    low: float | None = None,
    high: float | None = None,
    by_date: date | None = None,
    baseline: float | None = None,
    baseline_points: int | None = None,
    commitment: str = Target.Commitment.COMMITTED,
    post: Post | None = None,
    source_text: str = "",
    by: Doer,
) -> Target:
    """Set the aim of a measure in a unit, whose series is made where there is none. The same again changes nothing.

    Who chairs the unit or analyses its figures may. Raises `not_permitted`, and what `set_target` does.
    """
    permit(by, unit.pk, *JUDGES)
    series = add_series(measure=measure, unit=unit, by=by)
    before = _told(_in_force(series))
    target = set_target(
        series=series,
        value=value,
        low=low,
        high=high,
        by_date=by_date,
        baseline=baseline,
        baseline_points=baseline_points,
        commitment=commitment,
        post=post,
        source_text=source_text,
        by=by,
    )
    _follow(series, "set_target", before, _told(target), by)
    return target


@transaction.atomic
def take_back_aim(*, series: Series, by: Doer) -> None:
    """Take the aim of a series back. Raises `not_permitted`."""
    permit(by, series.unit_id, *JUDGES)
    before = _told(_in_force(series))
    retire_target(series=series, by=by)
    _follow(series, "retire_target", before, {}, by)


def _in_force(series: Series) -> Target | None:
    rows = Target.objects.filter(series=series, retired_at__isnull=True).select_related("post")
    return rows.first()


def _follow(series: Series, verb: str, before: dict[str, Any], after: dict[str, Any], by: Doer) -> None:
    """Note it where it changed anything, and judge the series against it."""
    if before == after:
        return
    stratum = [series.stratum] if series.stratum != _TOTAL else []
    key = "/".join([series.measure.key, series.unit.key, *stratum])
    note_in_open_plans(verb=verb, kind="target", key=key, before=before, after=after, by=by)
    evaluate_and_raise(series_ids=[series.pk], cause=EvaluationRun.Cause.MANUAL, by=by)


def _told(target: Target | None) -> dict[str, Any]:
    """What an aim says, for the history."""
    if target is None:
        return {}
    names = ("value", "low", "high", "by_date", "baseline", "baseline_points", "commitment", "source_text")
    return {**{name: getattr(target, name) for name in names}, "post": target.post.key if target.post else None}
