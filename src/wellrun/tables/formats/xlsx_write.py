"""Columns as a worksheet: numbers in full precision, dates as dates, text never as a formula."""

from __future__ import annotations

import datetime as dt
from typing import Any, BinaryIO

import pyarrow as pa
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from wellrun.lib.errors import UserError

MOST_ROWS = 1_048_575
_DATE_FORMAT = {"num_format": "yyyy-mm-dd"}
# A fixed date in the file's properties: the same columns make the same bytes.
_MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001


class _ExactWorksheet(Worksheet):  # type: ignore[misc]
    """XlsxWriter writes 16 digits, which do not bring every number back."""

    def _xml_number_element(self, number: float, attributes: Any = None) -> None:
        written = "".join(f' {key}="{value}"' for key, value in attributes or ())
        self.fh.write(f"<c{written}><v>{number!r}</v></c>")


def write_xlsx(table: pa.Table, out: BinaryIO) -> None:
    """Write `table` as one worksheet, null as an empty cell. Raises UserError `too_many_rows`."""
    if table.num_rows > MOST_ROWS:
        sentence = f"an XLSX worksheet holds {MOST_ROWS:,} rows, this has {table.num_rows:,}: write CSV or Parquet"
        raise UserError("too_many_rows", sentence)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet("wellrun", worksheet_class=_ExactWorksheet)
        date_format = book.add_format(_DATE_FORMAT)
        bold = book.add_format({"bold": True})
        for place, name in enumerate(table.column_names):
            sheet.write_string(0, place, name, bold)
            _write_column(sheet, place, table.column(name), date_format)
        sheet.freeze_panes(1, 0)


def _write_column(sheet: Worksheet, place: int, column: pa.ChunkedArray, date_format: Any) -> None:
    if pa.types.is_date(column.type):
        sheet.set_column(place, place, 11)
    for row, cell in enumerate(column.to_pylist(), start=1):
        if cell is None:
            continue
        if isinstance(cell, bool):
            sheet.write_boolean(row, place, cell)
        elif isinstance(cell, dt.date):
            sheet.write_datetime(row, place, cell, date_format)
        elif isinstance(cell, str):
            sheet.write_string(row, place, cell)
        else:
            sheet.write_number(row, place, cell)
