"""Between columns and rows of a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.bulk.contract import NOT_ROLLED_UP, Days, Figures, Small

CHUNK = 2_000


def iso_days(days: Days) -> list[str]:
    """Each day as an ISO date; there are few distinct ones, so each text is made once."""
    distinct, codes = np.unique(days, return_inverse=True)
    texts = np.datetime_as_string(distinct.astype("datetime64[D]")).astype(object)
    named: list[str] = texts[codes].tolist()
    return named


def days_of(dates: Sequence[Any], absent: int) -> Days:
    """Days since 1970 of dates or ISO texts; `absent` where there is None."""
    days = np.array(dates, dtype="datetime64[D]")
    return np.where(np.isnat(days), absent, days.astype(np.int64))


def small_or_none(column: Small) -> list[int | None]:
    """The column with None where it is not rolled up."""
    if not (column != NOT_ROLLED_UP).any():
        return [None] * column.size
    return [None if entry == NOT_ROLLED_UP else entry for entry in column.tolist()]


def rows_of(figures: Figures, *constants: Any) -> Iterator[tuple[Any, ...]]:
    """(series, period, value, numerator, denominator, reporting, expected, judged, *constants) row by row.

    A missing number stays NaN: SQLite stores it as NULL.
    """
    columns: list[Sequence[Any]] = [
        figures.series_ids.tolist(),
        iso_days(figures.days),
        figures.values.tolist(),
        figures.numerators.tolist(),
        figures.denominators.tolist(),
        small_or_none(figures.reporting),
        small_or_none(figures.expected),
        figures.judged.tolist(),
    ]
    return zip(*columns, *([constant] * figures.size for constant in constants), strict=True)


_TYPES: tuple[Any, ...] = (np.int64, "datetime64[D]", np.float64, np.float64, np.float64, np.int16, np.int16, np.bool_)


def figures_of(cursor: Any) -> Figures:
    """The rest of a cursor over (series, date, value, numerator, denominator, reporting, expected, judged).

    Where not rolled up, reporting and expected come as -1. Fetched by the thousand: rows that are turned into
    columns at once stay out of the garbage collector's way, which takes as long as the query otherwise.
    """
    chunks = [_columns(())]
    while rows := cursor.fetchmany(CHUNK):
        chunks.append(_columns(rows))
    series_ids, dates, *others = (np.concatenate(column) for column in zip(*chunks, strict=True))
    return Figures(series_ids, dates.astype(np.int64), *others)


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[NDArray[Any]]:
    columns = zip(*rows, strict=True) if rows else [()] * len(_TYPES)
    return [np.array(column, dtype=kind) for column, kind in zip(columns, _TYPES, strict=True)]
