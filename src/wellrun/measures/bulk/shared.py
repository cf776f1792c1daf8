"""What both databases do in the same words; what they say otherwise is left to each engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import numpy as np
from django.db import connection

from wellrun.measures.bulk.columns import days_of, figures_of
from wellrun.measures.bulk.contract import FIRST_DAY, LAST_DAY, NEVER, Begins, Days, Figures, SeriesRow, Stamp
from wellrun.measures.bulk.writing import Source, append, staged
from wellrun.measures.receiving import SeriesIds

LIVE, HISTORY = "measures_observation", "measures_supersededobservation"
KEY = ("series_id", "period")
FIGURES = ("value", "numerator", "denominator", "reporting", "expected", "judged")
COLUMNS = (*KEY, *FIGURES)
STAMP = ("revision", "receipt_id", "recorded_at")
_NAMED, _STAMPED = ", ".join(COLUMNS), ", ".join(STAMP)
_OLD = ", ".join(f"o.{name}" for name in (*COLUMNS, *STAMP))

_FIGURES = f"""
SELECT {{read}} FROM {LIVE} WHERE series_id {{among}} AND period BETWEEN %s AND %s ORDER BY series_id, period
"""
_FIGURES_AS_OF = f"""
SELECT {{read}} FROM (
    SELECT {_NAMED} FROM {LIVE} WHERE series_id {{among}} AND recorded_at <= %s
    UNION ALL
    SELECT {_NAMED} FROM {HISTORY} WHERE series_id {{among}} AND recorded_at <= %s AND superseded_at > %s
) AS live ORDER BY series_id, period
"""
# A clock that was set back must not make a row end before it began.
_SUPERSEDE = f"""
INSERT INTO {HISTORY} ({_NAMED}, {_STAMPED}, superseded_at)
SELECT {_OLD}, {{later}}(o.recorded_at, %s) FROM {{staging}} AS r JOIN {LIVE} AS o USING (series_id, period)
"""
_REVISE = f"""
INSERT INTO {LIVE} ({_NAMED}, {_STAMPED}) SELECT {_NAMED}, 1, %s, %s FROM {{staging}} WHERE TRUE
ON CONFLICT (series_id, period) DO UPDATE
SET {", ".join(f"{name} = excluded.{name}" for name in (*FIGURES, "receipt_id"))},
    revision = {LIVE}.revision + 1, recorded_at = {{later}}({LIVE}.recorded_at, excluded.recorded_at)
"""
_SERIES = f"""
SELECT id, measure_id, unit_id, stratum, derived OR NOT EXISTS (SELECT 1 FROM {LIVE} AS o WHERE o.series_id = s.id)
FROM measures_series AS s WHERE measure_id {{among}} ORDER BY id
"""
_MARK_DERIVED = "UPDATE measures_series SET derived = TRUE WHERE id {among} AND NOT derived"
_TOUCH = "UPDATE measures_series SET data_revision = data_revision + 1 WHERE id {among}"
# What makes a row a report; whether each holds comes as two parameters.
REPORTS = """
o.value IS NOT NULL AND (NOT %s OR (o.numerator IS NOT NULL AND o.denominator IS NOT NULL))
    AND (NOT %s OR o.value <> 0)
"""


class SharedEngine(ABC):
    """See `contract.Engine`.

    `among`: the words after a column for "is one of", with a place for what `listed` makes. `later`: the function for
    the later of two moments. `read`: the columns of figures as `figures_of` takes them. `first`, `steady`: the two
    look-ups a series.
    """

    among: ClassVar[str]
    later: ClassVar[str]
    read: ClassVar[str]
    first: ClassVar[str]
    steady: ClassVar[str]

    @abstractmethod
    def key(self, identifier: UUID) -> Any: ...

    @abstractmethod
    def listed(self, keys: Sequence[Any]) -> Any:
        """Keys or ids as one parameter."""

    @abstractmethod
    def days(self, days: Sequence[int] | Days) -> list[Any]:
        """Days as parameters."""

    @abstractmethod
    def moment(self, at: datetime) -> Any:
        """A moment as a parameter."""

    @abstractmethod
    def wanted(self, series_ids: SeriesIds, days: Days) -> tuple[Any, ...]:
        """Pairs of a series and a day as the parameters of `steady`."""

    @abstractmethod
    def source(self, figures: Figures, *constants: Any) -> Source:
        """The rows in the order of COLUMNS, with the same STAMP behind each where one is given."""

    def pairs_above(self) -> list[tuple[Any, Any, int]]:
        return self._rows("SELECT ancestor_id, descendant_id, depth FROM organisation_unitclosure WHERE depth > 0")

    def series_of(self, measure_ids: Iterable[UUID]) -> list[SeriesRow]:
        rows = self._rows(_SERIES, self.listed([self.key(identifier) for identifier in measure_ids]))
        return [SeriesRow(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows]

    def figures(self, series_ids: SeriesIds, first: int = FIRST_DAY, last: int = LAST_DAY) -> Figures:
        return self._figures(_FIGURES, self.listed(series_ids.tolist()), *self.days([first, last]))

    def figures_as_of(self, series_ids: SeriesIds, at: datetime) -> Figures:
        wanted, moment = self.listed(series_ids.tolist()), self.moment(at)
        return self._figures(_FIGURES_AS_OF, wanted, moment, wanted, moment, moment)

    def first_days(self, series_ids: SeriesIds, begins: Begins, since: int = FIRST_DAY) -> Days:
        what = (begins is Begins.COUNTS, begins is Begins.ACTIVITY)
        rows = self._rows(self.first, *self.days([since]), *what, self.listed(series_ids.tolist()))
        return days_of([row[0] for row in rows], NEVER)

    def steady_before(self, series_ids: SeriesIds, days: Days, lasts: int) -> tuple[Days, Days]:
        statement = self.steady.replace("{skipped}", str(int(lasts) - 1))
        found = self._rows(statement, *self.wanted(series_ids, days))
        return days_of([row[0] for row in found], FIRST_DAY), days_of([row[1] for row in found], FIRST_DAY)

    def insert(self, figures: Figures, stamp: Stamp) -> None:
        append(LIVE, (*COLUMNS, *STAMP), self.source(figures, 1, self.key(stamp.receipt_id), self.moment(stamp.at)))

    def revise(self, figures: Figures, stamp: Stamp) -> None:
        moment = self.moment(stamp.at)
        with staged(LIVE, COLUMNS, self.source(figures), key=KEY) as staging:
            self._do(_SUPERSEDE.format(staging=staging, later=self.later), moment)
            self._do(_REVISE.format(staging=staging, later=self.later), self.key(stamp.receipt_id), moment)

    def mark_derived(self, series_ids: SeriesIds) -> None:
        self._do(_MARK_DERIVED.format(among=self.among), self.listed(series_ids.tolist()))

    def touch(self, series_ids: SeriesIds) -> None:
        self._do(_TOUCH.format(among=self.among), self.listed(series_ids.tolist()))

    def _figures(self, statement: str, *parameters: Any) -> Figures:
        with connection.cursor() as cursor:
            cursor.execute(statement.format(read=self.read, among=self.among), parameters)
            return figures_of(cursor)

    def _rows(self, statement: str, *parameters: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("{among}", self.among), parameters)
            rows: list[Any] = cursor.fetchall()
            return rows

    def _do(self, statement: str, *parameters: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)


def as_dates(days: Sequence[int] | Days) -> list[Any]:
    """Days as dates."""
    dates: list[Any] = np.asarray(days, dtype="datetime64[D]").tolist()
    return dates
