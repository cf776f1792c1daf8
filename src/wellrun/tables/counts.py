"""A numerator and a denominator for each unit, added up over the periods wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import Dates
from wellrun.tables.cells import Cells
from wellrun.tables.columns import map_columns, normal
from wellrun.tables.dates import dates
from wellrun.tables.errors import FileError, RowErrors
from wellrun.tables.fractions import Fractions
from wellrun.tables.labels import Labels, read_labels
from wellrun.tables.numbers import numbers
from wellrun.tables.periods import refuse_duplicates
from wellrun.tables.table import Table

Floats = NDArray[np.float64]

# What the two counts are called where one is measured against what the case mix would lead one to expect.
_STANDARDISED = {"numerator": ("observed", "o"), "denominator": ("expected", "e")}


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """N units in the order of their names: `units`, `numerator`, `denominator` (N,) added up over their rows.

    `notes`: what a person should be told; `n_periods`: how many different periods were added up, 0 without a period.
    """

    units: tuple[str, ...]
    numerator: Floats
    denominator: Floats
    n_periods: int
    notes: tuple[str, ...]


def read_counts(
    table: Table,
    *,
    mapping: Mapping[str, str],
    bounded: bool,
    first: np.datetime64 | None = None,
    last: np.datetime64 | None = None,
) -> Counts:
    """The units of `table`. `mapping`: field -> header, over what is guessed; `bounded`: a numerator above its
    denominator is refused; `first`, `last`: only periods that start within, both included.

    A row without a numerator and denominator counts nothing. Raises FileError for a missing or ambiguous column, for
    several measures and where no row is left; TableErrors for rows.
    """
    places = map_columns(table.headers, table.file, mapping=_with_synonyms(table, mapping), need=_COUNTED)
    errors = RowErrors(table.file)
    field = "unit" if "unit" in places else "series"
    if field not in places:
        raise FileError("column_missing", table.file, f"there is no column for unit; {_seen(table)}", field="unit")
    units = read_labels(Cells.of(table, places[field], errors), field)
    above, below = (Cells.of(table, places[name], errors) for name in _COUNTED)
    found = Fractions(numbers(above), numbers(below), above, below)
    found.refuse_impossible()
    _refuse_negative(found)
    with np.errstate(invalid="ignore"):
        found.refuse_above(bounded & (found.denominator > 0))
    period = _periods(table, places, errors)
    _refuse_several_measures(table, places, errors)
    if "period" in places:
        refuse_duplicates(units, period, table.rows, table.headers[places["period"]], errors)
    else:
        _refuse_repeats(units, table, table.headers[places[field]], errors)
    errors.raise_any()
    kept = _within(table, period, "period" in places, first, last)
    return _added_up(table, units, found, period, kept)


_COUNTED = ("numerator", "denominator")


def _with_synonyms(table: Table, mapping: Mapping[str, str]) -> dict[str, str]:
    known = dict(mapping)
    for field, words in _STANDARDISED.items():
        own = [header for header in table.headers if normal(header) == field]
        other = [header for header in table.headers if normal(header) in words]
        if field not in known and not own and len(other) == 1:
            known[field] = other[0]
    return known


def _refuse_negative(found: Fractions) -> None:
    with np.errstate(invalid="ignore"):
        found.numerator_cells.refuse(found.numerator < 0, lambda cell: f"{cell} is not allowed: cases count from 0")


def _periods(table: Table, places: Mapping[str, int], errors: RowErrors) -> Dates:
    if "period" not in places:
        return np.full(table.n_rows, np.datetime64("NaT", "D"))
    return dates(Cells.of(table, places["period"], errors))


def _refuse_repeats(units: Labels, table: Table, column: str, errors: RowErrors) -> None:
    """Without periods a unit has one row."""
    _, first, of_row = np.unique(units.codes, return_index=True, return_inverse=True)
    for place in np.flatnonzero(first[of_row] != np.arange(of_row.size)).tolist():
        sentence = f"{units.names[units.codes[place]]} is already in row {table.rows[first[of_row[place]]]}"
        errors.add(int(table.rows[place]), column, f"{sentence}: name a column for period, or keep one row")


def _refuse_several_measures(table: Table, places: Mapping[str, int], errors: RowErrors) -> None:
    if "measure" not in places or len(errors):
        return
    names = read_labels(Cells.of(table, places["measure"], errors), "measure").names
    if len(names) > 1:
        sentence = f"a funnel compares units by one measure, and there are {len(names)}: {', '.join(names[:10])}"
        raise FileError("several_measures", table.file, f"{sentence}; split the file", field="measure")


def _within(
    table: Table, period: Dates, dated: bool, first: np.datetime64 | None, last: np.datetime64 | None
) -> NDArray[np.bool_]:
    kept = np.ones(table.n_rows, dtype=np.bool_)
    if first is None and last is None:
        return kept
    if not dated:
        sentence = f"--from and --to need a column for period; {_seen(table)}"
        raise FileError("column_missing", table.file, sentence, field="period")
    kept &= True if first is None else period >= first
    kept &= True if last is None else period <= last
    if not kept.any():
        sentence = f"no period starts from {first or 'the beginning'} to {last or 'the end'}"
        raise FileError("no_rows", table.file, sentence)
    return kept


def _added_up(table: Table, units: Labels, found: Fractions, period: Dates, kept: NDArray[np.bool_]) -> Counts:
    whole = kept & ~np.isnan(found.numerator) & ~np.isnan(found.denominator)
    if not whole.any():
        raise FileError("no_rows", table.file, "no row has a numerator and a denominator")
    chosen = Labels.of(units.codes[whole], units.names)
    notes = list(table.notes)
    if (missing := int((kept & ~whole).sum())) > 0:
        rows = (
            "1 row without a numerator or denominator counts"
            if missing == 1
            else (f"{missing} rows without a numerator or denominator count")
        )
        notes.append(f"{rows} nothing")
    days = period[whole]
    return Counts(
        units=chosen.names,
        numerator=_sums(chosen, found.numerator[whole]),
        denominator=_sums(chosen, found.denominator[whole]),
        n_periods=int(np.unique(days[~np.isnat(days)]).size),
        notes=(*notes, *_uneven(chosen, days)),
    )


def _sums(units: Labels, counts: Floats) -> Floats:
    return np.bincount(units.codes, counts, len(units.names)).astype(np.float64)


def _uneven(units: Labels, days: Dates) -> list[str]:
    """A note where units were added up over different numbers of periods."""
    rows = np.bincount(units.codes, minlength=len(units.names))
    if np.isnat(days).all() or rows.min() == rows.max():
        return []
    least = units.names[int(rows.argmin())]
    return [f"units have from {rows.min()} ({least}) to {rows.max()} periods: fewer cases, and maybe other seasons"]


def _seen(table: Table) -> str:
    return f"the file has: {', '.join(table.headers[:30])}"
