"""A worksheet as a table of typed columns."""

from __future__ import annotations

import logging
from typing import Any

import fastexcel
import numpy as np
import pyarrow as pa

from wellrun.tables.errors import FileError, RowError
from wellrun.tables.formats.workbook_guard import guard_workbook
from wellrun.tables.limits import Limits
from wellrun.tables.table import Table, drop_blank_rows

# They tell the terminal about every empty column and odd part.
for _talker in ("fastexcel", "calamine"):
    logging.getLogger(_talker).addHandler(logging.NullHandler())

_LOOK_FOR_HEADER = 50


def read_xlsx(data: bytes, file: str, sheet: str | None, limits: Limits) -> Table:
    """The table in one worksheet, by default the first visible one; its header is the first row with anything in it.

    Cells that hold an error (#N/A, #DIV/0!) are missing and listed in `faults`. Raises FileError.
    """
    guard_workbook(data, file, limits)
    try:
        return _read(data, file, sheet)
    except (FileError, MemoryError, KeyboardInterrupt):
        raise
    except BaseException as error:
        # The reader is compiled: its own exceptions, and panics that are no Exception, all mean the same here.
        if not isinstance(error, fastexcel.FastExcelError) and type(error).__name__ != "PanicException":
            raise
        raise FileError("workbook_damaged", file, "the workbook is damaged or has a password: save it again") from None


def _read(data: bytes, file: str, sheet: str | None) -> Table:
    workbook = fastexcel.read_excel(data)
    name, notes = _choose(workbook.sheet_names, sheet, file)
    top = workbook.load_sheet(name, header_row=None, skip_rows=0, n_rows=_LOOK_FOR_HEADER, dtypes="string")
    if not top.total_height:
        raise FileError("file_empty", file, f"the worksheet {name} is empty")
    body = workbook.load_sheet(name, header_row=0, schema_sample_rows=None)
    # The reader skips blank rows at the top in the second call and not in the first.
    header_at = top.total_height - body.total_height
    batch, bad = body.to_arrow_with_errors()
    columns = tuple(pa.chunked_array([column]) for column in batch.columns)
    headers = _headers(top.to_arrow(), header_at - 1, batch.schema.names)
    rows = np.arange(header_at + 1, header_at + 1 + batch.num_rows, dtype=np.int64)
    faults = tuple(_fault(cell, headers, header_at) for cell in bad.errors) if bad else ()
    return drop_blank_rows(Table(file, headers, columns, rows, notes, faults))


def _choose(names: list[str], wanted: str | None, file: str) -> tuple[str, tuple[str, ...]]:
    if not names:
        raise FileError("file_empty", file, "the workbook has no worksheet")
    if wanted is not None and wanted not in names:
        raise FileError("sheet_missing", file, f"there is no worksheet {wanted}; there are: {', '.join(names)}")
    if wanted is not None or len(names) == 1:
        return wanted or names[0], ()
    note = f"The worksheet {names[0]} was read; not read: {', '.join(names[1:])}."
    return names[0], (note,)


def _headers(top: Any, at: int, fallback: list[str]) -> tuple[str, ...]:
    """The header as written: the reader renames repeated and blank headers, which would hide them."""
    if at >= top.num_rows or top.num_columns != len(fallback):
        return tuple(fallback)
    return tuple(str(column[at].as_py() or "").strip() for column in top.columns)


def _fault(cell: Any, headers: tuple[str, ...], header_at: int) -> RowError:
    row, column = cell.offset_position
    return RowError(header_at + 1 + row, headers[column], "the cell holds a spreadsheet error (such as #N/A)")
