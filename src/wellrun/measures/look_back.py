"""From when a change can be seen in the figures."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from django.db.models import Max

from wellrun.analytics.calendar import Grain, period_date, period_number
from wellrun.measures.models import Feed, MeasureVersion, Series
from wellrun.organisation.queries import site


def earliest_useful_date(series: Series, completion: date, effect_delay_days: int) -> date:
    """The day on which the first period that can show the effect is published; see `useful_from`."""
    version = MeasureVersion.objects.get(measure_id=series.measure_id, current=True)
    return useful_from(
        completion + timedelta(days=effect_delay_days),
        grain=Grain(version.grain),
        lag_days=max(version.data_lag_days, _feed_lag(series)),
        week_start=site().week_start,
    )


def useful_from(effect: date, *, grain: Grain, lag_days: int, week_start: int) -> date:
    """The end of the period in which the effect falls, then the publication lag. Pure.

    `effect`: completion and the delay of the effect. `lag_days`: the longest of the measure's definition and its
    feeds. With events there is no period to wait for.
    """
    return _end_of_period(effect, grain, week_start) + timedelta(days=lag_days)


def _feed_lag(series: Series) -> int:
    return Feed.objects.filter(measure_id=series.measure_id).aggregate(lag=Max("lag_days"))["lag"] or 0


def _end_of_period(day: date, grain: Grain, week_start: int) -> date:
    """The last day of the period that holds `day`."""
    if grain is Grain.EVENT:
        return day
    following = period_number(np.datetime64(day, "D"), grain, week_start) + 1
    end: date = (period_date(np.atleast_1d(following), grain, week_start)[0] - 1).astype(object)
    return end
