"""Numerators above their denominators: a slip among cases, nothing odd in a rate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.spc.charts.counted.kinds import MOSTLY
from wellrun.tables.long import LongTable


def without_rates(table: LongTable) -> LongTable:
    """Without the warnings of series that are rates: events over exposure may well be above 1."""
    if not table.warnings:
        return table
    rate = _are_rates(table)
    place = np.searchsorted(table.rows, [warning.row for warning in table.warnings])
    kept = ~rate[table.series.codes[place]]
    return replace(table, warnings=tuple(each for each, keep in zip(table.warnings, kept, strict=True) if keep))


def _are_rates(table: LongTable) -> NDArray[np.bool_]:
    """(S,) which series have most numerators above, or denominators that are no whole numbers and count no cases."""
    n_series = len(table.series.names)

    def rows_of(where: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.asarray(np.bincount(table.series.codes[where], minlength=n_series), dtype=np.int64)

    with np.errstate(invalid="ignore"):
        above = rows_of(table.numerator > table.denominator)
    odd = rows_of(~np.isnan(table.denominator) & (table.denominator != np.rint(table.denominator)))
    rates: NDArray[np.bool_] = (above > MOSTLY * rows_of(~np.isnan(table.numerator))) | (odd > 0)
    return rates
