"""Read a table, whatever it is: CSV (also gzipped), XLSX or Parquet, judged by content and not by name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from wellrun.tables.arrive import arrive, unpack_gzip
from wellrun.tables.errors import FileError
from wellrun.tables.formats.content import content_of
from wellrun.tables.formats.csv_read import read_csv
from wellrun.tables.formats.parquet_read import read_parquet
from wellrun.tables.formats.xlsx_read import read_xlsx
from wellrun.tables.limits import LOCAL, Limits
from wellrun.tables.table import Table


def read_table(
    source: Path | bytes | BinaryIO, *, name: str = "", sheet: str | None = None, limits: Limits = LOCAL
) -> Table:
    """The table in `source`; `name` is what messages call it (by default the path).

    `sheet`: which worksheet, by default the first one. Raises FileError when the file as a whole
    cannot be read or is over a limit, TableErrors when rows have the wrong number of cells.
    """
    file = name or (str(source) if isinstance(source, Path) else "the table")
    data = arrive(source, file, limits)
    content = content_of(data, file)
    if content == "gzip":
        data = unpack_gzip(data, file, limits)
        content = content_of(data, file)
        if content == "gzip":
            raise FileError("packed_twice", file, "the file is packed twice: unpack it first")
    if content == "zip":
        table = read_xlsx(data, file, sheet, limits)
        table = _told(table, file, (".xlsx", ".xlsm"), "an Excel workbook")
    elif content == "parquet":
        table = _told(read_parquet(data, file, limits), file, (".parquet", ".pq"), "Parquet")
    else:
        table = read_csv(data, file, limits)
    if not table.n_rows:
        raise FileError("no_rows", file, "there is a header and no row below it")
    return table


def _told(table: Table, file: str, endings: tuple[str, ...], what: str) -> Table:
    """The table, with a note when its name promised something else."""
    suffix = Path(file).suffix.lower()
    if not suffix or suffix in endings or suffix == ".gz":
        return table
    return replace(table, notes=(f"{file} is {what} by its content and was read as one.", *table.notes))
