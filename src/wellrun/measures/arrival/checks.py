"""What a row must be before any row is taken. Whole columns at a time; a sentence only for rows that are shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from wellrun.analytics.calendar import Grain, period_date, period_number
from wellrun.measures.arrival.batch import Batch
from wellrun.measures.shown import day_words
from wellrun.tables.errors import SHOWN, RowError, RowErrors
from wellrun.tables.labels import Labels
from wellrun.tables.names import sentence_of_unseen, unseen_in
from wellrun.tables.periods import Rhythm, sentence_too_early, sentence_too_late, too_early, too_late

Flags = NDArray[np.bool_]

# Sums and squares of many such figures still fit a double; whole numbers up to here are exact.
LARGEST = 1e15


def refuse_impossible(batch: Batch, week_start: int, today: date) -> None:
    """Raise TableErrors naming every row that cannot be taken; pass when there is none."""
    errors = RowErrors(batch.table.file)
    _refuse_names(batch, errors)
    _refuse_periods(batch, week_start, errors)
    _refuse_far(batch, week_start, today, errors)
    _refuse_numbers(batch, errors)
    _refuse_shares(batch, errors)
    _refuse_duplicates(batch, errors)
    errors.raise_any()


def _refuse(batch: Batch, errors: RowErrors, bad: Flags, column: str, sentence: Callable[[int], str]) -> None:
    at = np.flatnonzero(bad)
    rows = batch.table.rows
    errors.extend([RowError(int(rows[i]), column, sentence(int(i))) for i in at[:SHOWN]], int(at.size))


def _refuse_names(batch: Batch, errors: RowErrors) -> None:
    measures, units = batch.measures, batch.units

    def no_measure(i: int) -> str:
        name = measures.names[batch.measure[i]]
        return _("there is no measure “%(name)s”") % {"name": name} if name else _("the measure is missing")

    def no_unit(i: int) -> str:
        name = units.names[batch.unit[i]]
        return _("there is no unit “%(name)s”") % {"name": name} if name else _("the unit is missing")

    _refuse(batch, errors, ~measures.found[batch.measure], "measure", no_measure)
    _refuse(batch, errors, ~units.found[batch.unit], "unit", no_unit)
    long_names = np.array([len(name) > 80 or not name for name in batch.table.stratum.names], dtype=np.bool_)
    _refuse(
        batch,
        errors,
        long_names[batch.table.stratum.codes],
        "stratum",
        lambda i: _("a stratum has a name of 1 to 80 characters"),
    )
    for field in ("measure", "unit", "stratum"):
        _refuse_unseen(batch, errors, field, getattr(batch.table, field))


def _refuse_unseen(batch: Batch, errors: RowErrors, field: str, labels: Labels) -> None:
    unseen = np.array([bool(unseen_in(name)) for name in labels.names], dtype=np.bool_)
    _refuse(batch, errors, unseen[labels.codes], field, lambda i: sentence_of_unseen(labels.names[labels.codes[i]]))


def _refuse_periods(batch: Batch, week_start: int, errors: RowErrors) -> None:
    period = batch.table.period
    missing = np.isnat(period)
    _refuse(batch, errors, missing, "period", lambda i: _("the period is missing"))
    starts = _period_starts(batch, week_start)

    def not_a_start(i: int) -> str:
        words = {
            "week": _("%(date)s is not the first day of a week here; that week starts on %(start)s"),
            "month": _("%(date)s is not the first day of a month; that month starts on %(start)s"),
            "quarter": _("%(date)s is not the first day of a quarter; that quarter starts on %(start)s"),
        }
        return words[batch.measures.grain[batch.measure[i]]] % {"date": _day(period[i]), "start": _day(starts[i])}

    _refuse(batch, errors, ~missing & (starts != period), "period", not_a_start)
    retired = batch.days >= batch.measures.retired[batch.measure]
    _refuse(
        batch,
        errors,
        ~missing & retired & batch.measures.found[batch.measure],
        "period",
        lambda i: _("the measure was retired before %(date)s") % {"date": _day(period[i])},
    )


def _refuse_far(batch: Batch, week_start: int, today: date, errors: RowErrors) -> None:
    """Slips of the keyboard: before 1990, or later than the period after this one."""
    period = batch.table.period.astype("datetime64[D]")
    _refuse(batch, errors, too_early(period), "period", lambda i: sentence_too_early(period[i]))
    late = np.zeros(period.size, dtype=np.bool_)
    for code, name in enumerate(batch.measures.grain):
        if name:
            here = batch.measure == code
            late[here] = too_late(period[here], Rhythm(Grain(name), week_start), today)
    _refuse(batch, errors, late, "period", lambda i: sentence_too_late(period[i]))


def _day(day: np.datetime64) -> str:
    return day_words(day.astype("datetime64[D]").astype(object))


def _period_starts(batch: Batch, week_start: int) -> NDArray[np.datetime64]:
    """(N,) the first day of the period of the measure's grain in which each row lies; events lie where they lie."""
    starts = batch.table.period.astype("datetime64[D]")
    for grain in (Grain.WEEK, Grain.MONTH, Grain.QUARTER):
        of_grain = np.array([name == grain.value for name in batch.measures.grain], dtype=np.bool_)
        here = of_grain[batch.measure] & ~np.isnat(starts) if of_grain.any() else of_grain[:0]
        if here.any():
            starts[here] = period_date(period_number(starts[here], grain, week_start), grain, week_start)
    return starts


def _refuse_numbers(batch: Batch, errors: RowErrors) -> None:
    table = batch.table
    for column, numbers in (
        ("value", table.value),
        ("numerator", table.numerator),
        ("denominator", table.denominator),
    ):
        _refuse(batch, errors, np.isinf(numbers), column, lambda i: _("this is not a number"))
        beyond = np.isfinite(numbers) & (np.abs(numbers) > LARGEST)
        _refuse(batch, errors, beyond, column, lambda i: _("this is too large for a figure"))
    _refuse(
        batch,
        errors,
        table.denominator <= 0,
        "denominator",
        lambda i: _("%(number)g is not allowed: a rate needs cases") % {"number": table.denominator[i]},
    )
    is_count = (batch.measures.scoring == "count")[batch.measure]
    lone = np.isfinite(table.numerator) & np.isnan(table.denominator) & np.isnan(table.value) & ~is_count
    _refuse(batch, errors, lone, "denominator", lambda i: _("a numerator without a denominator says nothing"))
    below_zero = is_count & (np.fmin(table.value, table.numerator) < 0)
    _refuse(batch, errors, below_zero, "value", lambda i: _("a count cannot be below 0"))


def _refuse_shares(batch: Batch, errors: RowErrors) -> None:
    """A bounded proportion lies between 0 and 1, and so does its numerator against its denominator."""
    table = batch.table
    bounded = batch.measures.bounded[batch.measure]
    counted = np.isfinite(table.numerator) & (table.denominator > 0)

    def above(i: int) -> str:
        facts = {"numerator": table.numerator[i], "denominator": table.denominator[i]}
        return _("%(numerator)g is above the denominator %(denominator)g: this proportion cannot pass 1") % facts

    _refuse(batch, errors, bounded & counted & (table.numerator > table.denominator), "numerator", above)
    _refuse(
        batch, errors, bounded & counted & (table.numerator < 0), "numerator", lambda i: _("this cannot be below 0")
    )
    outside = bounded & ~counted & np.isfinite(table.value) & ((table.value < 0) | (table.value > 1))
    _refuse(
        batch,
        errors,
        outside,
        "value",
        lambda i: _("%(value)g is not between 0 and 1, as this proportion is") % {"value": table.value[i]},
    )


def _refuse_duplicates(batch: Batch, errors: RowErrors) -> None:
    order = np.lexsort((batch.days, batch.series))
    again = np.flatnonzero((np.diff(batch.series[order]) == 0) & (np.diff(batch.days[order]) == 0))
    rows = batch.table.rows
    shown = [
        RowError(
            int(rows[order[i + 1]]),
            "period",
            _("row %(row)d already has this measure, unit and period") % {"row": rows[order[i]]},
        )
        for i in again[:SHOWN]
    ]
    errors.extend(shown, int(again.size))
