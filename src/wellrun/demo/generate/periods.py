"""The periods a figure has by the clock: whole ones only, and only those whose delay has passed."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

Dates = NDArray[np.datetime64]

MONTHS_OF = {"month": 1, "quarter": 3}
DAYS_OF = {"day": 1, "week": 7}


def complete_periods(grain: str, today: date, months: int, days: int) -> Dates:
    """The starts of every complete period before `today`, oldest first: `days` daily ones, else `months` months.

    Weeks start on Monday. Raises KeyError for a grain without a calendar.
    """
    end = np.datetime64(today, "D")
    if grain in MONTHS_OF:
        width = MONTHS_OF[grain]
        last = end.astype("datetime64[M]").astype(np.int64) // width * width
        return (np.arange(last - months, last, width)).astype("datetime64[M]").astype("datetime64[D]")
    if grain == "day":
        return np.arange(end - days, end)
    monday = end - (end.astype(np.int64) + 3) % 7
    first = (end.astype("datetime64[M]") - months).astype("datetime64[D]")
    start = first + (4 - first.astype(np.int64)) % 7
    return np.arange(start, monday, DAYS_OF[grain])


def period_ends(grain: str, starts: Dates) -> Dates:
    """The first day after each period."""
    if grain in MONTHS_OF:
        return (starts.astype("datetime64[M]") + MONTHS_OF[grain]).astype("datetime64[D]")
    return starts + DAYS_OF[grain]


def is_weekend(starts: Dates) -> NDArray[np.bool_]:
    """Whether each day is a Saturday or a Sunday."""
    weekday = (starts.astype("datetime64[D]").astype(np.int64) + 3) % 7
    return np.asarray(weekday >= 5)


def year_wave(starts: Dates) -> NDArray[np.float64]:
    """1 in the middle of January, -1 in the middle of July."""
    day = starts.astype("datetime64[D]") - starts.astype("datetime64[Y]").astype("datetime64[D]")
    return np.asarray(np.cos(2 * np.pi * (day.astype(np.int64) - 14) / 365.25))
