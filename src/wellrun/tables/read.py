"""Read a table, whatever it is: CSV (also gzipped), XLSX or Parquet, judged by content and not by name."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from wellrun.tables.limits import LOCAL, Limits
from wellrun.tables.table import Table


def read_table(
    source: Path | bytes | BinaryIO, *, name: str = "", sheet: str | None = None, limits: Limits = LOCAL
) -> Table:
    """The table in `source`; `name` is what messages call it (by default the path).

    `sheet`: which worksheet, by default the only or first one. Raises FileError when the file as a whole
    cannot be read or is over a limit, TableErrors when rows have the wrong number of cells.
    """
    raise NotImplementedError
