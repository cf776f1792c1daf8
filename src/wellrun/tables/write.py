"""Write columns as CSV, JSON, Parquet or XLSX: full precision, missing empty, no live formulas."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal

Kind = Literal["csv", "json", "parquet", "xlsx"]
KINDS: tuple[Kind, ...] = ("csv", "json", "parquet", "xlsx")


def kind_of(path: Path) -> Kind:
    """The format that the ending of `path` asks for. Raises UserError `ending_unknown`."""
    raise NotImplementedError


def write_columns(columns: Mapping[str, Any], out: BinaryIO, kind: Kind) -> None:
    """Write `columns` (name -> array of N: float64 NaN = missing, integers, booleans, datetime64[D] NaT = missing,
    text, `Labels`) to `out`.

    Text that a spreadsheet would run as a formula (it starts with = + - @, a tab or a carriage return) gets
    a leading apostrophe in CSV and is written as text in XLSX.
    """
    raise NotImplementedError
