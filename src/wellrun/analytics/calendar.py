"""Grains and the periods they make: a period's key is the date on which it starts."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.days import looked_up

Dates = NDArray[np.datetime64]
Whole = NDArray[np.int64]

MONDAY = 0
# 1970-01-01, day zero of datetime64, was a Thursday.
_EPOCH_WEEKDAY = 3


class Grain(StrEnum):
    """How often a series has a point."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    EVENT = "event"


def period_number(dates: Any, grain: Grain, week_start: int = MONDAY) -> Whole:
    """Which period of the grain each date lies in, counted so that neighbours differ by one.

    `dates` is anything NumPy reads as dates, any shape; `week_start` is 0 for Monday to 6 for Sunday.
    Raises ValueError for grain `event`, which has no calendar.
    """
    return looked_up(np.asarray(dates, dtype="datetime64[D]"), lambda days: _numbers(days, grain, week_start))


def _numbers(days: Dates, grain: Grain, week_start: int) -> Whole:
    if grain is Grain.DAY:
        return days.astype(np.int64)
    if grain is Grain.WEEK:
        return (days.astype(np.int64) + _EPOCH_WEEKDAY - week_start) // 7
    months = days.astype("datetime64[M]").astype(np.int64)
    if grain is Grain.MONTH:
        return months
    if grain is Grain.QUARTER:
        return months // 3
    raise ValueError("events have dates, not periods")


def period_date(numbers: Whole, grain: Grain, week_start: int = MONDAY) -> Dates:
    """The first day of each numbered period: the inverse of `period_number`."""
    if grain is Grain.DAY:
        return numbers.astype("datetime64[D]")
    if grain is Grain.WEEK:
        return (numbers * 7 - _EPOCH_WEEKDAY + week_start).astype("datetime64[D]")
    months = numbers * 3 if grain is Grain.QUARTER else numbers
    return months.astype("datetime64[M]").astype("datetime64[D]")


def period_range(start: Any, end: Any, grain: Grain, week_start: int = MONDAY) -> Dates:
    """Every period of the grain from the one that holds `start` to the one that holds `end`, both included."""
    first, last = (int(period_number(edge, grain, week_start)) for edge in (start, end))
    return period_date(np.arange(first, last + 1, dtype=np.int64), grain, week_start)


def infer_grain(dates: Any) -> Grain:
    """The coarsest grain in which the given dates fall at most one to a period and on the same kind of day.

    Month ends count as well as month starts. Without at least two different dates the answer is `month`.
    """
    days = np.unique(np.asarray(dates, dtype="datetime64[D]"))
    if days.size < 2:
        return Grain.MONTH
    months = days.astype("datetime64[M]")
    at_start = bool((days == months.astype("datetime64[D]")).all())
    at_end = bool((days + 1 == (months + 1).astype("datetime64[D]")).all())
    if at_start or at_end:
        apart: Whole = np.diff(months).astype(np.int64)
        return Grain.QUARTER if bool((apart % 3 == 0).all()) else Grain.MONTH
    gaps: Whole = np.diff(days).astype(np.int64)
    return Grain.WEEK if bool((gaps % 7 == 0).all()) else Grain.DAY
