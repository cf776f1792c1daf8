"""PostgreSQL: COPY for new rows, COPY into a staging table and a merge for revisions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa

from wellrun.measures.bulk.contract import NOT_ROLLED_UP, Days, Figures
from wellrun.measures.bulk.shared import COLUMNS, REPORTS, STAMP, SharedEngine, as_dates
from wellrun.measures.bulk.writing import Source, append
from wellrun.measures.receiving import SeriesIds


class PostgresEngine(SharedEngine):
    """See `contract.Engine`."""

    among = "= ANY(%s)"
    later = "greatest"
    read = "series_id, period, value, numerator, denominator, coalesce(reporting, -1), coalesce(expected, -1), judged"
    first = f"""
        SELECT (SELECT o.period FROM measures_observation AS o
                WHERE o.series_id = wanted.id AND o.period >= %s AND {REPORTS}
                ORDER BY o.period LIMIT 1)
        FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, position) ORDER BY wanted.position
    """
    steady = """
        SELECT (SELECT o.period FROM measures_observation AS o
                WHERE o.series_id = wanted.id AND o.period < wanted.day AND o.value IS NOT NULL AND o.judged
                ORDER BY o.period DESC LIMIT 1),
               (SELECT o.period FROM measures_observation AS o
                WHERE o.series_id = wanted.id AND o.period < wanted.day AND o.value IS NOT NULL
                ORDER BY o.period DESC LIMIT 1 OFFSET {skipped})
        FROM unnest(%s::bigint[], %s::date[]) WITH ORDINALITY AS wanted (id, day, position) ORDER BY wanted.position
    """

    def key(self, identifier: UUID) -> UUID:
        return identifier

    def listed(self, keys: Sequence[Any]) -> list[Any]:
        return list(keys)

    def days(self, days: Sequence[int] | Days) -> list[Any]:
        return as_dates(days)

    def moment(self, at: datetime) -> datetime:
        return at

    def wanted(self, series_ids: SeriesIds, days: Days) -> tuple[Any, ...]:
        return series_ids.tolist(), as_dates(days)

    def source(self, figures: Figures, *constants: Any) -> Source:
        stamp = {
            name: pa.repeat(each if isinstance(each, int) else str(each), figures.size)
            for name, each in zip(STAMP, constants, strict=False)
        }
        return pa.table(_arrow(figures) | stamp)

    def lock_measures(self, measure_ids: Iterable[UUID]) -> None:
        """One advisory lock a measure until the transaction ends, in one order for all: none waits in a ring."""
        for number in sorted(identifier.int >> 65 for identifier in measure_ids):
            self._do("SELECT pg_advisory_xact_lock(%s)", number)

    def add_series(self, rows: Sequence[tuple[UUID, UUID, str, bool]]) -> None:
        append(
            "measures_series",
            ("uid", "measure_id", "unit_id", "stratum", "derived", "data_revision"),
            [(uuid.uuid4(), *row, 0) for row in rows],
            "ON CONFLICT (measure_id, unit_id, stratum) DO NOTHING",
        )


def _arrow(figures: Figures) -> dict[str, pa.Array]:
    return dict(
        zip(
            COLUMNS,
            (
                pa.array(figures.series_ids),
                pa.array(figures.days.astype("datetime64[D]")),
                *(
                    pa.array(column, mask=np.isnan(column))
                    for column in (figures.values, figures.numerators, figures.denominators)
                ),
                *(pa.array(column, mask=column == NOT_ROLLED_UP) for column in (figures.reporting, figures.expected)),
                pa.array(figures.judged),
            ),
            strict=True,
        )
    )
