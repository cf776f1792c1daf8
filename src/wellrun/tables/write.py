"""Write columns as CSV, JSON, Parquet or XLSX: full precision, missing empty, no live formulas."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO, Literal

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as arrow_parquet

from wellrun.lib.errors import UserError
from wellrun.tables.formats.formulas import neutralised
from wellrun.tables.labels import Labels

Kind = Literal["csv", "json", "parquet", "xlsx"]
KINDS: tuple[Kind, ...] = ("csv", "json", "parquet", "xlsx")

_JSON_CHUNK = 10_000
_LOOKED_AT = 2_000


def kind_of(path: Path) -> Kind:
    """The format that the ending of `path` asks for. Raises UserError `ending_unknown`."""
    ending = path.suffix.lower().removeprefix(".")
    for kind in KINDS:
        if ending == kind:
            return kind
    raise UserError("ending_unknown", f"{path}: the ending decides the format; use .csv, .json, .parquet or .xlsx")


def write_columns(columns: Mapping[str, Any], out: BinaryIO, kind: Kind) -> None:
    """Write `columns` (name -> array of N: float64 NaN = missing, integers, booleans, datetime64[D] NaT = missing,
    text, `Labels`) to `out`.

    Text that a spreadsheet would run as a formula gets a leading apostrophe in CSV, which reading takes
    away again, and is written as text in XLSX. Raises UserError when the rows do not fit into XLSX.
    """
    write_parts([columns], out, kind)


def write_parts(parts: Iterable[Mapping[str, Any]], out: BinaryIO, kind: Kind) -> None:
    """Write the rows of all parts, each as for `write_columns`, one after another; there is at least one.

    Parquet holds one part in memory at a time.
    """
    if kind == "parquet":
        _write_parquet(map(_arrow, parts), out)
    elif kind == "csv":
        _write_csv(pa.concat_tables([_arrow(part, for_csv=True) for part in parts]), out)
    elif kind == "xlsx":
        # A library of its own, which only workbooks need.
        from wellrun.tables.formats.xlsx_write import write_xlsx

        write_xlsx(pa.concat_tables(map(_arrow, parts)), out)
    else:
        write_records((record for part in parts for record in _records(_arrow(part))), out)


def write_records(records: Iterable[Mapping[str, Any]], out: BinaryIO) -> None:
    """Write a JSON list, one object a line; numbers in full precision, None as null."""
    opening = b"["
    for record in records:
        out.write(opening + b"\n" + json.dumps(record, ensure_ascii=False, allow_nan=False).encode())
        opening = b","
    out.write(b"\n]\n" if opening == b"," else b"[]\n")


def _write_parquet(tables: Iterator[pa.Table], out: BinaryIO) -> None:
    first = next(tables)
    with (
        arrow_parquet.ParquetWriter(
            out,
            first.schema,
            compression={name: _packing(first[name]) for name in first.column_names},
            # Numbers that repeat are packed as small without: looking for repeats costs as much as all the writing.
            use_dictionary=[field.name for field in first.schema if pa.types.is_dictionary(field.type)],
            # Rows are in the order of the first column and picked by date; the ends of all others cost a third.
            write_statistics=[
                field.name for at, field in enumerate(first.schema) if at == 0 or pa.types.is_date(field.type)
            ],
        ) as writer,
        ThreadPoolExecutor(1) as beside,
    ):
        # Packing one part leaves Python free to make the next one meanwhile.
        writing = beside.submit(writer.write_table, first)
        for table in tables:
            writing.result()
            writing = beside.submit(writer.write_table, table)
        writing.result()


def _packing(column: pa.ChunkedArray) -> str:
    """Measured numbers that never repeat become a tenth smaller at four times the cost of not trying, so they are
    hardly packed; whether they repeat is judged by their beginning."""
    beginning = column.slice(0, _LOOKED_AT)
    repeats = len(beginning.unique()) <= len(beginning) // 2
    return "zstd" if repeats or not pa.types.is_floating(column.type) else "snappy"


def _write_csv(table: pa.Table, out: BinaryIO) -> None:
    out.write((",".join(table.column_names) + "\n").encode())
    # Arrow's "needed" puts quotation marks around every text; "none" is for texts that need none.
    quoting = "needed" if any(_needs_quotes(column) for column in table.columns) else "none"
    table = table.cast(pa.schema([(field.name, _written_as(field.type)) for field in table.schema]))
    options = arrow_csv.WriteOptions(include_header=False, quoting_style=quoting, batch_size=65_536)
    arrow_csv.write_csv(table, pa.PythonFile(out, "w"), options)


def _needs_quotes(column: pa.ChunkedArray) -> bool:
    if not pa.types.is_dictionary(column.type):
        return False
    return any(set(',"\r\n') & set(name) for chunk in column.chunks for name in chunk.dictionary.to_pylist())


def _written_as(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _arrow(columns: Mapping[str, Any], for_csv: bool = False) -> pa.Table:
    return pa.table({name: _column(column, for_csv) for name, column in columns.items()})


def _column(column: Any, for_csv: bool) -> pa.Array:
    if isinstance(column, Labels):
        return _texts(column.codes, column.names, for_csv)
    array = np.asarray(column)
    if array.dtype.kind == "f":
        return pa.array(array, from_pandas=True)
    if array.dtype.kind == "M":
        return pa.array(array.astype("datetime64[D]"), type=pa.date32())
    if array.dtype.kind in "OU":
        names, codes = np.unique(array.astype(str), return_inverse=True)
        return _texts(codes, names.tolist(), for_csv)
    return pa.array(array)


def _texts(codes: Any, names: Iterable[str], for_csv: bool) -> pa.Array:
    """Text by code; an empty one is missing."""
    written = [neutralised(name) if for_csv else name for name in names]
    empty = np.array([not name for name in written], dtype=np.bool_)
    indices = pa.array(np.asarray(codes, dtype=np.int32), mask=empty[codes] if empty.any() else None)
    return pa.DictionaryArray.from_arrays(indices, pa.array(written, pa.string()))


def _records(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(max_chunksize=_JSON_CHUNK):
        columns = [_plain(column) for column in batch.columns]
        for row in zip(*columns, strict=True):
            yield dict(zip(table.column_names, row, strict=True))


def _plain(column: pa.Array) -> list[Any]:
    """Values that JSON knows."""
    if pa.types.is_date(column.type):
        return list(itertools.chain(column.cast(pa.string()).to_pylist()))
    return list(column.to_pylist())
