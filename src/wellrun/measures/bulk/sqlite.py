"""SQLite: `executemany` inside the immediate transaction that keeps other writers out."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db.backends.base.base import BaseDatabaseWrapper

from wellrun.measures.bulk.columns import days_of, figures_of, iso_days, rows_of
from wellrun.measures.bulk.contract import FIRST_DAY, LAST_DAY, NEVER, Begins, Days, Figures, SeriesRow, Stamp
from wellrun.measures.receiving import SeriesIds

_COLUMNS = "series_id, period, value, numerator, denominator, reporting, expected, judged"
_INSERT = f"""
INSERT INTO measures_observation ({_COLUMNS}, revision, receipt_id, recorded_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 1, %s, %s)
"""
# A clock that was set back must not make a row end before it began.
_SUPERSEDE = f"""
INSERT INTO measures_supersededobservation ({_COLUMNS}, revision, receipt_id, recorded_at, superseded_at)
SELECT {_COLUMNS}, revision, receipt_id, recorded_at, max(recorded_at, %s)
FROM measures_observation WHERE series_id = %s AND period = %s
"""
_UPDATE = """
UPDATE measures_observation
SET value = %s, numerator = %s, denominator = %s, reporting = %s, expected = %s, judged = %s,
    revision = revision + 1, receipt_id = %s, recorded_at = max(recorded_at, %s)
WHERE series_id = %s AND period = %s
"""
# A plus before a column keeps Django from parsing every date of a hundred thousand.
_READ = "series_id, +period, value, numerator, denominator, coalesce(reporting, -1), coalesce(expected, -1), +judged"
_FIGURES = f"""
SELECT {_READ} FROM measures_observation
WHERE series_id IN (SELECT value FROM json_each(%s)) AND period BETWEEN %s AND %s
ORDER BY series_id, period
"""
_FIGURES_AS_OF = f"""
SELECT {_READ} FROM (
    SELECT {_COLUMNS} FROM measures_observation
    WHERE series_id IN (SELECT value FROM json_each(%s)) AND recorded_at <= %s
    UNION ALL
    SELECT {_COLUMNS} FROM measures_supersededobservation
    WHERE series_id IN (SELECT value FROM json_each(%s)) AND recorded_at <= %s AND superseded_at > %s
) ORDER BY series_id, period
"""
_FIRST = """
SELECT (SELECT period FROM measures_observation AS o
        WHERE o.series_id = wanted.value AND o.period >= %s AND o.value IS NOT NULL
          AND (NOT %s OR (o.numerator IS NOT NULL AND o.denominator IS NOT NULL))
          AND (NOT %s OR o.value <> 0)
        ORDER BY period LIMIT 1)
FROM json_each(%s) AS wanted ORDER BY wanted.key
"""
_STEADY = """
SELECT (SELECT period FROM measures_observation AS o
        WHERE o.series_id = json_extract(wanted.value, '$[0]') AND o.period < json_extract(wanted.value, '$[1]')
          AND o.value IS NOT NULL AND o.judged ORDER BY period DESC LIMIT 1),
       (SELECT period FROM measures_observation AS o
        WHERE o.series_id = json_extract(wanted.value, '$[0]') AND o.period < json_extract(wanted.value, '$[1]')
          AND o.value IS NOT NULL ORDER BY period DESC LIMIT 1 OFFSET 2)
FROM json_each(%s) AS wanted ORDER BY wanted.key
"""
_SERIES = """
SELECT id, measure_id, unit_id, stratum,
       derived OR NOT EXISTS (SELECT 1 FROM measures_observation AS o WHERE o.series_id = s.id)
FROM measures_series AS s WHERE measure_id IN (SELECT value FROM json_each(%s)) ORDER BY id
"""
_ADD_SERIES = """
INSERT INTO measures_series (uid, measure_id, unit_id, stratum, derived, data_revision)
VALUES (%s, %s, %s, %s, %s, 0) ON CONFLICT (measure_id, unit_id, stratum) DO NOTHING
"""
_MARK_DERIVED = """
UPDATE measures_series SET derived = 1 WHERE id IN (SELECT value FROM json_each(%s)) AND NOT derived
"""
_TOUCH = """
UPDATE measures_series SET data_revision = data_revision + 1 WHERE id IN (SELECT value FROM json_each(%s))
"""


class SqliteEngine:
    """See `contract.Engine`."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def key(self, identifier: UUID) -> str:
        return identifier.hex

    def lock_measures(self, measure_ids: Iterable[UUID]) -> None:
        """Nothing to do: an immediate transaction is the only writer from its first statement."""

    def pairs_above(self) -> list[tuple[Any, Any, int]]:
        return self._rows("SELECT ancestor_id, descendant_id, depth FROM organisation_unitclosure WHERE depth > 0", ())

    def series_of(self, measure_ids: Iterable[UUID]) -> list[SeriesRow]:
        keys = json.dumps([identifier.hex for identifier in measure_ids])
        return [SeriesRow(row[0], row[1], row[2], row[3], bool(row[4])) for row in self._rows(_SERIES, (keys,))]

    def add_series(self, rows: Sequence[tuple[UUID, UUID, str, bool]]) -> None:
        self._write(_ADD_SERIES, [(uuid.uuid4().hex, m.hex, u.hex, s, derived) for m, u, s, derived in rows])

    def figures(self, series_ids: SeriesIds, first: int = FIRST_DAY, last: int = LAST_DAY) -> Figures:
        bounds = iso_days(np.array([first, last]))
        with self.connection.cursor() as cursor:
            cursor.execute(_FIGURES, (_as_json(series_ids), *bounds))
            return figures_of(cursor)

    def figures_as_of(self, series_ids: SeriesIds, at: datetime) -> Figures:
        wanted, moment = _as_json(series_ids), self.connection.ops.adapt_datetimefield_value(at)
        with self.connection.cursor() as cursor:
            cursor.execute(_FIGURES_AS_OF, (wanted, moment, wanted, moment, moment))
            return figures_of(cursor)

    def first_days(self, series_ids: SeriesIds, begins: Begins, since: int = FIRST_DAY) -> Days:
        parameters = (
            *iso_days(np.array([since])),
            begins is Begins.COUNTS,
            begins is Begins.ACTIVITY,
            _as_json(series_ids),
        )
        return days_of([row[0] for row in self._rows(_FIRST, parameters)], NEVER)

    def steady_before(self, series_ids: SeriesIds, days: Days) -> tuple[Days, Days]:
        wanted = json.dumps(list(zip(series_ids.tolist(), iso_days(days), strict=True)))
        found = self._rows(_STEADY, (wanted,))
        return days_of([row[0] for row in found], FIRST_DAY), days_of([row[1] for row in found], FIRST_DAY)

    def insert(self, figures: Figures, stamp: Stamp) -> None:
        self._write(_INSERT, rows_of(figures, stamp.receipt_id.hex, self._moment(stamp)))

    def revise(self, figures: Figures, stamp: Stamp) -> None:
        rows = list(rows_of(figures))
        receipt, moment = stamp.receipt_id.hex, self._moment(stamp)
        self._write(_SUPERSEDE, [(moment, row[0], row[1]) for row in rows])
        self._write(_UPDATE, [(*row[2:], receipt, moment, row[0], row[1]) for row in rows])

    def mark_derived(self, series_ids: SeriesIds) -> None:
        self._write(_MARK_DERIVED, [(_as_json(series_ids),)])

    def touch(self, series_ids: SeriesIds) -> None:
        self._write(_TOUCH, [(_as_json(series_ids),)])

    def _moment(self, stamp: Stamp) -> Any:
        return self.connection.ops.adapt_datetimefield_value(stamp.at)

    def _rows(self, statement: str, parameters: Sequence[Any]) -> list[Any]:
        with self.connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            rows: list[Any] = cursor.fetchall()
            return rows

    def _write(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        with self.connection.cursor() as cursor:
            cursor.executemany(statement, rows)  # type: ignore[arg-type]  # an iterator will do


def _as_json(series_ids: SeriesIds) -> str:
    return json.dumps(series_ids.tolist())
