"""The panel: many series over the same periods, with their names. Labels travel with numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import MONDAY, Dates, Grain, period_date, period_number, period_range
from wellrun.analytics.days import looked_up_in_pieces
from wellrun.lib.errors import UserError

__all__ = ["Grain", "Panel", "period_range", "phases_from_starts"]

Floats = NDArray[np.float64]
Ordinals = NDArray[np.int16]
Codes = NDArray[np.int64]

# Stands for "one phase throughout" until the shape of the values is known.
_UNSTATED: Ordinals = np.zeros((0, 0), dtype=np.int16)


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Series by period; an absent period is a missing one.

    `labels`: the S series. `periods`: (T,) datetime64[D], the first day of each period, strictly rising.
    `values`: (S, T) float64 as stored (a proportion is 0-1), NaN = missing. `numerators`, `denominators`:
    (S, T) or None, both or neither. `phases`: (S, T) int16, ordinal of the phase from 0, never falling in time.
    With grain `event`, column k is each series' k-th event, `event_dates` (S, T) says when it was (NaT = no
    such event) and `periods` holds the earliest of them.
    Raises ValueError when shapes, order or numbers do not fit: that is our bug, not the reader's.
    """

    labels: tuple[str, ...]
    grain: Grain
    periods: Dates
    values: Floats
    numerators: Floats | None = None
    denominators: Floats | None = None
    phases: Ordinals = field(default_factory=lambda: _UNSTATED)
    event_dates: Dates | None = None

    def __post_init__(self) -> None:
        if self.phases is _UNSTATED:
            one_phase = np.broadcast_to(np.int16(0), self.values.shape)
            object.__setattr__(self, "phases", one_phase)
        _check_shapes(self)
        _check_numbers(self)

    @property
    def n_series(self) -> int:
        return int(self.values.shape[0])

    @property
    def n_periods(self) -> int:
        return int(self.values.shape[1])

    @property
    def has_counts(self) -> bool:
        """Whether each value comes with its numerator and denominator."""
        return self.numerators is not None

    @property
    def dates(self) -> Dates:
        """(S, T) the date of every point; for events their own dates, else the periods."""
        if self.event_dates is not None:
            return self.event_dates
        return np.broadcast_to(self.periods, self.values.shape)

    def take(self, rows: Any) -> Panel:
        """The series at `rows` (indices, a mask or a slice), in that order."""
        index = np.arange(self.n_series)[rows]
        return replace(
            self,
            labels=tuple(self.labels[i] for i in index),
            values=self.values[rows],
            numerators=None if self.numerators is None else self.numerators[rows],
            denominators=None if self.denominators is None else self.denominators[rows],
            phases=self.phases[rows],
            event_dates=None if self.event_dates is None else self.event_dates[rows],
        )

    def until(self, n_periods: int) -> Panel:
        """The panel as it stood when only its first `n_periods` periods were known."""
        return replace(
            self,
            periods=self.periods[:n_periods],
            values=self.values[:, :n_periods],
            numerators=None if self.numerators is None else self.numerators[:, :n_periods],
            denominators=None if self.denominators is None else self.denominators[:, :n_periods],
            phases=self.phases[:, :n_periods],
            event_dates=None if self.event_dates is None else self.event_dates[:, :n_periods],
        )

    def with_phases(self, phases: NDArray[Any]) -> Panel:
        """The same numbers under other phases (S, T)."""
        return replace(self, phases=np.asarray(phases, dtype=np.int16))

    def rebased(self, dates: Any) -> Panel:
        """The same numbers with a new phase in every series at the first point on or after each date."""
        starts = np.unique(np.asarray(dates, dtype="datetime64[D]"))
        own = self.dates if self.event_dates is not None else self.periods[None, :]
        ordinals = np.searchsorted(starts, own, side="right").astype(np.int16)
        return self.with_phases(np.broadcast_to(ordinals - ordinals[:, :1], self.values.shape))

    @classmethod
    def from_long(cls, series: Sequence[str] | NDArray[Any], periods: Any, **columns: Any) -> Panel:
        """A panel from long columns, one row a point; series are ordered by name. See `from_codes`."""
        labels, codes = np.unique(np.asarray(series, dtype=str), return_inverse=True)
        return cls.from_codes(tuple(labels.tolist()), codes, periods, **columns)

    @classmethod
    def from_codes(
        cls,
        labels: Sequence[str],
        codes: Any,
        periods: Any,
        *,
        grain: Grain,
        values: Any = None,
        numerators: Any = None,
        denominators: Any = None,
        week_start: int = MONDAY,
    ) -> Panel:
        """A panel from long columns whose series are given as codes into `labels`.

        All columns have one entry a row, in any order; NaN = missing. Without `values` they are numerator over
        denominator (missing where the denominator is 0). Absent periods of the grain are filled as missing.
        Raises UserError `duplicate_period` with both row numbers when a series has two rows in one period.
        """
        rows = _Rows(np.asarray(codes, dtype=np.int64), np.asarray(periods, dtype="datetime64[D]"), len(labels))
        if np.isnat(rows.dates).any():
            raise ValueError("every row needs a date")
        where = _places_of_events(rows) if grain is Grain.EVENT else _places(rows, labels, grain, week_start)
        counts = None if numerators is None else np.asarray(numerators, dtype=np.float64)
        bases = None if denominators is None else np.asarray(denominators, dtype=np.float64)
        return cls(
            labels=tuple(labels),
            grain=grain,
            periods=where.periods,
            values=where.spread(_ratio(counts, bases) if values is None else np.asarray(values, dtype=np.float64)),
            numerators=None if counts is None else where.spread(counts),
            denominators=None if bases is None else where.spread(bases),
            event_dates=where.event_dates,
        )


def phases_from_starts(periods: Dates, n_series: int, series: Codes, starts: Any) -> Ordinals:
    """Phases (S, T) from a list of (series index, start date) pairs.

    A start at or before the first period opens phase 0; each later one opens the next phase at the first
    period on or after it. Two starts before the same period count once.
    """
    first = np.searchsorted(periods, np.asarray(starts, dtype="datetime64[D]"), side="left")
    opens = np.zeros((n_series, periods.size + 1), dtype=np.int16)
    opens[np.asarray(series, dtype=np.int64), first] = 1
    opens[:, 0] = 0
    return np.cumsum(opens[:, :-1], axis=1, dtype=np.int16)


@dataclass(frozen=True, slots=True)
class _Rows:
    codes: Codes
    dates: Dates
    n_series: int


@dataclass(frozen=True, slots=True)
class _Places:
    """Where each long row goes in the (S, T) arrays."""

    periods: Dates
    flat: Codes
    shape: tuple[int, int]
    event_dates: Dates | None = None

    def spread(self, column: Floats) -> Floats:
        wide = np.full(self.shape, np.nan)
        wide.reshape(-1)[self.flat] = column
        return wide


def _places(rows: _Rows, labels: Sequence[str], grain: Grain, week_start: int) -> _Places:
    ends = np.array([rows.dates.min(), rows.dates.max()]) if rows.dates.size else rows.dates
    numbers = period_number(ends, grain, week_start)
    first = int(numbers[0]) if numbers.size else 0
    n_periods = int(numbers[1]) - first + 1 if numbers.size else 0
    flat = np.empty_like(rows.codes)
    # The panel has a place for each anyway; NumPy's unique takes 50 times as long on millions of rows.
    taken = np.zeros(rows.n_series * n_periods, dtype=np.bool_)
    for piece, number in looked_up_in_pieces(rows.dates, lambda dates: period_number(dates, grain, week_start) - first):
        flat[piece] = rows.codes[piece] * n_periods + number
        taken[flat[piece]] = True
    if np.count_nonzero(taken) < flat.size:
        _refuse_duplicates(flat, rows, labels)
    periods = period_date(np.arange(first, first + n_periods, dtype=np.int64), grain, week_start)
    return _Places(periods, flat, (rows.n_series, n_periods))


def _places_of_events(rows: _Rows) -> _Places:
    order = np.lexsort((rows.dates, rows.codes))
    events = np.bincount(rows.codes, minlength=rows.n_series)
    first_of_series = np.repeat(np.cumsum(events) - events, events)
    nth = np.empty(order.size, dtype=np.int64)
    nth[order] = np.arange(order.size) - first_of_series
    shape = (rows.n_series, int(events.max(initial=0)))
    flat = rows.codes * shape[1] + nth
    when = np.full(shape, np.datetime64("NaT", "D"))
    when.reshape(-1)[flat] = rows.dates
    return _Places(np.fmin.reduce(when, axis=0) if shape[0] else when[:0, 0], flat, shape, when)


def _refuse_duplicates(flat: Codes, rows: _Rows, labels: Sequence[str]) -> None:
    order = np.argsort(flat, kind="stable")
    again = np.flatnonzero(np.diff(flat[order]) == 0)[0]
    first, second = int(order[again]), int(order[again + 1])
    label, date = labels[int(rows.codes[second])], str(rows.dates[second])
    raise UserError(
        "duplicate_period",
        f"{label} has two rows for the period of {date}.",
        series=label,
        period=date,
        first_row=first,
        second_row=second,
    )


def _ratio(numerators: Floats | None, denominators: Floats | None) -> Floats:
    if numerators is None or denominators is None:
        raise ValueError("a panel needs values, or numerators and denominators")
    ratio = np.full(numerators.shape, np.nan)
    np.divide(numerators, denominators, out=ratio, where=denominators > 0)
    return ratio


def _check_shapes(panel: Panel) -> None:
    shape = (len(panel.labels), panel.periods.shape[0])
    if (panel.numerators is None) != (panel.denominators is None):
        raise ValueError("numerators and denominators come together")
    for name in ("values", "numerators", "denominators", "phases", "event_dates"):
        array = getattr(panel, name)
        if array is not None and array.shape != shape:
            raise ValueError(f"{name} has shape {array.shape}, the labels and periods make {shape}")
    if (panel.event_dates is None) == (panel.grain is Grain.EVENT):
        raise ValueError("event dates belong to grain event and to no other")


def _check_numbers(panel: Panel) -> None:
    for name in ("values", "numerators", "denominators"):
        array = getattr(panel, name)
        if array is not None and (array.dtype != np.float64 or bool(np.isinf(array).any())):
            raise ValueError(f"{name} must be float64 without infinities")
    steps = np.diff(panel.periods).astype(np.int64)
    if bool((steps < (0 if panel.grain is Grain.EVENT else 1)).any()):
        raise ValueError("periods must rise")
    phases = panel.phases
    if phases.dtype != np.int16 or bool((np.diff(phases, axis=1) < 0).any()) or bool((phases < 0).any()):
        raise ValueError("phases are int16 ordinals from 0 that never fall in time")
