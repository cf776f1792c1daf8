"""Between columns and rows of a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from wellrun.measures.bulk.contract import NOT_ROLLED_UP, Days, Figures, Small


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


def figures_of(rows: Sequence[tuple[Any, ...]]) -> Figures:
    """Columns from rows of (series, day or date, value, numerator, denominator, reporting, expected, judged)."""
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * 8
    return Figures(
        np.array(columns[0], dtype=np.int64),
        np.array(columns[1], dtype="datetime64[D]").astype(np.int64),
        np.array(columns[2], dtype=np.float64),
        np.array(columns[3], dtype=np.float64),
        np.array(columns[4], dtype=np.float64),
        _small(columns[5]),
        _small(columns[6]),
        np.array(columns[7], dtype=np.bool_),
    )


def _small(column: Sequence[int | None]) -> Small:
    wide = np.array(column, dtype=np.float64)
    wide[np.isnan(wide)] = NOT_ROLLED_UP
    return wide.astype(np.int16)
