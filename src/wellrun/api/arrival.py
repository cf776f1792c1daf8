"""Pushed rows as the table that a file would give, so that both are understood and checked alike."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa

from wellrun.api.schemas.observations import PushIn, RowIn
from wellrun.jobs.reading import reading_by_definitions
from wellrun.measures.receiving import FileFacts
from wellrun.tables.long import LongTable, read_long
from wellrun.tables.table import Table

_TEXTS = ("measure", "unit", "stratum", "period")
_NUMBERS = ("value", "numerator", "denominator")


def table_of(given: PushIn, within: Collection[UUID]) -> LongTable:
    """The rows, numbered from 1, understood by the definitions on record. Raises TableErrors, FileError.

    `within`: ids of the units they may speak of.
    """
    columns = [_column(given.rows, name, pa.string()) for name in _TEXTS]
    columns += [_column(given.rows, name, pa.float64()) for name in _NUMBERS]
    table = Table(
        file=given.name or "push",
        headers=_TEXTS + _NUMBERS,
        columns=tuple(columns),
        rows=np.arange(1, len(given.rows) + 1, dtype=np.int64),
    )
    return read_long(table, reading_by_definitions({}, {}, within))


def facts_of(given: PushIn) -> FileFacts:
    """The push as its receipt names it: the hash is that of its rows as JSON, in the order in which they came."""
    rows = [row.model_dump() for row in given.rows]
    data = json.dumps(rows, sort_keys=True, separators=(",", ":")).encode()
    return FileFacts(name=given.name or "push", sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))


def _column(rows: Sequence[RowIn], name: str, kind: Any) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array([getattr(row, name) for row in rows], type=kind)])
