"""Long columns of days: they repeat and lie close, so what depends on the day alone is worked out once a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Dates = NDArray[np.datetime64]

# Pieces that stay in a core's own cache: millions of rows in one go are mostly waiting for fresh memory.
_ROWS_IN_PIECE = 32_768
# Below it a table for each day costs more than it spares.
_MANY_ROWS = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class DayTable:
    """One answer for each day of a span without gaps that begins on day number `first`."""

    first: int
    answers: NDArray[Any]

    @classmethod
    def over(cls, days: Dates, answer: Callable[[Dates], NDArray[Any]]) -> DayTable:
        """The answers for every day from the earliest to the latest of `days`, which are some and hold no NaT."""
        numbers = days.view(np.int64)
        first = int(numbers.min())
        return cls(first, answer(np.arange(first, int(numbers.max()) + 1).view("datetime64[D]")))

    def of(self, days: Dates) -> NDArray[Any]:
        """The answer for each of `days`, all within the span."""
        found: NDArray[Any] = self.answers[days.view(np.int64) - self.first]
        return found


def pieces(n_rows: int) -> Iterator[slice]:
    """All rows, a few at a time."""
    for start in range(0, n_rows, _ROWS_IN_PIECE):
        yield slice(start, start + _ROWS_IN_PIECE)


def looked_up(days: Dates, answer: Callable[[Dates], NDArray[Any]]) -> NDArray[Any]:
    """`answer(days)` of a function that treats each day alike; with many days it is asked once for each.

    Where there are days that are NaT, or fewer rows than days between the first and the last, it is asked for all.
    """
    if not _are_many(days):
        return answer(days)
    found: NDArray[Any] | None = None
    for piece, answers in looked_up_in_pieces(days, answer):
        found = np.empty(days.size, dtype=answers.dtype) if found is None else found
        found[piece] = answers
    return answer(days) if found is None else found


def looked_up_in_pieces(days: Dates, answer: Callable[[Dates], NDArray[Any]]) -> Iterator[tuple[slice, NDArray[Any]]]:
    """The same a few rows at a time, for what needs no column of answers: (rows, their answers)."""
    table = DayTable.over(days, answer) if _are_many(days) else None
    for piece in pieces(days.size):
        yield piece, answer(days[piece]) if table is None else table.of(days[piece])


def _are_many(days: Dates) -> bool:
    """Whether there are enough rows for a table of all days from the first to the last."""
    if days.ndim != 1 or days.size < _MANY_ROWS or days.dtype != np.dtype("datetime64[D]"):
        return False
    numbers = days.view(np.int64)
    # NaT is the least of all numbers, so its span is wide as well.
    return int(numbers.max()) - int(numbers.min()) < days.size


def distinct_days(days: Dates) -> Dates:
    """The different days, rising, without NaT. Marking them is faster than sorting them."""
    if np.isnat(days).any():
        days = days[~np.isnat(days)]
    if not days.size:
        return days[:0]
    numbers = days.view(np.int64)
    first, last = int(numbers.min()), int(numbers.max())
    if last - first > 100 * days.size + 1_000_000:
        return np.unique(days)
    seen = np.zeros(last - first + 1, dtype=np.bool_)
    for piece in pieces(days.size):
        seen[numbers[piece] - first] = True
    return (np.flatnonzero(seen) + first).astype("datetime64[D]")
