"""The value of each row, and the rows that are taken but need a look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from wellrun.measures.arrival.batch import Batch
from wellrun.measures.models import QualityIssue
from wellrun.measures.shown import day_words
from wellrun.tables.errors import SHOWN, RowError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# A value with more digits than this was not rounded by hand: it has to agree as computers do.
_MOST_DECIMALS = 9


@dataclass(frozen=True, slots=True, eq=False)
class Remark:
    """Rows (N,) bool that are taken and remarked upon. `kind`: of the quality issue they raise, or "" for none."""

    rows: Flags
    column: str
    sentence: Callable[[int], str]
    kind: str = ""

    def shown(self, batch: Batch) -> list[RowError]:
        """The first of them as lines."""
        at = np.flatnonzero(self.rows)[:SHOWN]
        return [RowError(int(batch.table.rows[i]), self.column, self.sentence(int(i))) for i in at]


def values_of(batch: Batch) -> Floats:
    """(N,) the value to keep: numerator over denominator where both are there, else the file's; NaN = empty row."""
    table = batch.table
    counted = np.isfinite(table.numerator) & np.isfinite(table.denominator)
    values = table.value.copy()
    np.divide(table.numerator, table.denominator, out=values, where=counted)
    is_count = (batch.measures.scoring == "count")[batch.measure]
    return np.where(is_count & np.isnan(values), table.numerator, values)


def remarks(batch: Batch, values: Floats, today: date) -> list[Remark]:
    """What a person should look at: numerators above denominators, values that disagree, closed units, the future."""
    table, units = batch.table, batch.units
    odd = batch.measures.passing_is_odd[batch.measure]
    here = ~np.isnan(values)

    def above(i: int) -> str:
        facts = {"numerator": table.numerator[i], "denominator": table.denominator[i]}
        return _("%(numerator)g is above the denominator %(denominator)g") % facts

    def disagrees(i: int) -> str:
        facts = {"value": table.value[i], "ratio": values[i]}
        return _("%(value)g is not the numerator over the denominator, which is %(ratio).6g and is kept") % facts

    return [
        Remark(
            odd & (table.numerator > table.denominator),
            "numerator",
            above,
            QualityIssue.Kind.ABOVE_DENOMINATOR.value,
        ),
        Remark(_disagree(batch, values), "value", disagrees, QualityIssue.Kind.DISAGREES.value),
        Remark(
            here & (batch.days >= units.closed[batch.unit]),
            "period",
            lambda i: _("%(unit)s was closed by then") % {"unit": units.names[batch.unit[i]]},
        ),
        Remark(
            here & (batch.days < units.opened[batch.unit]),
            "period",
            lambda i: _("%(unit)s was not open yet") % {"unit": units.names[batch.unit[i]]},
        ),
        Remark(
            here & (batch.days > np.datetime64(today, "D").astype(np.int64)),
            "period",
            lambda i: (
                _("%(date)s lies in the future")
                % {"date": day_words(table.period[i].astype("datetime64[D]").astype(object))}
            ),
        ),
    ]


def _disagree(batch: Batch, values: Floats) -> Flags:
    """Where the file's own value is further from numerator over denominator than its rounding explains."""
    given, counted = batch.table.value, np.isfinite(batch.table.numerator) & np.isfinite(batch.table.denominator)
    differs: Flags = counted & np.isfinite(given) & (given != values)
    if not differs.any():
        return differs
    decimals = _decimals(given[counted], batch.measure[counted], len(batch.measures.names))[batch.measure]
    slack = np.where(decimals < _MOST_DECIMALS, 0.5 * 10.0**-decimals, 0.0) + 1e-9 * np.maximum(np.abs(values), 1.0)
    differs &= np.abs(given - values) > slack
    return differs


def _decimals(given: Floats, measure: NDArray[np.int64], n_measures: int) -> Floats:
    """(M,) to how many decimals the file rounds the values of each measure."""
    most = np.zeros(n_measures)
    left, codes = given[np.isfinite(given)], measure[np.isfinite(given)]
    for decimals in range(_MOST_DECIMALS):
        scaled = left * 10.0**decimals
        longer = np.abs(scaled - np.round(scaled)) > 1e-6 + 1e-12 * np.abs(scaled)
        left, codes = left[longer], codes[longer]
        most[codes] = decimals + 1
    return most
