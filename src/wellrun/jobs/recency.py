"""What is recent by the clock: whether a series still goes on, and which of its changes are news at the first load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import numpy as np

from wellrun.analytics.calendar import Grain, period_number
from wellrun.lib import clock
from wellrun.measures.models import Feed, MeasureVersion
from wellrun.measures.queries.waiting import ENDED_AFTER
from wellrun.organisation.queries import site, site_zone

# At the first load only what fired in this many newest periods is news.
NEWS_PERIODS = 6


@dataclass(frozen=True, slots=True)
class Recency:
    """Grain and lag of measures, against the site's day."""

    today: date
    week_start: int
    grains: Mapping[UUID, Grain]
    lags: Mapping[UUID, int]

    def number(self, measure_id: UUID, day: date) -> int:
        """The number of the period that holds a day; events are dated by day."""
        grain = self.grains[measure_id]
        step = Grain.DAY if grain is Grain.EVENT else grain
        return int(period_number(np.datetime64(day, "D"), step, self.week_start))

    def has_ended(self, measure_id: UUID, newest: date | None) -> bool:
        """Whether the newest figure lies more than six periods before the one that could be known in part today.

        Events have no period in which one is awaited.
        """
        if newest is None or self.grains[measure_id] is Grain.EVENT:
            return False
        return self._present(measure_id) - self.number(measure_id, newest) > ENDED_AFTER

    def is_old(self, measure_id: UUID, first_fired: date, newest: date) -> bool:
        """Whether a signal fired before the last six periods that can be known by now, whenever the series stopped."""
        last = self.number(measure_id, newest)
        if self.grains[measure_id] is not Grain.EVENT:
            last = max(last, self._present(measure_id) - 1)
        return last - self.number(measure_id, first_fired) >= NEWS_PERIODS

    def _present(self, measure_id: UUID) -> int:
        return self.number(measure_id, self.today - timedelta(days=self.lags[measure_id]))


def recency_of(versions: Mapping[UUID, MeasureVersion]) -> Recency:
    """By the definitions in force and what their feeds promise; three statements."""
    feeds = Feed.objects.filter(measure_id__in=versions).values_list("measure_id", "lag_days")
    lags = {measure_id: version.data_lag_days for measure_id, version in versions.items()}
    for measure_id, lag in feeds:
        lags[measure_id] = max(lags[measure_id], lag)
    return Recency(
        today=clock.today(site_zone()),
        week_start=site().week_start,
        grains={measure_id: Grain(version.grain) for measure_id, version in versions.items()},
        lags=lags,
    )
