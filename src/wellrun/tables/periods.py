"""Dates as the periods of a grain, and two rows that claim the same one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import MONDAY, Dates, Grain, infer_grain, period_date, period_number
from wellrun.analytics.days import DayTable, distinct_days, looked_up, pieces
from wellrun.tables.errors import SHOWN, RowError, RowErrors
from wellrun.tables.labels import Codes, Labels
from wellrun.tables.table import RowNumbers

EARLIEST = np.datetime64("1990-01-01", "D")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# 1970-01-01, day zero of datetime64, was a Thursday.
_EPOCH_WEEKDAY = 3

Wish = Grain | Literal["auto"]
WeekStart = int | Literal["auto"]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A grain, with the weekday (0 Monday to 6 Sunday) on which its weeks start."""

    grain: Grain
    week_start: int = MONDAY

    @classmethod
    def of(cls, days: Dates, grain: Wish, week_start: WeekStart = MONDAY) -> Rhythm:
        """The rhythm asked for; what is "auto" is taken from the days (NaT is left out).

        A week starts on the weekday that all days share, so that a week named by its Sunday keeps that name.
        """
        distinct = distinct_days(days)
        chosen = infer_grain(distinct) if grain == "auto" else grain
        if week_start != "auto":
            return cls(chosen, week_start)
        weekdays = np.unique((distinct.astype(np.int64) + _EPOCH_WEEKDAY) % 7)
        return cls(chosen, int(weekdays[0]) if weekdays.size == 1 else MONDAY)

    def starts(self, days: Dates) -> Dates:
        """The first day of the period each day lies in; NaT and events stay as they are."""
        if self.grain is Grain.EVENT:
            return days
        distinct = distinct_days(days)
        # Most files name every period by its first day: nothing is to be written anew then.
        return days if bool((self._starts(distinct) == distinct).all()) else looked_up(days, self._starts)

    def _starts(self, days: Dates) -> Dates:
        known = ~np.isnat(days)
        starts = days.copy()
        numbers = period_number(days[known], self.grain, self.week_start)
        starts[known] = period_date(numbers, self.grain, self.week_start)
        return starts


def too_early(days: Dates) -> NDArray[np.bool_]:
    """Whether a day lies before 1990: no figure of care is kept from so far back, a slip of the keyboard is."""
    early: NDArray[np.bool_] = days < EARLIEST
    return early


def too_late(days: Dates, rhythm: Rhythm, today: date) -> NDArray[np.bool_]:
    """Whether a day lies in a period that begins later than one period after today's."""
    known = ~np.isnat(days)
    late = np.zeros(days.size, dtype=np.bool_)
    if rhythm.grain is Grain.EVENT:
        late[known] = days[known] > np.datetime64(today, "D") + 1
        return late
    numbers = period_number(days[known], rhythm.grain, rhythm.week_start)
    now = period_number(np.array([today], dtype="datetime64[D]"), rhythm.grain, rhythm.week_start)[0]
    late[known] = numbers > now + 1
    return late


def sentence_too_early(day: np.datetime64) -> str:
    """Why such a period is refused."""
    return f"{in_words(day)} is too far back: figures are taken from {in_words(EARLIEST)} on"


def sentence_too_late(day: np.datetime64) -> str:
    """Why such a period is refused."""
    return f"{in_words(day)} lies in the future: figures are taken up to the period after this one"


def in_words(day: np.datetime64) -> str:
    """A day as every sentence writes it: 4 June 2024."""
    on: date = day.astype("datetime64[D]").astype(object)
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def refuse_duplicates(series: Labels, periods: Dates, rows: RowNumbers, column: str, errors: RowErrors) -> None:
    """Refuse every row whose series already has its period in an earlier row, naming that row.

    `periods` NaT are left out.
    """
    again, earlier = _repeats(series, periods)
    for later, first in zip(again[:SHOWN], earlier[:SHOWN], strict=True):
        name = series.names[int(series.codes[later])]
        day = in_words(periods[later])
        what = f"{name} already has {day}" if name else f"{day} is already"
        errors.extend([RowError(int(rows[later]), column, f"{what} in row {rows[first]}")], 1)
    errors.extend([], max(again.size - SHOWN, 0))


def _repeats(series: Labels, periods: Dates) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Places of the rows that repeat a (series, period), in file order, and of the first row that has it."""
    known = ~np.isnat(periods)
    places = np.flatnonzero(known) if not known.all() else None
    codes, days = (series.codes, periods) if places is None else (series.codes[places], periods[places])
    if not _repeated(codes, days, len(series.names)):
        nothing = np.zeros(0, dtype=np.intp)
        return nothing, nothing
    order = np.lexsort((days, codes))
    new = (np.diff(codes[order]) != 0) | (np.diff(days[order]) != np.timedelta64(0, "D"))
    starts = np.flatnonzero(np.concatenate(([True], new)))
    first = np.repeat(order[starts], np.diff(np.append(starts, order.size)))
    repeats = order != first
    again, earlier = order[repeats], first[repeats]
    in_file_order = np.argsort(again, kind="stable")
    again, earlier = again[in_file_order], earlier[in_file_order]
    return (again, earlier) if places is None else (places[again], places[earlier])


def _repeated(codes: Codes, days: Dates, n_series: int) -> bool:
    """Whether any (series, day) occurs twice; ticking them off is faster than sorting unless there are few rows for
    many days."""
    distinct = distinct_days(days)
    if n_series * distinct.size > 64 * codes.size + 1_000_000:
        order = np.lexsort((days, codes))
        same = (np.diff(codes[order]) == 0) & (np.diff(days[order]) == np.timedelta64(0, "D"))
        return bool(same.any())
    if not codes.size:
        return False
    place = DayTable.over(distinct, lambda span: np.searchsorted(distinct, span))
    seen = np.zeros(n_series * distinct.size, dtype=np.bool_)
    for piece in pieces(codes.size):
        seen[codes[piece] * distinct.size + place.of(days[piece])] = True
    return int(np.count_nonzero(seen)) < codes.size
