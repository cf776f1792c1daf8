"""A long table, one row an observation, checked and typed: what ingest and the analyst's tools take."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import MONDAY, Dates, Grain
from wellrun.tables.errors import RowError
from wellrun.tables.labels import Labels
from wellrun.tables.table import RowNumbers, Table

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class LongTable:
    """N observations in file order; each column has one entry a row.

    `series`: the file's own, else measure, unit and stratum joined with "/". `measure`, `unit`: "" throughout
    where the file has none; `stratum`: "total" where it has none. `period`: first day of the period of the grain
    (the date as written where no grain was asked for). `value`, `numerator`, `denominator`: NaN = missing.
    `rows`: row in the file, header = row 1. `has`: the fields the file holds. `warnings`: rows to look at.
    """

    file: str
    series: Labels
    measure: Labels
    unit: Labels
    stratum: Labels
    period: Dates
    value: Floats
    numerator: Floats
    denominator: Floats
    rows: RowNumbers
    has: frozenset[str]
    warnings: tuple[RowError, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def n_rows(self) -> int:
        return int(self.rows.size)


def read_long(
    table: Table,
    *,
    mapping: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    need: Collection[str] = ("period",),
    grain: Grain | Mapping[str, Grain] | Literal["auto"] | None = None,
    week_start: int = MONDAY,
    bounded: Collection[str] | bool = False,
    date_order: Literal["auto", "day", "month"] = "auto",
    percent: Literal["refuse", "divide"] = "refuse",
) -> LongTable:
    """The observations of `table`, every cell understood or refused by row and column.

    `mapping`: field -> header, over what is guessed. `constants`: field -> text for a label column that the
    file lacks. `need`: fields that must be there. `grain`: of all rows, or per measure, "auto" from the
    dates, None leaves dates alone and does not look for duplicates. `bounded`: measures (or all) that are
    proportions of cases, where a numerator above its denominator is refused; elsewhere it is a warning.
    Raises UserError for a missing or ambiguous column, TableErrors for rows.
    """
    raise NotImplementedError
