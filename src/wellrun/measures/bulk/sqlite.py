"""SQLite: `executemany` inside the immediate transaction that keeps other writers out."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from wellrun.measures.bulk.columns import iso_days, rows_of
from wellrun.measures.bulk.contract import Days, Figures
from wellrun.measures.bulk.shared import REPORTS, SharedEngine
from wellrun.measures.bulk.writing import Source, append
from wellrun.measures.receiving import SeriesIds


class SqliteEngine(SharedEngine):
    """See `contract.Engine`."""

    among = "IN (SELECT value FROM json_each(%s))"
    later = "max"
    # A plus before a column keeps Django from parsing every date of a hundred thousand.
    read = "series_id, +period, value, numerator, denominator, coalesce(reporting, -1), coalesce(expected, -1), +judged"
    first = f"""
        SELECT (SELECT period FROM measures_observation AS o
                WHERE o.series_id = wanted.value AND o.period >= %s AND {REPORTS}
                ORDER BY period LIMIT 1)
        FROM json_each(%s) AS wanted ORDER BY wanted.key
    """
    steady = """
        SELECT (SELECT period FROM measures_observation AS o
                WHERE o.series_id = json_extract(wanted.value, '$[0]') AND o.period < json_extract(wanted.value, '$[1]')
                  AND o.value IS NOT NULL AND o.judged ORDER BY period DESC LIMIT 1),
               (SELECT period FROM measures_observation AS o
                WHERE o.series_id = json_extract(wanted.value, '$[0]') AND o.period < json_extract(wanted.value, '$[1]')
                  AND o.value IS NOT NULL ORDER BY period DESC LIMIT 1 OFFSET {skipped})
        FROM json_each(%s) AS wanted ORDER BY wanted.key
    """

    def key(self, identifier: UUID) -> str:
        return identifier.hex

    def listed(self, keys: Sequence[Any]) -> str:
        return json.dumps(keys)

    def days(self, days: Sequence[int] | Days) -> list[Any]:
        return iso_days(np.asarray(days, dtype=np.int64))

    def moment(self, at: datetime) -> Any:
        return connection.ops.adapt_datetimefield_value(at)

    def wanted(self, series_ids: SeriesIds, days: Days) -> tuple[Any, ...]:
        return (json.dumps(list(zip(series_ids.tolist(), iso_days(days), strict=True))),)

    def source(self, figures: Figures, *constants: Any) -> Source:
        return rows_of(figures, *constants)

    def lock_measures(self, measure_ids: Iterable[UUID]) -> None:
        """Nothing to do: an immediate transaction is the only writer from its first statement."""

    def add_series(self, rows: Sequence[tuple[UUID, UUID, str, bool]]) -> None:
        append(
            "measures_series",
            ("uid", "measure_id", "unit_id", "stratum", "derived", "data_revision"),
            [(uuid.uuid4().hex, m.hex, u.hex, s, derived, 0) for m, u, s, derived in rows],
            "ON CONFLICT (measure_id, unit_id, stratum) DO NOTHING",
        )
