"""Holding a batch against what is known: which rows are new, which correct, which say nothing new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.arrival.batch import Batch
from wellrun.measures.bulk.contract import LAST_DAY, Engine, Figures, SeriesRow, plain_figures
from wellrun.measures.difference import Difference, difference
from wellrun.measures.picture import Picture, joined
from wellrun.measures.receiving import SeriesIds

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
NO_SERIES = -1


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The series of a batch. `series_ids` (N,) of each row, -1 where it has none. `known`: there before.

    `rows`: all series of the batch's measures, as they are now.
    """

    rows: list[SeriesRow]
    series_ids: SeriesIds
    known: SeriesIds

    @property
    def derived(self) -> SeriesIds:
        """The series that are rolled up so far."""
        return np.array([row.id for row in self.rows if row.derived], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """What a batch comes to: rows to add, rows to revise, and how the rows of the file count.

    `withdrawn`: rolled-up rows of series that report for themselves from now on (`flipped`). `picture` shows the
    touched series as they stand once all of it is written.
    """

    new: Figures
    revised: Figures
    withdrawn: Figures
    n_unchanged: int
    n_empty: int
    flipped: SeriesIds
    picture: Picture

    @property
    def written(self) -> Figures:
        """Every row that changes."""
        return joined([self.new, self.revised, self.withdrawn])


def places_of(engine: Engine, batch: Batch, filled: Flags) -> Places:
    """Find the series of every row, and make those that have a figure for the first time."""
    combinations = [_names(batch, combination) for combination in batch.combinations.tolist()]
    keys = [(engine.key(measure), engine.key(unit), stratum) for measure, unit, stratum in combinations]
    measures = {measure for measure, _, _ in combinations}
    rows = engine.series_of(measures)
    known = {(row.measure, row.unit, row.stratum): row.id for row in rows}
    wanted = np.bincount(batch.series[filled], minlength=len(keys)) > 0
    missing = [at for at in np.flatnonzero(wanted).tolist() if keys[at] not in known]
    if missing:
        engine.add_series([(*combinations[at], False) for at in missing])
        rows = engine.series_of(measures)
    now = {(row.measure, row.unit, row.stratum): row.id for row in rows}
    ids = np.array([now.get(key, NO_SERIES) for key in keys], dtype=np.int64)
    return Places(rows, ids[batch.series], np.array(sorted(known.values()), dtype=np.int64))


def _names(batch: Batch, combination: Sequence[int]) -> tuple[UUID, UUID, str]:
    measure, unit, stratum = combination
    return _found(batch.measures.ids[measure]), _found(batch.units.ids[unit]), batch.table.stratum.names[stratum]


def _found(identifier: UUID | None) -> Any:
    if identifier is None:
        raise AssertionError("a name that is not known was refused before")
    return identifier


def merge(engine: Engine, batch: Batch, values: Floats, places: Places, *, empty_withdraws: bool) -> Merged:
    """Compare the batch with the live rows of its series; one read."""
    filled = ~np.isnan(values)
    wanted = _wanted(batch, values, places, (filled | empty_withdraws) & (places.series_ids != NO_SERIES))
    touched = np.unique(wanted.series_ids)
    older = touched[np.isin(touched, places.known)]
    since = int(wanted.days.min(initial=LAST_DAY))
    live = engine.figures(older, since) if older.size else wanted.take(slice(0))
    differs = _worth_writing(difference(wanted, live), wanted)
    flipped = older[np.isin(older, places.derived)]
    withdrawn = _withdrawn(engine, flipped, wanted)
    revised = wanted.take(differs.changed)
    n_written = int(differs.any.sum())
    n_unchanged = int((~differs.any & ~np.isnan(wanted.values)).sum())
    return Merged(
        new=wanted.take(differs.new),
        revised=revised,
        withdrawn=withdrawn,
        n_unchanged=n_unchanged,
        n_empty=batch.table.n_rows - n_written - n_unchanged,
        flipped=flipped,
        picture=Picture(
            engine,
            _afterwards(live, [wanted.take(differs.new), revised, withdrawn.take(withdrawn.days >= since)]),
            touched,
            touched[~np.isin(touched, places.known)],
            since,
        ),
    )


def _wanted(batch: Batch, values: Floats, places: Places, taken: Flags) -> Figures:
    """The taken rows by series and period."""
    table = batch.table
    filled = ~np.isnan(values)
    figures = plain_figures(
        places.series_ids[taken],
        batch.days[taken],
        values[taken],
        np.where(filled, table.numerator, np.nan)[taken],
        np.where(filled, table.denominator, np.nan)[taken],
    )
    return figures.take(np.argsort(figures.keys, kind="stable"))


def _worth_writing(differs: Difference, wanted: Figures) -> Difference:
    """An empty row for a period that nobody has reported has nothing to take back."""
    return Difference(differs.new & ~np.isnan(wanted.values), differs.changed)


def _withdrawn(engine: Engine, flipped: SeriesIds, wanted: Figures) -> Figures:
    """The rolled-up rows that a series gives up when it begins to report for itself."""
    if not flipped.size:
        return wanted.take(slice(0))
    live = engine.figures(flipped)
    left = live.take(~np.isin(live.keys, wanted.keys))
    nothing = np.full(left.size, np.nan)
    empty = plain_figures(left.series_ids, left.days, nothing, nothing, nothing)
    return empty.take(empty.differs_from(left))


def _afterwards(live: Figures, written: list[Figures]) -> Figures:
    keys = np.concatenate([figures.keys for figures in written])
    return joined([live.take(~np.isin(live.keys, keys)), *written])
