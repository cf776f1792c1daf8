"""A Parquet file as a table of typed columns."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as arrow_parquet

from wellrun.tables.errors import FileError
from wellrun.tables.limits import MEGABYTE, Limits
from wellrun.tables.table import Table

# Large batches repeat the codes of texts less often; 4 million cells are 32 MB of numbers.
_ROWS_IN_BATCH = 65_536
_CELLS_IN_BATCH = 4_000_000


def read_parquet(data: bytes, file: str, limits: Limits) -> Table:
    """The table in Parquet `data`; its first row counts as row 2, as it would under a header. Raises FileError.

    It is unpacked batch by batch, because a few bytes can declare billions of rows.
    """
    try:
        source = _open(data, file, limits)
        if len(source.schema_arrow) > limits.columns:
            sentence = f"the file has {len(source.schema_arrow):,} columns; at most {limits.columns} are read"
            raise FileError("too_many_columns", file, sentence)
        table = pa.Table.from_batches(_batches(source, file, limits), schema=source.schema_arrow)
        table.validate(full=True)
    except (pa.ArrowException, OSError, ValueError, KeyError):
        raise FileError("parquet_damaged", file, "the Parquet file is damaged: send it again") from None
    headers = tuple(name.strip() for name in table.column_names)
    return Table(file, headers, tuple(table.columns), np.arange(2, table.num_rows + 2, dtype=np.int64))


def _open(data: bytes, file: str, limits: Limits) -> arrow_parquet.ParquetFile:
    """The file with its texts left as codes, so that a long text repeated a billion times stays one text."""
    plain = arrow_parquet.ParquetFile(pa.BufferReader(data))
    if plain.metadata.num_rows > limits.rows:
        raise FileError("too_many_rows", file, f"the file has more than {limits.rows:,} rows: split it")
    groups = range(plain.metadata.num_row_groups)
    if sum(plain.metadata.row_group(group).total_byte_size for group in groups) > limits.unpacked_bytes:
        raise _too_large(file, limits)
    texts = [field.name for field in plain.schema_arrow if _is_text(field.type)]
    return arrow_parquet.ParquetFile(pa.BufferReader(data), read_dictionary=texts)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _too_large(file: str, limits: Limits) -> FileError:
    size = limits.unpacked_bytes // MEGABYTE
    return FileError("unpacks_too_large", file, f"the file unpacks to more than {size:,} MB: it is not read")


def _batches(source: arrow_parquet.ParquetFile, file: str, limits: Limits) -> list[pa.RecordBatch]:
    batches: list[pa.RecordBatch] = []
    n_bytes = 0
    rows = max(_ROWS_IN_BATCH, _CELLS_IN_BATCH // max(1, len(source.schema_arrow)))
    for batch in source.iter_batches(batch_size=rows):
        n_bytes += batch.nbytes
        if n_bytes > limits.unpacked_bytes:
            raise _too_large(file, limits)
        batches.append(batch)
    return batches
