"""PostgreSQL: COPY for new rows, COPY into a staging table and a merge for revisions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa
from django.db.backends.base.base import BaseDatabaseWrapper
from pyarrow import csv

from wellrun.measures.bulk.columns import days_of, figures_of
from wellrun.measures.bulk.contract import (
    FIRST_DAY,
    LAST_DAY,
    NEVER,
    NOT_ROLLED_UP,
    Begins,
    Days,
    Figures,
    SeriesRow,
    Stamp,
)
from wellrun.measures.receiving import SeriesIds

_COLUMNS = "series_id, period, value, numerator, denominator, reporting, expected, judged"
_COPY = """
COPY {table} (series_id, period, value, numerator, denominator, reporting, expected, judged{more})
FROM STDIN (FORMAT csv)
"""
_STAGING = """
CREATE TEMPORARY TABLE IF NOT EXISTS revised_figures (
    series_id bigint, period date, value double precision, numerator double precision,
    denominator double precision, reporting smallint, expected smallint, judged boolean
) ON COMMIT DELETE ROWS
"""
# A clock that was set back must not make a row end before it began.
_SUPERSEDE = """
INSERT INTO measures_supersededobservation
    (series_id, period, value, numerator, denominator, reporting, expected, judged,
     revision, receipt_id, recorded_at, superseded_at)
SELECT o.series_id, o.period, o.value, o.numerator, o.denominator, o.reporting, o.expected, o.judged,
       o.revision, o.receipt_id, o.recorded_at, greatest(o.recorded_at, %s)
FROM revised_figures AS r JOIN measures_observation AS o USING (series_id, period)
"""
_UPDATE = """
UPDATE measures_observation AS o
SET value = r.value, numerator = r.numerator, denominator = r.denominator, reporting = r.reporting,
    expected = r.expected, judged = r.judged, revision = o.revision + 1, receipt_id = %s,
    recorded_at = greatest(o.recorded_at, %s)
FROM revised_figures AS r WHERE o.series_id = r.series_id AND o.period = r.period
"""
_READ = "series_id, period, value, numerator, denominator, coalesce(reporting, -1), coalesce(expected, -1), judged"
_FIGURES = f"""
SELECT {_READ} FROM measures_observation
WHERE series_id = ANY(%s) AND period BETWEEN %s AND %s ORDER BY series_id, period
"""
_FIGURES_AS_OF = f"""
SELECT {_READ} FROM (
    SELECT {_COLUMNS} FROM measures_observation WHERE series_id = ANY(%s) AND recorded_at <= %s
    UNION ALL
    SELECT {_COLUMNS} FROM measures_supersededobservation
    WHERE series_id = ANY(%s) AND recorded_at <= %s AND superseded_at > %s
) AS live ORDER BY series_id, period
"""
_FIRST = """
SELECT (SELECT o.period FROM measures_observation AS o
        WHERE o.series_id = wanted.id AND o.period >= %s AND o.value IS NOT NULL
          AND (NOT %s OR (o.numerator IS NOT NULL AND o.denominator IS NOT NULL))
          AND (NOT %s OR o.value <> 0)
        ORDER BY o.period LIMIT 1)
FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, position) ORDER BY wanted.position
"""
_STEADY = """
SELECT (SELECT o.period FROM measures_observation AS o
        WHERE o.series_id = wanted.id AND o.period < wanted.day AND o.value IS NOT NULL AND o.judged
        ORDER BY o.period DESC LIMIT 1),
       (SELECT o.period FROM measures_observation AS o
        WHERE o.series_id = wanted.id AND o.period < wanted.day AND o.value IS NOT NULL
        ORDER BY o.period DESC LIMIT 1 OFFSET 2)
FROM unnest(%s::bigint[], %s::date[]) WITH ORDINALITY AS wanted (id, day, position) ORDER BY wanted.position
"""
_ADD_SERIES = """
INSERT INTO measures_series (uid, measure_id, unit_id, stratum, derived, data_revision)
SELECT uid, measure_id, unit_id, stratum, derived, 0
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::boolean[])
    AS fresh (uid, measure_id, unit_id, stratum, derived)
ON CONFLICT (measure_id, unit_id, stratum) DO NOTHING
"""


class PostgresEngine:
    """See `contract.Engine`."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def key(self, identifier: UUID) -> UUID:
        return identifier

    def lock_measures(self, measure_ids: Iterable[UUID]) -> None:
        """One advisory lock a measure until the transaction ends, in one order for all: none waits in a ring."""
        for number in sorted(identifier.int >> 65 for identifier in measure_ids):
            self._rows("SELECT pg_advisory_xact_lock(%s)", (number,))

    def pairs_above(self) -> list[tuple[Any, Any, int]]:
        return self._rows("SELECT ancestor_id, descendant_id, depth FROM organisation_unitclosure WHERE depth > 0", ())

    def series_of(self, measure_ids: Iterable[UUID]) -> list[SeriesRow]:
        statement = """
            SELECT id, measure_id, unit_id, stratum,
                   derived OR NOT EXISTS (SELECT 1 FROM measures_observation AS o WHERE o.series_id = s.id)
            FROM measures_series AS s WHERE measure_id = ANY(%s) ORDER BY id
        """
        return [SeriesRow(*row) for row in self._rows(statement, (list(measure_ids),))]

    def add_series(self, rows: Sequence[tuple[UUID, UUID, str, bool]]) -> None:
        columns = [list(column) for column in zip(*rows, strict=True)]
        with self.connection.cursor() as cursor:
            cursor.execute(_ADD_SERIES, ([uuid.uuid4() for _ in rows], *columns))

    def figures(self, series_ids: SeriesIds, first: int = FIRST_DAY, last: int = LAST_DAY) -> Figures:
        with self.connection.cursor() as cursor:
            cursor.execute(_FIGURES, (series_ids.tolist(), *_dates([first, last])))
            return figures_of(cursor)

    def figures_as_of(self, series_ids: SeriesIds, at: datetime) -> Figures:
        wanted = series_ids.tolist()
        with self.connection.cursor() as cursor:
            cursor.execute(_FIGURES_AS_OF, (wanted, at, wanted, at, at))
            return figures_of(cursor)

    def first_days(self, series_ids: SeriesIds, begins: Begins, since: int = FIRST_DAY) -> Days:
        parameters = (_dates([since])[0], begins is Begins.COUNTS, begins is Begins.ACTIVITY, series_ids.tolist())
        return days_of([row[0] for row in self._rows(_FIRST, parameters)], NEVER)

    def steady_before(self, series_ids: SeriesIds, days: Days) -> tuple[Days, Days]:
        found = self._rows(_STEADY, (series_ids.tolist(), _dates(days)))
        return days_of([row[0] for row in found], FIRST_DAY), days_of([row[1] for row in found], FIRST_DAY)

    def insert(self, figures: Figures, stamp: Stamp) -> None:
        constants = {
            "revision": pa.repeat(pa.scalar(1, pa.int16()), figures.size),
            "receipt_id": pa.repeat(str(stamp.receipt_id), figures.size),
            "recorded_at": pa.repeat(stamp.at.isoformat(), figures.size),
        }
        self._copy("measures_observation", _arrow(figures, constants), "".join(f", {name}" for name in constants))

    def revise(self, figures: Figures, stamp: Stamp) -> None:
        with self._staging():
            self._copy("revised_figures", _arrow(figures, {}), "")
            with self.connection.cursor() as cursor:
                cursor.execute(_SUPERSEDE, (stamp.at,))
                cursor.execute(_UPDATE, (stamp.receipt_id, stamp.at))

    def mark_derived(self, series_ids: SeriesIds) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE measures_series SET derived = TRUE WHERE id = ANY(%s) AND NOT derived",
                (series_ids.tolist(),),
            )

    def touch(self, series_ids: SeriesIds) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE measures_series SET data_revision = data_revision + 1 WHERE id = ANY(%s)",
                (series_ids.tolist(),),
            )

    @contextmanager
    def _staging(self) -> Iterator[None]:
        with self.connection.cursor() as cursor:
            cursor.execute(_STAGING)
            cursor.execute("TRUNCATE revised_figures")
        yield

    def _copy(self, table: str, columns: pa.Table, more: str) -> None:
        buffer = pa.BufferOutputStream()
        csv.write_csv(columns, buffer, csv.WriteOptions(include_header=False))
        with self.connection.cursor() as cursor, cursor.copy(_COPY.format(table=table, more=more)) as copy:
            copy.write(buffer.getvalue().to_pybytes())

    def _rows(self, statement: str, parameters: Sequence[Any]) -> list[Any]:
        with self.connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            rows: list[Any] = cursor.fetchall()
            return rows


def _dates(days: Sequence[int] | Days) -> list[date]:
    dates: list[date] = np.asarray(days, dtype="datetime64[D]").tolist()
    return dates


def _arrow(figures: Figures, constants: dict[str, pa.Array]) -> pa.Table:
    columns = {
        "series_id": pa.array(figures.series_ids),
        "period": pa.array(figures.days.astype("datetime64[D]")),
        "value": pa.array(figures.values, mask=np.isnan(figures.values)),
        "numerator": pa.array(figures.numerators, mask=np.isnan(figures.numerators)),
        "denominator": pa.array(figures.denominators, mask=np.isnan(figures.denominators)),
        "reporting": pa.array(figures.reporting, mask=figures.reporting == NOT_ROLLED_UP),
        "expected": pa.array(figures.expected, mask=figures.expected == NOT_ROLLED_UP),
        "judged": pa.array(figures.judged),
    }
    return pa.table(columns | constants)
