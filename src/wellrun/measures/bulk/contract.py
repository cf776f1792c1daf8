"""What a bulk engine does, and the columns it is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.receiving import SeriesIds

Days = NDArray[np.int64]
Floats = NDArray[np.float64]
Small = NDArray[np.int16]
Flags = NDArray[np.bool_]

NOT_ROLLED_UP = -1
# Before and after every date that a file can hold.
FIRST_DAY, LAST_DAY = -719_162, 2_932_896
NEVER = LAST_DAY + 1


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """N rows of `Observation` as columns.

    `series_ids`; `days` since 1970-01-01 of the period's start; `values`, `numerators`, `denominators` NaN =
    missing; `reporting`, `expected` -1 = not rolled up; `judged`.
    """

    series_ids: SeriesIds
    days: Days
    values: Floats
    numerators: Floats
    denominators: Floats
    reporting: Small
    expected: Small
    judged: Flags

    @property
    def size(self) -> int:
        return int(self.days.size)

    @property
    def columns(self) -> tuple[NDArray[Any], ...]:
        """The columns in the order in which they are given."""
        return (
            self.series_ids,
            self.days,
            self.values,
            self.numerators,
            self.denominators,
            self.reporting,
            self.expected,
            self.judged,
        )

    def take(self, rows: Any) -> Figures:
        """The rows at an index or mask."""
        return Figures(*(column[rows] for column in self.columns))

    @property
    def keys(self) -> NDArray[np.int64]:
        """(N,) one number a (series, period), ordered as the pair is."""
        return (self.series_ids << 23) + (self.days - FIRST_DAY)

    def differs_from(self, other: Figures) -> Flags:
        """(N,) where a row says something else than the same row of `other`."""
        differs: Flags = (self.reporting != other.reporting) | (self.expected != other.expected)
        differs |= self.judged != other.judged
        for mine, theirs in (
            (self.values, other.values),
            (self.numerators, other.numerators),
            (self.denominators, other.denominators),
        ):
            differs |= (mine != theirs) & ~(np.isnan(mine) & np.isnan(theirs))
        return differs


def plain_figures(
    series_ids: SeriesIds, days: Days, values: Floats, numerators: Floats, denominators: Floats
) -> Figures:
    """Figures as reported, not rolled up."""
    none = np.full(days.size, NOT_ROLLED_UP, dtype=np.int16)
    return Figures(series_ids, days, values, numerators, denominators, none, none, np.ones(days.size, dtype=np.bool_))


class Begins(Enum):
    """What the first report of a series is: any figure, one with both counts, or one of activity, which is not zero."""

    FIGURE = "figure"
    COUNTS = "counts"
    ACTIVITY = "activity"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which receipt a row came with, and when."""

    receipt_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series as the bulk paths see it; `measure` and `unit` are keys as `Engine.key` writes them.

    `derived`: it has no figures of its own, so it may be rolled up.
    """

    id: int
    measure: Any
    unit: Any
    stratum: str
    derived: bool


class Engine(Protocol):
    """Bulk work on figures inside the caller's transaction. Nothing here decides what a row should say."""

    def key(self, identifier: UUID) -> Any:
        """An identifier as the raw cursor takes and gives it."""

    def lock_measures(self, measure_ids: Iterable[UUID]) -> None:
        """Let one transaction at a time change figures of these measures."""

    def pairs_above(self) -> list[tuple[Any, Any, int]]:
        """(ancestor, descendant, depth) of the whole tree, self left out."""

    def series_of(self, measure_ids: Iterable[UUID]) -> list[SeriesRow]:
        """Every series of these measures, by id."""

    def add_series(self, rows: Sequence[tuple[UUID, UUID, str, bool]]) -> None:
        """Add (measure, unit, stratum, derived); one that is there already stays as it is."""

    def figures(self, series_ids: SeriesIds, first: int = FIRST_DAY, last: int = LAST_DAY) -> Figures:
        """The live rows of these series between two days, both included, ordered by series and period."""

    def figures_as_of(self, series_ids: SeriesIds, at: datetime) -> Figures:
        """The rows of these series that were live at a moment, ordered by series and period."""

    def first_days(self, series_ids: SeriesIds, begins: Begins, since: int = FIRST_DAY) -> Days:
        """(N,) the first day, from `since` on, that has what a report begins with; NEVER where there is none."""

    def steady_before(self, series_ids: SeriesIds, days: Days, lasts: int) -> tuple[Days, Days]:
        """Before each series' given day: the newest judged figure, and the `lasts`-newest of all; FIRST_DAY: none."""

    def insert(self, figures: Figures, stamp: Stamp) -> None:
        """Add rows whose keys are not there."""

    def revise(self, figures: Figures, stamp: Stamp) -> None:
        """Move the live rows of these keys to history and put these in their place as the next revision."""

    def mark_derived(self, series_ids: SeriesIds) -> None:
        """Say of these series that they are rolled up."""

    def touch(self, series_ids: SeriesIds) -> None:
        """Count one more change of each series' data, in one statement."""
