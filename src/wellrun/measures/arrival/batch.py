"""The rows of a long table beside what their names mean: the one thing the checks and the merge look at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.arrival.known import KnownMeasures, KnownUnits, known_measures, known_units
from wellrun.tables.long import LongTable

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """N rows in file order. `series` is a code into `combinations`: (S, 3) codes of measure, unit and stratum.

    `days` since 1970-01-01 of the period; a date that is missing is far in the past.
    """

    table: LongTable
    measures: KnownMeasures
    units: KnownUnits
    days: Codes
    series: Codes
    combinations: Codes

    @property
    def measure(self) -> Codes:
        """(N,) code of the measure."""
        return self.table.measure.codes

    @property
    def unit(self) -> Codes:
        """(N,) code of the unit."""
        return self.table.unit.codes


def batch_of(table: LongTable, within: Collection[UUID] | None) -> Batch:
    """The table with its names looked up."""
    n_units, n_strata = len(table.unit.names), len(table.stratum.names)
    code = (table.measure.codes * n_units + table.unit.codes) * n_strata + table.stratum.codes
    distinct, series = np.unique(code, return_inverse=True)
    measure, rest = np.divmod(distinct, max(n_units * n_strata, 1))
    unit, stratum = np.divmod(rest, max(n_strata, 1))
    return Batch(
        table=table,
        measures=known_measures(table.measure.names),
        units=known_units(table.unit.names, within),
        days=table.period.astype("datetime64[D]").astype(np.int64),
        series=series.astype(np.int64),
        combinations=np.stack([measure, unit, stratum], axis=1),
    )
