"""Same-day limits and whether today's figure meets them; one statement, however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, FilteredRelation, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from wellrun.analytics.calendar import Grain
from wellrun.measures.models import Feed, Observation, Series, Trigger
from wellrun.measures.queries.waiting import periods_after


@dataclass(frozen=True, slots=True)
class TriggerNow:
    """A limit in force against the newest figure of its series: `value` and `period`, None without any.

    `is_met`: at the limit or beyond it, in the newest figure that could be here. `is_stale`: a newer figure should
    have come by now, so that nothing is said of today. `name`, `grain`, `display`: of the measure, for its figures.
    """

    trigger: Trigger
    value: float | None
    period: date | None
    is_met: bool
    is_stale: bool
    name: str
    grain: str
    display: dict[str, Any]


def triggers_of(series: Series, *, today: date, week_start: int) -> list[TriggerNow]:
    """The limits of a series, high before low."""
    return _now(Trigger.objects.filter(series=series), today, week_start)


def triggers_among(triggers: QuerySet[Trigger], *, today: date, week_start: int) -> list[TriggerNow]:
    """The limits in force among those of a query."""
    return _now(triggers, today, week_start)


def triggers_in(units: QuerySet[Any, Any], *, today: date, week_start: int) -> list[TriggerNow]:
    """The limits of all series of the units (a query of their ids), by measure and unit."""
    return _now(Trigger.objects.filter(series__unit_id__in=units), today, week_start)


def _now(triggers: QuerySet[Trigger], today: date, week_start: int) -> list[TriggerNow]:
    figures = Observation.objects.filter(series_id=OuterRef("series_id"), value__isnull=False).order_by("-period")
    lags = Feed.objects.filter(measure_id=OuterRef("series__measure_id")).order_by().values("measure_id")
    rows = (
        triggers.filter(retired_at__isnull=True)
        .select_related("series__unit", "series__measure")
        .annotate(
            version=FilteredRelation("series__measure__versions", condition=Q(series__measure__versions__current=True)),
            measure_name=F("version__name"),
            measure_grain=F("version__grain"),
            own_lag=F("version__data_lag_days"),
            multiplier=F("version__multiplier"),
            decimals=F("version__decimals"),
            display_unit=F("version__display_unit"),
            feed_lag=Coalesce(Subquery(lags.annotate(most=Max("lag_days")).values("most")[:1]), Value(0)),
            newest=Subquery(figures.values("period")[:1]),
            newest_value=Subquery(figures.values("value")[:1]),
        )
    )
    return [_one(row, today, week_start) for row in rows.order_by("measure_name", "series__unit__name", "side")]


def _one(row: Any, today: date, week_start: int) -> TriggerNow:
    lag, grain = timedelta(days=max(row.own_lag, row.feed_lag)), Grain(row.measure_grain)
    is_past = row.newest is not None and _next_due(row.newest, grain, week_start) + lag < today
    beyond = row.newest_value is not None and (
        row.newest_value >= row.limit if row.side == Trigger.Side.HIGH else row.newest_value <= row.limit
    )
    return TriggerNow(
        trigger=row,
        value=row.newest_value,
        period=row.newest,
        is_met=beyond and not is_past,
        # That no event came is no figure that is late.
        is_stale=is_past and grain is not Grain.EVENT,
        name=row.measure_name,
        grain=row.measure_grain,
        display={"multiplier": row.multiplier, "decimals": row.decimals, "unit": row.display_unit},
    )


def _next_due(newest: date, grain: Grain, week_start: int) -> date:
    """The last day of the period after the newest figure's; events are of their day."""
    _awaited, after = periods_after(newest, Grain.DAY if grain is Grain.EVENT else grain, week_start)
    return after - timedelta(days=1)
