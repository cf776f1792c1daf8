"""From when a change can be seen in the figures."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from wellrun.analytics.calendar import Grain, period_date, period_number
from wellrun.measures import errors
from wellrun.measures.models import Feed, MeasureVersion, Series
from wellrun.measures.queries.waiting import Promise, promise_of
from wellrun.organisation.queries import site


def earliest_useful_date(series: Series, completion: date, effect_delay_days: int) -> date:
    """The day on which the first period that can show the effect is published; see `useful_from`.

    Raises `feed_ended` where no such period will come; `useful_date` answers None there.
    """
    version, promise = _definition(series)
    useful = _useful(version, promise, completion + timedelta(days=effect_delay_days))
    if useful is None:
        assert promise is not None
        assert promise.declared_end is not None
        raise errors.feed_ended(promise.declared_end, version.grain)
    return useful


def useful_date(series: Series, completion: date, effect_delay_days: int) -> date | None:
    """The same day, or None where the feed has ended before the period that could show the effect."""
    version, promise = _definition(series)
    return _useful(version, promise, completion + timedelta(days=effect_delay_days))


def ends_before(declared_end: date | None, effect: date, *, grain: Grain, week_start: int) -> bool:
    """Whether the last period that will ever come lies before the one in which the effect falls. Pure."""
    if declared_end is None:
        return False
    if grain is Grain.EVENT:
        return declared_end < effect
    ends = period_number(np.array([declared_end, effect], dtype="datetime64[D]"), grain, week_start)
    return bool(ends[0] < ends[1])


def _definition(series: Series) -> tuple[MeasureVersion, Promise | None]:
    version = MeasureVersion.objects.get(measure_id=series.measure_id, current=True)
    return version, promise_of(version, list(Feed.objects.filter(measure_id=series.measure_id)))


def _useful(version: MeasureVersion, promise: Promise | None, effect: date) -> date | None:
    grain, week_start = Grain(version.grain), site().week_start
    if promise is not None and ends_before(promise.declared_end, effect, grain=grain, week_start=week_start):
        return None
    lag = version.data_lag_days if promise is None else promise.lag_days
    return useful_from(effect, grain=grain, lag_days=lag, week_start=week_start)


def useful_from(effect: date, *, grain: Grain, lag_days: int, week_start: int) -> date:
    """The end of the period in which the effect falls, then the publication lag. Pure.

    `effect`: completion and the delay of the effect. `lag_days`: the longest of the measure's definition and its
    feeds. With events there is no period to wait for.
    """
    return _end_of_period(effect, grain, week_start) + timedelta(days=lag_days)


def _end_of_period(day: date, grain: Grain, week_start: int) -> date:
    """The last day of the period that holds `day`."""
    if grain is Grain.EVENT:
        return day
    following = period_number(np.datetime64(day, "D"), grain, week_start) + 1
    end: date = (period_date(np.atleast_1d(following), grain, week_start)[0] - 1).astype(object)
    return end
