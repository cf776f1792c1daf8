"""From long rows to (series, period) arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import Dates, Grain, period_date, period_number
from wellrun.measures.bulk.contract import Days

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Wide:
    """Where each long row goes in (S, T) arrays.

    `periods` (T,): first day of each; for events, the earliest of each column. `dates` (S, T): the date of every
    place, for events NaT where a series has no such event.
    """

    periods: Dates
    dates: Dates
    flat: Indices

    def spread(self, column: NDArray[Any], absent: Any) -> NDArray[Any]:
        """The column as (S, T), `absent` where no row goes."""
        spread = np.full(self.dates.shape, absent, dtype=column.dtype)
        spread.reshape(-1)[self.flat] = column
        return spread


def wide(row: Indices, days: Days, n_series: int, grain: Grain, week_start: int) -> Wide:
    """Places for rows of (series position, day), ordered by both and distinct."""
    dates = days.astype("datetime64[D]")
    if grain is Grain.EVENT:
        return _events(row, dates, n_series)
    numbers = period_number(dates, grain, week_start)
    first = int(numbers.min())
    periods = period_date(np.arange(first, int(numbers.max()) + 1), grain, week_start)
    return Wide(periods, np.broadcast_to(periods, (n_series, periods.size)), row * periods.size + numbers - first)


def _events(row: Indices, dates: Dates, n_series: int) -> Wide:
    count = np.bincount(row, minlength=n_series)
    nth = np.arange(row.size) - np.repeat(np.cumsum(count) - count, count)
    when = np.full((n_series, int(count.max())), np.datetime64("NaT", "D"))
    flat = row * when.shape[1] + nth
    when.reshape(-1)[flat] = dates
    return Wide(np.fmin.reduce(when, axis=0), when, flat)
