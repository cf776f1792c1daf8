"""Dates as the periods of a grain, and two rows that claim the same one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import MONDAY, Dates, Grain, infer_grain, period_date, period_number
from wellrun.tables.errors import SHOWN, RowError, RowErrors
from wellrun.tables.labels import Labels
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
        distinct = _distinct(days)
        chosen = infer_grain(distinct) if grain == "auto" else grain
        if week_start != "auto":
            return cls(chosen, week_start)
        weekdays = np.unique((distinct.astype(np.int64) + _EPOCH_WEEKDAY) % 7)
        return cls(chosen, int(weekdays[0]) if weekdays.size == 1 else MONDAY)

    def starts(self, days: Dates) -> Dates:
        """The first day of the period each day lies in; NaT and events stay as they are."""
        if self.grain is Grain.EVENT:
            return days
        known = ~np.isnat(days)
        starts = days.copy()
        numbers = period_number(days[known], self.grain, self.week_start)
        starts[known] = period_date(numbers, self.grain, self.week_start)
        return starts


def _distinct(days: Dates) -> Dates:
    """The different days, rising, without NaT. Dates lie close, so marking them is faster than sorting them."""
    known = days[~np.isnat(days)].astype(np.int64)
    if not known.size:
        return days[:0]
    first = int(known.min())
    seen = np.zeros(int(known.max()) - first + 1, dtype=np.bool_)
    seen[known - first] = True
    return (np.flatnonzero(seen) + first).astype("datetime64[D]")


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
    places = np.flatnonzero(~np.isnat(periods))
    if not places.size:
        return places, places
    days = periods[places].astype(np.int64)
    span = int(days.max() - days.min()) + 1
    keys = series.codes[places] * span + (days - days.min())
    if not _repeated(keys):
        return places[:0], places[:0]
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    first = np.repeat(order[starts], np.diff(np.append(starts, ordered.size)))
    repeats = order != first
    again, earlier = order[repeats], first[repeats]
    in_file_order = np.argsort(again, kind="stable")
    return places[again[in_file_order]], places[earlier[in_file_order]]


def _repeated(keys: NDArray[np.int64]) -> bool:
    """Whether any key occurs twice; rows in order show it at once, and counting is faster than sorting while the keys
    lie close."""
    if bool((keys[1:] > keys[:-1]).all()):
        return False
    if int(keys.max()) < 64 * keys.size + 1_000_000:
        seen = np.zeros(int(keys.max()) + 1, dtype=np.bool_)
        seen[keys] = True
        return int(np.count_nonzero(seen)) < keys.size
    ordered = np.sort(keys)
    return bool((ordered[1:] == ordered[:-1]).any())
