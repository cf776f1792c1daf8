"""What has not come yet, and what will not come any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np

from wellrun.analytics.calendar import Grain, period_date, period_number
from wellrun.measures.models import Feed, MeasureVersion, Series
from wellrun.measures.queries.left_out import left_out_before
from wellrun.measures.queries.observations import newest_periods
from wellrun.organisation.queries import site, site_zone

# A series whose next figure is due for longer than this many periods is over: nobody waits for it.
ENDED_AFTER = 6


@dataclass(frozen=True, slots=True)
class Promise:
    """What the feeds of a measure promise together: until which period (None: no end), how many days after one ends.

    None of it holds for a measure without a feed: nobody promised anything.
    """

    grain: Grain
    declared_end: date | None
    lag_days: int


@dataclass(frozen=True, slots=True)
class LateSeries:
    """A series whose figure for `period` should have come by `due`; `newest` is the last one there is.

    `silent`: how many periods in a row are due. `has_ended`: for so long that nobody waits any more.
    """

    series: Series
    period: date
    due: date
    newest: date
    silent: int = 1
    has_ended: bool = False


def promises(measure_ids: Collection[UUID] | None = None) -> dict[UUID, Promise]:
    """The promise of every measure that has feeds."""
    feeds = Feed.objects.all() if measure_ids is None else Feed.objects.filter(measure_id__in=measure_ids)
    of_measure: dict[UUID, list[Feed]] = {}
    for feed in feeds:
        of_measure.setdefault(feed.measure_id, []).append(feed)
    versions = MeasureVersion.objects.filter(current=True, measure_id__in=of_measure)
    found = {version.measure_id: promise_of(version, of_measure[version.measure_id]) for version in versions}
    return {measure_id: promise for measure_id, promise in found.items() if promise is not None}


def promise_of(version: MeasureVersion, feeds: Sequence[Feed]) -> Promise | None:
    """What the feeds of a measure promise together; None without a feed."""
    if not feeds:
        return None
    ends = [feed.declared_end for feed in feeds]
    known = [end for end in ends if end is not None]
    return Promise(
        grain=Grain(version.grain),
        declared_end=max(known) if len(known) == len(ends) else None,
        lag_days=max(version.data_lag_days, *(feed.lag_days for feed in feeds)),
    )


def late_series(now: datetime) -> list[LateSeries]:
    """Reported series that lack a figure by now: promised by a feed, of a unit that is open, and due.

    The awaited period is the one after the newest figure. Beyond a feed's declared end nothing is awaited, nor of a
    series that stopped long ago: that has ended. While a feed is on its way, with the period of less than half of the
    series that go on but of some, nothing of it is late yet. Where it has come for half of them or more, what the
    source may have left out for this one, as it has before, is not late either.
    """
    promised = promises()
    wanted = Series.objects.filter(measure_id__in=promised, derived=False).select_related("unit", "measure")
    series = {one.pk: one for one in wanted}
    newest = newest_periods(series)
    week_start, today = site().week_start, now.astimezone(site_zone()).date()
    found = (
        _late(series[pk], promised[series[pk].measure_id], period, today, week_start) for pk, period in newest.items()
    )
    late = [each for each in found if each is not None]
    ended = {each.series.pk for each in late if each.has_ended}
    reached: dict[UUID, list[date]] = defaultdict(list)
    for pk, period in newest.items():
        closed = series[pk].unit.closed
        if pk not in ended and (closed is None or closed > today):
            reached[series[pk].measure_id].append(period)
    came = {each.series.pk: _came(each, reached[each.series.measure_id]) for each in late if not each.has_ended}
    alone = [each for each in late if came.get(each.series.pk, 0.0) >= 0.5]
    left_out = left_out_before({each.series: (each.newest, each.silent) for each in alone}, week_start)
    return [
        each
        for each in late
        if each.has_ended or (not 0.0 < came[each.series.pk] < 0.5 and each.series.pk not in left_out)
    ]


def _came(late: LateSeries, reached: Sequence[date]) -> float:
    """For which share of the series that go on the period has come."""
    return sum(period >= late.period for period in reached) / max(1, len(reached))


def _late(series: Series, promise: Promise, newest: date, today: date, week_start: int) -> LateSeries | None:
    if promise.grain is Grain.EVENT:
        return None
    awaited, after = periods_after(newest, promise.grain, week_start)
    due = _due(after, promise)
    closed = series.unit.closed
    ended = promise.declared_end is not None and awaited > promise.declared_end
    if ended or due >= today or (closed is not None and awaited >= closed):
        return None
    numbers = period_number(np.array([due, today], dtype="datetime64[D]"), promise.grain, week_start)
    silent = 1
    while silent <= ENDED_AFTER and _due(after := periods_after(after, promise.grain, week_start)[0], promise) < today:
        silent += 1
    return LateSeries(series, awaited, due, newest, silent, has_ended=int(numbers[1] - numbers[0]) > ENDED_AFTER)


def _due(after: date, promise: Promise) -> date:
    """The day by which the figure of the period before `after` should have come."""
    return after - timedelta(days=1) + timedelta(days=promise.lag_days)


def periods_after(period: date, grain: Grain, week_start: int) -> tuple[date, date]:
    """The first days of the next two periods."""
    number = int(period_number(np.datetime64(period, "D"), grain, week_start))
    following, second = period_date(np.array([number + 1, number + 2]), grain, week_start).astype(object).tolist()
    return following, second
