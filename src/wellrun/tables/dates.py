"""Dates as people write them, or a sentence that says why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wellrun.analytics.calendar import Dates
from wellrun.tables.cells import Cells, Mask

DateOrder = Literal["auto", "day", "month"]
Whole = NDArray[np.int64]

_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?"
# 2025-01-31, 2025/01/31, 2025-01, each with or without a time.
_ISO = r"^(?P<year>\d{4})[-/](?P<month>\d{1,2})(?:[-/](?P<day>\d{1,2})" + _TIME + r")?$"
# 31/01/2025, 31.01.2025, 31-01-2025: which of the first two is the day is settled for the whole column.
_PARTS = r"^(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<year>\d{4})" + _TIME + "$"
# Jan 2025, Jan-25, January 2025, 31 Jan 2025, 31-Jan-25.
_NAMED = r"^(?:(?P<day>\d{1,2})[ -])?(?P<name>[A-Za-z]{3,9})\.?[ /'-]+(?P<year>\d{4}|\d{2})$"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_YEARS = (1900, 2199)
# Two-digit years: 70 to 99 are of the last century.
_CENTURY_FROM = 70
# As many dates cannot all lie in the first twelve days of one January.
_ENOUGH_FOR_MONTHS = 13

SHAPES = "write 2025-01-31, 2025-01, 31/01/2025 or Jan 2025"


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Days of distinct texts (NaT = none) and which of them have an undecided order of day and month."""

    days: Dates
    undecided: Mask
    known_shape: Mask


def dates(cells: Cells, order: DateOrder = "auto") -> Dates:
    """(N,) datetime64[D]; a month stands for its first day, a time of day is dropped. Cells that are no date, and
    missing ones, are refused by row and are NaT.

    The order of day and month in 03/04/2025 is taken from the whole column: a part above 12 settles it, or
    that only one order makes every date a first of a month. Otherwise it is refused, unless `order` says it.
    """
    kind = cells.data.type
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return _typed(cells)
    if not cells.is_text:
        what = "numbers" if pa.types.is_integer(kind) or pa.types.is_floating(kind) else str(kind)
        cells.refuse_all(f"holds {what}, not dates: format the cells as dates, or {SHAPES}")
        return np.full(cells.rows.size, np.datetime64("NaT", "D"))
    coded = pc.dictionary_encode(cells.trimmed()).unify_dictionaries().combine_chunks()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    found = _parse(coded.dictionary, order)
    codes = np.asarray(pc.fill_null(coded.indices, -1), dtype=np.int64)
    missing = codes < 0
    cells.refuse(missing, "the date is missing")
    _refuse(cells, found, np.where(missing, 0, codes), ~missing)
    days = np.full(codes.size, np.datetime64("NaT", "D"))
    days[~missing] = found.days[codes[~missing]]
    return days


def _typed(cells: Cells) -> Dates:
    data = cells.data
    if pa.types.is_timestamp(data.type) and data.type.tz:
        data = pc.local_timestamp(data)
    cells.refuse(np.asarray(data.is_null()), "the date is missing")
    if pa.types.is_date32(data.type) and not data.null_count:
        return _plausible(cells, _as_days(data))
    days = np.asarray(data.cast(pa.timestamp("s"), safe=False)).astype("datetime64[D]")
    return _plausible(cells, days)


def _as_days(data: pa.ChunkedArray) -> Dates:
    """(N,) whole days that are there, one chunk after another: without a copy of 32 bits in between."""
    days = np.empty(len(data), dtype="datetime64[D]")
    start = 0
    for chunk in data.chunks:
        days.view(np.int64)[start : start + len(chunk)] = np.asarray(chunk.cast(pa.int32()))
        start += len(chunk)
    return days


def _plausible(cells: Cells, days: Dates) -> Dates:
    if days.size and _in_years(days.min()) and _in_years(days.max()):
        return days
    years = days.astype("datetime64[Y]").astype(np.int64) + 1970
    odd = ~np.isnat(days) & ((years < _YEARS[0]) | (years > _YEARS[1]))
    cells.refuse(odd, lambda cell: f"{cell} is not a plausible year")
    return np.where(odd, np.datetime64("NaT", "D"), days)


def _in_years(day: np.datetime64) -> bool:
    return bool(np.datetime64(str(_YEARS[0]), "D") <= day < np.datetime64(str(_YEARS[1] + 1), "D"))


def _refuse(cells: Cells, found: _Found, codes: Whole, present: Mask) -> None:
    if not found.days.size:
        return
    wrong = np.isnat(found.days)
    for which, sentence in (
        (wrong & ~found.known_shape, f"is not a date: {SHAPES}"),
        (wrong & found.known_shape & ~found.undecided, "is not a date in the calendar"),
        (found.undecided, "may be day/month or month/day: write 2025-01-31"),
    ):
        if which.any():
            cells.refuse(present & which[codes], lambda cell, why=sentence: f"{cell} {why}")  # type: ignore[misc]


def _parse(texts: pa.StringArray, order: DateOrder) -> _Found:
    found = _Found(
        np.full(len(texts), np.datetime64("NaT", "D")),
        np.zeros(len(texts), dtype=np.bool_),
        np.zeros(len(texts), dtype=np.bool_),
    )
    _iso(texts, found)
    _named(texts, found)
    _parts(texts, found, order)
    return found


def _iso(texts: pa.StringArray, found: _Found) -> None:
    parts = pc.extract_regex(texts, _ISO)
    here = np.asarray(parts.is_valid())
    found.known_shape[here] = True
    found.days[here] = _days(_whole(parts, "year"), _whole(parts, "month"), _whole(parts, "day", 1))[here]


def _named(texts: pa.StringArray, found: _Found) -> None:
    parts = pc.extract_regex(texts, _NAMED)
    here = np.asarray(parts.is_valid())
    if not here.any():
        return
    names = pc.utf8_lower(pc.struct_field(parts, "name"))
    short = pc.index_in(names, pa.array([*_MONTHS, "sept"]))
    full = pc.index_in(names, pa.array(_FULL))
    months = np.asarray(pc.fill_null(pc.coalesce(full, short), -1), dtype=np.int64) + 1
    months[months == len(_MONTHS) + 1] = 9
    years = _whole(parts, "year")
    two_digits = np.asarray(pc.fill_null(pc.utf8_length(pc.struct_field(parts, "year")), 0)) == 2
    years += np.where(two_digits, np.where(years < _CENTURY_FROM, 2000, 1900), 0)
    here &= months > 0
    found.known_shape[here] = True
    found.days[here] = _days(years, months, _whole(parts, "day", 1))[here]


def _parts(texts: pa.StringArray, found: _Found, order: DateOrder) -> None:
    parts = pc.extract_regex(texts, _PARTS)
    here = np.asarray(parts.is_valid())
    if not here.any():
        return
    first, second, years = (_whole(parts, name)[here] for name in ("first", "second", "year"))
    day_first, month_first = _days(years, second, first), _days(years, first, second)
    chosen = _order(first, second, day_first, month_first) if order == "auto" else order
    days = month_first if chosen == "month" else day_first
    doubtful = (first != second) & (first <= 12) & (second <= 12) & (chosen == "auto")
    if chosen == "auto":
        days = np.where(first > 12, day_first, np.where(second > 12, month_first, day_first))
    found.known_shape[here] = True
    found.days[here] = np.where(doubtful, np.datetime64("NaT", "D"), days)
    found.undecided[here] = doubtful


def _order(first: Whole, second: Whole, day_first: Dates, month_first: Dates) -> DateOrder:
    """What the column says about its order; "auto" when it says nothing, or both."""
    is_day, is_month = bool((first > 12).any()), bool((second > 12).any())
    if is_day != is_month:
        return "day" if is_day else "month"
    if is_day or first.size < _ENOUGH_FOR_MONTHS:
        return "auto"
    starts = [bool((days == days.astype("datetime64[M]").astype("datetime64[D]")).all()) for days in
              (day_first, month_first)]  # fmt: skip
    if starts[0] != starts[1]:
        return "day" if starts[0] else "month"
    return "auto"


def _whole(parts: pa.StructArray, name: str, default: int = 0) -> Whole:
    """A named part as whole numbers; where the text has no such part, `default`."""
    text = pc.struct_field(parts, name)
    empty = pc.equal(text, "")
    filled = pc.fill_null(pc.if_else(empty, pa.scalar(str(default)), text), str(default))
    return np.asarray(filled.cast(pa.int64()), dtype=np.int64).copy()


def _days(years: Whole, months: Whole, days: Whole) -> Dates:
    """The dates of the calendar with these parts, NaT where there is none."""
    months_on = (years - 1970) * 12 + months - 1
    starts = months_on.astype("datetime64[M]")
    found = starts.astype("datetime64[D]") + (days - 1).astype("timedelta64[D]")
    there = (months >= 1) & (months <= 12) & (days >= 1) & (found.astype("datetime64[M]") == starts)
    there &= (years >= _YEARS[0]) & (years <= _YEARS[1])
    return np.where(there, found, np.datetime64("NaT", "D"))
