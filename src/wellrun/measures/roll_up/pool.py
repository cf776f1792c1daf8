"""Sums and coverage of every node over the periods of one measure: dense (leaf, period) arrays, added in one order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.bulk.contract import Begins, Days, Figures
from wellrun.measures.facts import MeasureFacts
from wellrun.measures.roll_up.nodes import Indices, Nodes
from wellrun.measures.roll_up.tree import Tree

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Marks = NDArray[np.uint64]
Number = TypeVar("Number", np.float64, np.int64, np.uint64)


@dataclass(frozen=True, slots=True)
class Taken:
    """On the days at positions `span`, `leaf` has its place at the leaf `heir`. `began`: it had figures before."""

    leaf: int
    heir: int
    span: slice
    began: bool


@dataclass(frozen=True, slots=True, eq=False)
class Leaves:
    """What the L leaves say over T days: `values`, `numerators`, `denominators` (0 where absent), all (L, T).

    `first_days` (L,): the first report of each leaf, whatever the days here. `reports`: whether the leaf has a
    figure that can be pooled, a zero from before its first activity left out. `stands`: the same, but what a closed
    unit still sends counts at the place of its successor. `taken`: which leaves have their place at another.
    """

    days: Days
    first_days: Days
    values: Floats
    numerators: Floats
    denominators: Floats
    reports: Flags
    stands: Flags
    taken: tuple[Taken, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """What the N nodes come to over T days, all (N, T).

    Values are NaN where nobody reported. `reporting`, `expected` count places. `members` is a mark of exactly
    who reported: equal marks, equal sets.
    """

    days: Days
    values: Floats
    numerators: Floats
    denominators: Floats
    reporting: Indices
    expected: Indices
    members: Marks


def leaves_over(
    tree: Tree, nodes: Nodes, figures: Figures, days: Days, first_days: Days, facts: MeasureFacts
) -> Leaves:
    """Spread the leaves' rows over `days` (sorted, distinct, covering all of theirs)."""
    by_series = np.argsort(nodes.leaf_series, kind="stable")
    leaf = by_series[np.searchsorted(nodes.leaf_series[by_series], figures.series_ids)]
    place = (leaf, np.searchsorted(days, figures.days))
    usable = ~np.isnan(figures.values)
    if facts.as_ratio:
        usable = ~np.isnan(figures.numerators) & ~np.isnan(figures.denominators)
    if facts.begins_with is Begins.ACTIVITY:
        usable &= figures.days >= first_days[leaf]
    reports = np.zeros((nodes.leaf_unit.size, days.size), dtype=np.bool_)
    reports[place] = usable
    taken = tuple(_taken(tree, nodes, days, first_days))

    def spread(column: Floats) -> Floats:
        wide = np.zeros(reports.shape)
        wide[place] = np.where(usable, column, 0.0)
        return wide

    return Leaves(
        days=days,
        first_days=first_days,
        values=spread(figures.values),
        numerators=spread(figures.numerators),
        denominators=spread(figures.denominators),
        reports=reports,
        stands=_standing(reports, taken),
        taken=taken,
    )


def _standing(reports: Flags, taken: tuple[Taken, ...]) -> Flags:
    stands = reports.copy()
    for each in taken:
        stands[each.heir, each.span] |= reports[each.leaf, each.span]
        stands[each.leaf, each.span] = False
    return stands


def _taken(tree: Tree, nodes: Nodes, days: Days, first_days: Days) -> Iterator[Taken]:
    for absorption in tree.absorptions:
        first, last = np.searchsorted(days, [absorption.since, absorption.until]).tolist()
        for leaf in np.flatnonzero(nodes.leaf_unit == absorption.unit).tolist():
            heirs = (nodes.leaf_unit == absorption.place) & (nodes.leaf_stratum == nodes.leaf_stratum[leaf])
            began = bool(first_days[leaf] < tree.closed[absorption.unit])
            yield from (Taken(leaf, heir, slice(first, last), began) for heir in np.flatnonzero(heirs).tolist())


def pool(tree: Tree, nodes: Nodes, leaves: Leaves, facts: MeasureFacts) -> Pooled:
    """Add the leaves of every node; beyond the measure's last day the feed has ended and no figure is waited for."""
    expected = _expected(tree, nodes, leaves, facts.last_day)
    numerators, denominators = _sum(nodes, leaves.numerators), _sum(nodes, leaves.denominators)
    some = _sum(nodes, leaves.reports.astype(np.int64)) > 0
    if facts.as_ratio:
        values = np.full(some.shape, np.nan)
        np.divide(numerators, denominators, out=values, where=some)
        numerators, denominators = (np.where(some, each, np.nan) for each in (numerators, denominators))
    else:
        values = np.where(some, _sum(nodes, leaves.values), np.nan)
        numerators = denominators = np.full(some.shape, np.nan)
    # What a closed unit still sends counts as one, even where its successor lies outside the node.
    reporting = np.maximum(_sum(nodes, leaves.stands.astype(np.int64)), some)
    return Pooled(
        days=leaves.days,
        values=values,
        numerators=numerators,
        denominators=denominators,
        reporting=reporting,
        expected=np.maximum(_sum(nodes, expected.astype(np.int64)), reporting),
        members=_sum(nodes, _marks(tree, nodes, leaves)),
    )


def _expected(tree: Tree, nodes: Nodes, leaves: Leaves, last_day: int) -> Flags:
    """(L, T) whose figure one waits for: it is open, it has reported before, the feed still comes."""
    days = leaves.days
    begun = days[None, :] >= leaves.first_days[:, None]
    for each in leaves.taken:
        begun[each.heir, each.span] |= begun[each.leaf, each.span]
    is_open = (days >= tree.opened[nodes.leaf_unit][:, None]) & (days < tree.closed[nodes.leaf_unit][:, None])
    return (begun & is_open & (days <= last_day)[None, :]) | leaves.stands


def _marks(tree: Tree, nodes: Nodes, leaves: Leaves) -> Marks:
    """(L, T) a number for who stands there: the unit and all it has absorbed. Sums of them mark sets."""
    own = np.array([_mark(tree.keys[unit]) for unit in nodes.leaf_unit.tolist()], dtype=np.uint64)
    marks = np.where(leaves.stands, own[:, None], np.uint64(0))
    for each in leaves.taken:
        if each.began:
            there = leaves.stands[each.heir, each.span]
            marks[each.heir, each.span] += np.where(there, own[each.leaf], np.uint64(0))
    return marks


def _mark(key: object) -> int:
    return int.from_bytes(blake2b(str(key).encode(), digest_size=8).digest())


def _sum(nodes: Nodes, of_leaves: NDArray[Number]) -> NDArray[Number]:
    """(N, T) the leaves of each node added up, row by row in the order of the unit keys."""
    if not nodes.node_unit.size:
        return of_leaves[:0]
    sums: NDArray[Number] = np.add.reduceat(of_leaves[nodes.pair_leaf], nodes.pair_starts, axis=0)
    return sums
