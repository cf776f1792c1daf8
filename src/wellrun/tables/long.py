"""A long table, one row an observation, checked and typed: what ingest and the analyst's tools take."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import MONDAY, Dates, Grain
from wellrun.tables.cells import Cells
from wellrun.tables.columns import map_columns
from wellrun.tables.dates import DateOrder, dates
from wellrun.tables.errors import FileError, RowError, RowErrors
from wellrun.tables.fractions import Fractions
from wellrun.tables.labels import Labels, join_labels, read_labels, refuse_unknown
from wellrun.tables.names import KnownNames
from wellrun.tables.numbers import Percent, numbers
from wellrun.tables.periods import (
    Rhythm,
    WeekStart,
    Wish,
    in_words,
    refuse_duplicates,
    sentence_too_early,
    sentence_too_late,
    too_early,
    too_late,
)
from wellrun.tables.table import RowNumbers, Table

Floats = NDArray[np.float64]

TOTAL = "total"


@dataclass(frozen=True, slots=True, eq=False)
class LongTable:
    """N observations in file order; each column has one entry a row.

    `series`: the file's own, else measure, unit and stratum joined with "/" ("total" is left out), else "". `measure`,
    `unit`: "" throughout where the file has none; `stratum`: "total" where it has none. `period`: first day of the
    period (the date as written where no grain was asked for). `value`, `numerator`, `denominator`: NaN = missing;
    a missing value is numerator over denominator. `rows`: row in the file, header = row 1. `has`: the fields the
    file holds. `rhythm`: the one grain of all rows, None where there is no one. `warnings`: rows to look at.
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
    rhythm: Rhythm | None = None
    warnings: tuple[RowError, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def n_rows(self) -> int:
        return int(self.rows.size)

    def until(self, last: np.datetime64) -> LongTable:
        """The observations whose period starts on or before `last`. Raises FileError when there are none."""
        kept = self.period <= last
        if not kept.any():
            raise FileError("no_rows", self.file, f"no period starts on or before {in_words(last)}")
        columns: dict[str, Any] = {
            name: getattr(self, name)[kept] for name in ("period", "value", "numerator", "denominator", "rows")
        }
        for name in ("series", "measure", "unit", "stratum"):
            labels = getattr(self, name)
            columns[name] = Labels.of(labels.codes[kept], labels.names)
        return replace(self, **columns)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a long table is to be understood.

    `mapping`: field -> header, over what is guessed. `constants`: field -> text for a label column that the file
    lacks. `need`: fields that must be there. `grain`: of all rows, "auto" from the dates, one a measure (others
    keep their dates), or None: dates stay and duplicates are not looked for. `week_start`: 0 Monday to 6 Sunday,
    or "auto". `bounded`: measures (or all) that are proportions of cases, where a numerator above its
    denominator is refused; elsewhere it is a warning. `known`: field -> the names it may hold; others are refused.
    `figures`: whether there must be a value, or a numerator and denominator; without them dates of events will do.
    `today`: periods before 1990, or that begin later than one period after it, are refused.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    need: Collection[str] = ("period",)
    grain: Wish | Mapping[str, Grain] | None = None
    week_start: WeekStart = MONDAY
    bounded: Collection[str] | bool = False
    date_order: DateOrder = "auto"
    percent: Percent = "refuse"
    known: Mapping[str, KnownNames] = field(default_factory=dict)
    today: date | None = None
    figures: bool = True


def read_long(table: Table, reading: Reading) -> LongTable:
    """The observations of `table`, every cell understood or refused by row and column.

    Raises FileError for a missing or ambiguous column, TableErrors for rows.
    """
    return _Reader(table, reading).read()


class _Reader:
    """One reading in progress: the table, where its fields are, and the refusals so far."""

    def __init__(self, table: Table, reading: Reading) -> None:
        self.table = table
        self.reading = reading
        need = [name for name in reading.need if name not in reading.constants]
        self.places = map_columns(table.headers, table.file, mapping=reading.mapping, need=need)
        self.errors = RowErrors(table.file)
        self._check_columns()

    def read(self) -> LongTable:
        labels = {name: self._labels(name) for name in ("measure", "unit", "stratum")}
        series = self._series(labels)
        when = self._cells("period")
        days = dates(when, self.reading.date_order)
        value, numerator, denominator, warnings = self._figures(labels["measure"])
        period, rhythm = self._periods(when, days, labels["measure"], series)
        self.errors.raise_any()
        return LongTable(
            file=self.table.file,
            series=series,
            **labels,
            period=period,
            value=value,
            numerator=numerator,
            denominator=denominator,
            rows=self.table.rows,
            has=frozenset(self.places),
            rhythm=rhythm,
            warnings=warnings,
            notes=self.table.notes,
        )

    def _check_columns(self) -> None:
        has_fraction = "numerator" in self.places and "denominator" in self.places
        if self.reading.figures and "value" not in self.places and not has_fraction:
            seen = ", ".join(self.table.headers[:30])
            sentence = f"there is no column for value, nor for numerator and denominator; the file has: {seen}"
            raise FileError("column_missing", self.table.file, sentence, field="value")

    def _cells(self, name: str, *, coded: bool = False) -> Cells:
        return Cells.of(self.table, self.places[name], self.errors, coded=coded)

    def _labels(self, name: str) -> Labels:
        absent = TOTAL if name == "stratum" else ""
        if name in self.places:
            cells = self._cells(name, coded=True)
            labels = read_labels(cells, name, default=TOTAL if name == "stratum" else None)
            if name in self.reading.known:
                refuse_unknown(cells, labels, name, self.reading.known[name])
            return labels
        return Labels.constant(self.reading.constants.get(name, absent), self.table.n_rows)

    def _series(self, labels: Mapping[str, Labels]) -> Labels:
        if "series" in self.places:
            return read_labels(self._cells("series", coded=True), "series")
        parts = [part for part in labels.values() if part.names not in ((), ("",), (TOTAL,))]
        if not parts:
            return Labels.constant("", self.table.n_rows)
        try:
            return join_labels(parts, self.table.n_rows)
        except ValueError:
            sentence = 'measure and unit joined with "/" name two series alike: give a column series'
            raise FileError("series_alike", self.table.file, sentence) from None

    def _figures(self, measure: Labels) -> tuple[Floats, Floats, Floats, tuple[RowError, ...]]:
        absent = np.broadcast_to(np.nan, self.table.n_rows)
        value = numbers(self._cells("value"), self.reading.percent) if "value" in self.places else absent
        if "numerator" not in self.places or "denominator" not in self.places:
            return value, absent, self._only("denominator", absent), ()
        above, below = self._cells("numerator"), self._cells("denominator")
        found = Fractions(numbers(above), numbers(below), above, below)
        found.refuse_impossible()
        warnings = found.refuse_above(self._bounded(measure))
        value = found.ratio() if value is absent else np.where(np.isnan(value), found.ratio(), value)
        return value, found.numerator, found.denominator, warnings

    def _only(self, name: str, absent: Floats) -> Floats:
        return numbers(self._cells(name)) if name in self.places else absent

    def _bounded(self, measure: Labels) -> NDArray[np.bool_]:
        bounded = self.reading.bounded
        if isinstance(bounded, bool):
            return np.full(self.table.n_rows, bounded)
        return np.array([name in bounded for name in measure.names], dtype=np.bool_)[measure.codes]

    def _periods(self, when: Cells, days: Dates, measure: Labels, series: Labels) -> tuple[Dates, Rhythm | None]:
        """The periods of the days; rows that repeat one are refused, which events may do."""
        grain = self.reading.grain
        if grain is None:
            return days, None
        if not isinstance(grain, Mapping):
            rhythm = Rhythm.of(days, grain, self.reading.week_start)
            return self._one_rhythm(when, days, series, rhythm), rhythm
        periods, unique = days.copy(), days.copy()
        late = np.zeros(days.size, dtype=np.bool_)
        for here, one in self._rhythms(days, measure, grain):
            if self.reading.today is not None:
                late[here] = too_late(days[here], one, self.reading.today)
            periods[here] = one.starts(days[here])
            unique[here] = np.datetime64("NaT", "D") if one.grain is Grain.EVENT else periods[here]
        if self.reading.today is not None:
            self._refuse_far(when, days, late)
        refuse_duplicates(series, unique, when.rows, when.header, self.errors)
        return periods, None

    def _one_rhythm(self, when: Cells, days: Dates, series: Labels, rhythm: Rhythm) -> Dates:
        """The periods of a rhythm that all rows share; apart from millions of rows by measure, it needs few copies."""
        periods = rhythm.starts(days)
        if self.reading.today is not None:
            self._refuse_far(when, days, too_late(days, rhythm, self.reading.today))
        if rhythm.grain is not Grain.EVENT:
            refuse_duplicates(series, periods, when.rows, when.header, self.errors)
        return periods

    def _refuse_far(self, when: Cells, days: Dates, late: NDArray[np.bool_]) -> None:
        when.refuse_places(too_early(days), lambda place: sentence_too_early(days[place]))
        when.refuse_places(late, lambda place: sentence_too_late(days[place]))

    def _rhythms(
        self, days: Dates, measure: Labels, grain: Mapping[str, Grain]
    ) -> list[tuple[NDArray[np.bool_], Rhythm]]:
        return [
            (here, Rhythm.of(days[here], grain[name], self.reading.week_start))
            for code, name in enumerate(measure.names)
            if name in grain
            for here in [measure.codes == code]
        ]
