"""One measure, rolled up as far as a change reaches: the nodes above it, from where the change can have an effect."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.bulk.contract import FIRST_DAY, NEVER, Days, Engine, Figures
from wellrun.measures.facts import MeasureFacts
from wellrun.measures.models import Phase
from wellrun.measures.picture import Picture
from wellrun.measures.receiving import SeriesIds
from wellrun.measures.roll_up.nodes import NO_SERIES, Nodes, nodes_of
from wellrun.measures.roll_up.pool import Pooled, leaves_over, pool
from wellrun.measures.roll_up.reporting import Reporting, lasts, reporting_of
from wellrun.measures.roll_up.steps import Change, Derived
from wellrun.measures.roll_up.tree import Tree

Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]


def derive(engine: Engine, tree: Tree, change: Change, picture: Picture) -> Derived | None:
    """The rows and phases of every node that the change reaches, or None when it reaches none."""
    facts = change.facts
    every = nodes_of(tree, change.rows)
    leaf_day = _leaf_days(tree, every, change)
    node_day = _first_changes(every, leaf_day)
    nodes = every.only(node_day < NEVER)
    if not nodes.node_unit.size:
        return None
    since = _since(engine, nodes, node_day[node_day < NEVER], lasts(facts.grain))
    first = int(since.min())
    needed = _needed(tree, nodes)
    figures = picture.figures(np.sort(nodes.leaf_series[needed & (nodes.leaf_series != NO_SERIES)]), first)
    known = engine.figures(np.sort(nodes.node_series[nodes.node_series != NO_SERIES]), first)
    days = np.unique(np.concatenate([figures.days, known.days]))
    leaves = leaves_over(tree, nodes, figures, days, _first_days(engine, nodes, needed, facts), facts)
    pooled = pool(tree, nodes, leaves, facts)
    reporting = reporting_of(nodes, leaves, pooled, np.searchsorted(days, since), lasts(facts.grain))
    node, derived = _rows(nodes, pooled, reporting, known, since)
    return Derived(facts, nodes, node, derived, known, since, reporting.phases)


def _leaf_days(tree: Tree, nodes: Nodes, change: Change) -> Days:
    """(L,) the first changed day of each leaf, its own or of a unit it has absorbed."""
    days = change.day_of(nodes.leaf_series)
    for absorption in tree.absorptions:
        for leaf in np.flatnonzero((nodes.leaf_unit == absorption.unit) & (days < NEVER)).tolist():
            heirs = (nodes.leaf_unit == absorption.place) & (nodes.leaf_stratum == nodes.leaf_stratum[leaf])
            days[heirs] = np.minimum(days[heirs], days[leaf])
    return days


def _first_changes(nodes: Nodes, leaf_day: Days) -> Days:
    """(N,) the first day on which anything beneath a node changed; NEVER where nothing did."""
    days = np.full(nodes.node_unit.size, NEVER)
    np.minimum.at(days, nodes.pair_node, leaf_day[nodes.pair_leaf])
    return days


def _since(engine: Engine, nodes: Nodes, first_change: Days, enough: int) -> Days:
    """(N,) from where each node has to be looked at again.

    That is its newest judged row before the change: whoever reported there are the phase's members. It holds only
    where `enough` rows of that phase lie before the change, else the phase itself may fall: then all is looked at.
    """
    since = np.full(nodes.node_unit.size, FIRST_DAY)
    exists = np.flatnonzero((nodes.node_series != NO_SERIES) & (first_change > FIRST_DAY))
    if not exists.size:
        return since
    ids = nodes.node_series[exists]
    judged, oldest = engine.steady_before(ids, first_change[exists], enough)
    start = _phase_starts(ids, judged)
    holds = (judged > FIRST_DAY) & ((start == FIRST_DAY) | (oldest >= start))
    since[exists[holds]] = judged[holds]
    return since


def _phase_starts(series_ids: SeriesIds, days: Days) -> Days:
    """(N,) the start of the phase in force on each series' day; FIRST_DAY in the first one."""
    starts = np.full(series_ids.size, FIRST_DAY)
    place = {identifier: at for at, identifier in enumerate(series_ids.tolist())}
    phases = Phase.objects.filter(series_id__in=place).values_list("series_id", "start")
    for identifier, start in phases:
        at, day = place[identifier], int(np.datetime64(start, "D").astype(np.int64))
        if day <= days[at]:
            starts[at] = max(int(starts[at]), day)
    return starts


def _needed(tree: Tree, nodes: Nodes) -> Flags:
    """(L,) leaves that some node pools, and those absorbed into them."""
    needed = np.zeros(nodes.leaf_unit.size, dtype=np.bool_)
    needed[nodes.pair_leaf] = True
    for absorption in tree.absorptions:
        if needed[nodes.leaf_unit == absorption.place].any():
            needed[nodes.leaf_unit == absorption.unit] = True
    return needed


def _first_days(engine: Engine, nodes: Nodes, needed: Flags, facts: MeasureFacts) -> Days:
    days = np.full(nodes.leaf_unit.size, NEVER)
    at = np.flatnonzero(needed & (nodes.leaf_series != NO_SERIES))
    days[at] = engine.first_days(nodes.leaf_series[at], facts.begins_with)
    return days


def _rows(nodes: Nodes, pooled: Pooled, reporting: Reporting, known: Figures, since: Days) -> tuple[Indices, Figures]:
    """The rows that should stand: one for each period with a figure, and an empty one where a figure has gone."""
    wanted = ~np.isnan(pooled.values) & (pooled.days[None, :] >= since[:, None])
    gone = _gone(nodes, pooled, known, since) & ~wanted
    node, position = np.nonzero(wanted | gone)
    at = (node, position)
    return node, Figures(
        series_ids=nodes.node_series[node],
        days=pooled.days[position],
        values=pooled.values[at],
        numerators=pooled.numerators[at],
        denominators=pooled.denominators[at],
        reporting=pooled.reporting[at].astype(np.int16),
        expected=pooled.expected[at].astype(np.int16),
        judged=(reporting.judged & ~gone)[at],
    )


def _gone(nodes: Nodes, pooled: Pooled, known: Figures, since: Days) -> Flags:
    """(N, T) where the database has a row."""
    order = np.argsort(nodes.node_series)
    node = order[np.searchsorted(nodes.node_series[order], known.series_ids)]
    has = np.zeros(pooled.values.shape, dtype=np.bool_)
    has[node, np.searchsorted(pooled.days, known.days)] = known.days >= since[node]
    return has
