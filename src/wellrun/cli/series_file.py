"""A file as a long table, and that as a panel: how every analyst's tool on series begins."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from wellrun.analytics.calendar import Grain, period_number
from wellrun.analytics.panel import Panel
from wellrun.cli.event_rows import is_sparse
from wellrun.cli.rates import without_rates
from wellrun.lib.errors import UserError
from wellrun.tables.columns import map_columns
from wellrun.tables.errors import TableErrors
from wellrun.tables.long import LongTable, Reading, read_long
from wellrun.tables.periods import Rhythm
from wellrun.tables.read import read_table
from wellrun.tables.table import Table

ONE_ROW_A_PERIOD = "add the counts of a period up, so that each has one row"
STANDARD_INPUT = "standard input"
# Series times periods; reading, judging and writing hold about 200 bytes for each.
_MOST_CELLS = 25_000_000


def read_input(file: str) -> Table:
    """The table in the file that a person named; - is the standard input. Raises FileError."""
    source = sys.stdin.buffer if file == "-" else None
    return read_table(source or Path(file), name=STANDARD_INPUT if source else file)


def read_series(file: str, *, every: str, columns: Mapping[str, str], as_of: dt.date | None = None) -> LongTable:
    """The observations of a file; a period that a series has twice is refused with what takes rows one by one.

    See `series_of` for the arguments. Raises FileError, TableErrors, UserError.
    """
    raw = read_input(file)
    try:
        return without_rates(series_of(raw, every=every, columns=columns, as_of=as_of))
    except TableErrors as error:
        if every == "event" or not _is_read(raw, columns):
            raise
        fields = map_columns(raw.headers, raw.file, mapping=columns).keys()
        counted = {"numerator", "denominator"} <= fields
        hint = ONE_ROW_A_PERIOD if counted else "--every event takes each row for an event of its own"
        raise UserError(error.code, f"{error.sentence}: {hint}", **error.params) from None


def series_of(
    raw: Table,
    *,
    every: str,
    columns: Mapping[str, str],
    as_of: dt.date | None = None,
    bounded: bool = False,
    figures: bool = True,
) -> LongTable:
    """The observations of a table. `every`: auto or a grain; `bounded`: a numerator above its denominator is refused;
    `figures`: whether there must be any, or dates of events will do.

    Raises FileError, TableErrors.
    """
    reading = Reading(
        mapping=columns,
        grain="auto" if every == "auto" else Grain(every),
        week_start="auto",
        bounded=bounded,
        figures=figures,
    )
    long = read_long(raw, reading)
    return long if as_of is None else long.until(np.datetime64(as_of, "D"))


def _is_read(raw: Table, columns: Mapping[str, str]) -> bool:
    """Whether the table can be read with a row an event: then only repeated periods were wrong with it."""
    try:
        series_of(raw, every="event", columns=columns)
    except UserError:
        return False
    return True


def in_file(refusal: UserError, where: str, series: str) -> UserError:
    """A refusal of a series as the line of a file: it goes on after the file's name, or begins with a series."""
    sentence = refusal.sentence.removesuffix(".")
    if not series or not sentence.startswith(series):
        sentence = sentence[0].lower() + sentence[1:]
    return UserError(refusal.code, f"{where}: {sentence}", **refusal.params)


def sparse_remark(table: LongTable) -> tuple[str, ...]:
    """That most days (or weeks) have no row, where that is so: then rows are perhaps no periods at all."""
    if table.rhythm is None or not is_sparse(table):
        return ()
    said = f"most {table.rhythm.grain}s have no row"
    if "numerator" in table.has:
        return (said,)
    return (f"{said}: if each row is an event, --every event judges them one after another",)


def panel_of(table: LongTable) -> Panel:
    """Its series over its periods. Raises UserError `panel_too_large`."""
    rhythm = table.rhythm or Rhythm(Grain.MONTH)
    _check_size(table, rhythm)
    counted = "numerator" in table.has and "denominator" in table.has
    return Panel.from_codes(
        table.series.names,
        table.series.codes,
        table.period,
        grain=rhythm.grain,
        values=table.value,
        numerators=table.numerator if counted else None,
        denominators=table.denominator if counted else None,
        week_start=rhythm.week_start,
    )


def _check_size(table: LongTable, rhythm: Rhythm) -> None:
    """A few stray dates can stretch a panel beyond any memory. Raises UserError `panel_too_large`."""
    if rhythm.grain is Grain.EVENT:
        return
    first, last = table.period.min(), table.period.max()
    numbers = period_number(np.array([first, last]), rhythm.grain, rhythm.week_start)
    cells = (int(numbers[1]) - int(numbers[0]) + 1) * len(table.series.names)
    if cells > _MOST_CELLS:
        sentence = (
            f"{table.file}: {len(table.series.names):,} series by {rhythm.grain} from {first} to {last} is too much "
            "for one run: split the file, or look for a date that is far from the others"
        )
        raise UserError("panel_too_large", sentence)
