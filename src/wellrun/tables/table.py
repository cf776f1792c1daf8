"""A file as columns, with the row each value came from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wellrun.tables.errors import RowError

RowNumbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """What was read, before anything is understood.

    `file`: the name for messages. `headers`: as written in the file, trimmed. `columns`: one Arrow array a
    header, text (CSV) or typed (Parquet, XLSX), null or empty text = missing. `rows`: (N,) the row in the file as
    a person sees it, header = row 1. `notes`: what a person should be told about how it was read.
    `faults`: cells that hold an error; they matter once their column is used. `escaped`: an
    apostrophe before what a spreadsheet would run as a formula is no part of the text.
    """

    file: str
    headers: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    rows: RowNumbers
    notes: tuple[str, ...] = ()
    faults: tuple[RowError, ...] = ()
    escaped: bool = False

    @property
    def n_rows(self) -> int:
        return int(self.rows.size)

    def column(self, header: str) -> pa.ChunkedArray:
        """The column under `header` (exactly as in `headers`)."""
        return self.columns[self.headers.index(header)]


def drop_blank_rows(table: Table) -> Table:
    """The table without rows in which every cell is missing; the others keep their numbers."""
    blank: NDArray[np.bool_] | None = None
    for column in table.columns:
        empty = np.asarray(column.is_null())
        blank = empty if blank is None else blank & empty
        if not blank.any():
            return table
    if blank is None:
        return table
    kept = ~blank
    mask = pa.array(kept)
    columns = tuple(column.filter(mask) for column in table.columns)
    return replace(table, columns=columns, rows=table.rows[kept])
