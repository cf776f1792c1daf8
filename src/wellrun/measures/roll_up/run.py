"""Rolling up what changed, for all measures of one transaction, and writing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from wellrun.measures.bulk.contract import FIRST_DAY, Engine, Figures, Stamp
from wellrun.measures.difference import difference
from wellrun.measures.picture import Picture, joined
from wellrun.measures.receiving import SeriesIds
from wellrun.measures.roll_up.derive import derive
from wellrun.measures.roll_up.nodes import NO_SERIES
from wellrun.measures.roll_up.phases import WantedPhase, found_phase, keep_phases, merger_phases
from wellrun.measures.roll_up.steps import Change, Derived
from wellrun.measures.roll_up.tree import Tree


@dataclass(frozen=True, slots=True, eq=False)
class RolledUp:
    """What a roll-up wrote: how many derived rows, and which series changed in figures or phases."""

    rows: int
    series_ids: SeriesIds


def roll_up(
    engine: Engine,
    tree: Tree,
    changes: Sequence[Change],
    picture: Picture,
    stamp: Stamp,
    week_start: int,
    flipped: SeriesIds,
) -> RolledUp:
    """Bring every ancestor of the changed series up to date. Rows and phases that already say it are left alone.

    `flipped`: series that were rolled up and report for themselves now; the phases found for them go.
    """
    every = [derive(engine, tree, change, picture) for change in changes if change.facts.rolls_up]
    derived = _with_series(engine, tree, [one for one in every if one is not None])
    written = _write(engine, derived, stamp)
    phased = _keep_phases(engine, tree, changes, derived, stamp, week_start, flipped)
    touched = np.array(sorted({*written.series_ids.tolist(), *phased}), dtype=np.int64)
    return RolledUp(written.size, touched)


def _with_series(engine: Engine, tree: Tree, derived: list[Derived]) -> list[Derived]:
    """Give the nodes that come to something for the first time their series."""
    missing = [
        (one.facts.id, tree.uuids[one.nodes.node_unit[node]], one.nodes.strata[one.nodes.node_stratum[node]], True)
        for one in derived
        for node in np.unique(one.node[one.figures.series_ids == NO_SERIES]).tolist()
    ]
    if not missing:
        return derived
    engine.add_series(missing)
    rows = engine.series_of({one.facts.id for one in derived})
    ids = {(row.measure, row.unit, row.stratum): row.id for row in rows}
    return [_numbered(one, engine, tree, ids) for one in derived]


def _numbered(one: Derived, engine: Engine, tree: Tree, ids: dict[tuple[object, object, str], int]) -> Derived:
    nodes, measure = one.nodes, engine.key(one.facts.id)
    places = zip(nodes.node_unit.tolist(), nodes.node_stratum.tolist(), strict=True)
    series = np.array(
        [ids.get((measure, tree.keys[unit], nodes.strata[stratum]), NO_SERIES) for unit, stratum in places],
        dtype=np.int64,
    )
    return replace(
        one,
        nodes=replace(nodes, node_series=series),
        figures=replace(one.figures, series_ids=series[one.node]),
    )


def _write(engine: Engine, derived: list[Derived], stamp: Stamp) -> Figures:
    """Write what differs; answers the written rows."""
    if not derived:
        return nothing()
    wanted = joined([one.figures for one in derived])
    live = joined([one.known for one in derived])
    differs = difference(wanted, live)
    if differs.new.any():
        engine.insert(wanted.take(differs.new), stamp)
    if differs.changed.any():
        engine.revise(wanted.take(differs.changed), stamp)
    written = wanted.take(differs.any)
    if written.size:
        engine.mark_derived(np.unique(written.series_ids))
    return written


def _keep_phases(
    engine: Engine,
    tree: Tree,
    changes: Sequence[Change],
    derived: list[Derived],
    stamp: Stamp,
    week_start: int,
    flipped: SeriesIds,
) -> set[int]:
    looked_at = dict.fromkeys(flipped.tolist(), date.min)
    wanted: list[WantedPhase] = []
    for one in derived:
        series = one.nodes.node_series.tolist()
        for identifier, day in zip(series, one.since.tolist(), strict=True):
            if identifier != NO_SERIES:
                looked_at[identifier] = _date(day)
        wanted += [found_phase(tree, one.facts, series[phase.node], phase) for phase in one.phases]
    for change in changes:
        mergers, phases = merger_phases(engine, tree, change)
        looked_at |= mergers
        wanted += phases
    return keep_phases(looked_at, wanted, stamp.at, week_start)


def _date(day: int) -> date:
    found: date = np.datetime64(max(day, FIRST_DAY), "D").astype(object)
    return found


def nothing() -> Figures:
    """No rows."""
    none, no_numbers, small = np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int16)
    return Figures(none, none, no_numbers, no_numbers, no_numbers, small, small, np.zeros(0, np.bool_))
