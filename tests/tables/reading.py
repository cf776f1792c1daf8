"""Short ways to read bytes in the tests of tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from wellrun.tables.cells import Cells
from wellrun.tables.errors import RowErrors
from wellrun.tables.long import LongTable, Reading, read_long
from wellrun.tables.read import read_table


def long(data: bytes | str, **reading: Any) -> LongTable:
    """The long table in `data`, called FILE."""
    return read_long(read_table(data.encode() if isinstance(data, str) else data, name="FILE"), Reading(**reading))


def cells(texts: list[Any], kind: Any = None) -> Cells:
    """A column called c whose first cell is in row 2."""
    rows = np.arange(2, len(texts) + 2, dtype=np.int64)
    return Cells("c", pa.chunked_array([pa.array(texts, kind or pa.string())]), rows, RowErrors("FILE"))


def refused_rows(column: Cells) -> list[int]:
    """The rows refused so far."""
    return sorted(error.row for error in column.errors._kept)
