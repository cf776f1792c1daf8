"""From when a change can be seen in the figures."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from django.db.models import Max

from wellrun.analytics.calendar import Grain, period_date, period_number
from wellrun.measures.models import Feed, MeasureVersion, Series
from wellrun.organisation.queries import site


def earliest_useful_date(series: Series, completion: date, effect_delay_days: int) -> date:
    """The day on which the first period that can show the effect is published.

    Completion and the delay of the effect, then the end of the period in which that falls, then the publication
    lag: the longest of the measure's definition and its feeds. With events there is no period to wait for.
    """
    version = MeasureVersion.objects.get(measure_id=series.measure_id, current=True)
    shows = completion + timedelta(days=effect_delay_days)
    lag = max(version.data_lag_days, _feed_lag(series))
    return _end_of_period(shows, Grain(version.grain)) + timedelta(days=lag)


def _feed_lag(series: Series) -> int:
    return Feed.objects.filter(measure_id=series.measure_id).aggregate(lag=Max("lag_days"))["lag"] or 0


def _end_of_period(day: date, grain: Grain) -> date:
    """The last day of the period that holds `day`."""
    if grain is Grain.EVENT:
        return day
    week_start = site().week_start
    following = period_number(np.datetime64(day, "D"), grain, week_start) + 1
    end: date = (period_date(np.atleast_1d(following), grain, week_start)[0] - 1).astype(object)
    return end
