"""A file as columns, with the row each value came from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

RowNumbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """What was read, before anything is understood.

    `file`: the name for messages. `headers`: as written in the file, trimmed. `columns`: one Arrow array a
    header, text (CSV) or typed (Parquet, XLSX), null or empty text = missing. `rows`: (N,) the row in the file as
    a person sees it, header = row 1. `notes`: what a person should be told about how it was read.
    """

    file: str
    headers: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    rows: RowNumbers
    notes: tuple[str, ...] = ()

    @property
    def n_rows(self) -> int:
        return int(self.rows.size)

    def column(self, header: str) -> pa.ChunkedArray:
        """The column under `header` (exactly as in `headers`)."""
        return self.columns[self.headers.index(header)]
