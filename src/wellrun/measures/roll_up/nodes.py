"""Which units pool whose figures, for one measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.bulk.contract import SeriesRow
from wellrun.measures.roll_up.tree import Tree

Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
NO_SERIES = -1


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """The leaves and nodes of one measure.

    A leaf is a unit's place in a stratum with reported figures, L of them in the order of the unit's key;
    `leaf_series` is -1 for the successor of a reporting unit that has not reported yet. A node is a unit above
    leaves that does not report itself, N of them, `node_series` -1 where the series does not exist yet.
    `pair_node`, `pair_leaf`: which leaves each node pools, ordered by node, then leaf. A unit that reports for
    itself stands for all beneath it: they are not counted again further up.
    """

    strata: tuple[str, ...]
    leaf_series: Indices
    leaf_unit: Indices
    leaf_stratum: Indices
    node_series: Indices
    node_unit: Indices
    node_stratum: Indices
    pair_node: Indices
    pair_leaf: Indices

    @property
    def pair_starts(self) -> Indices:
        """(N,) where the pairs of each node begin."""
        return np.searchsorted(self.pair_node, np.arange(self.node_unit.size))

    def leaves_of(self, node: int) -> Indices:
        """The leaves that a node pools."""
        first, last = np.searchsorted(self.pair_node, [node, node + 1])
        return self.pair_leaf[first:last]

    def only(self, nodes: Flags) -> Nodes:
        """The chosen nodes, and the leaves they need or that stand alone for their own phases."""
        renumbered = np.cumsum(nodes) - 1
        kept = nodes[self.pair_node]
        return Nodes(
            self.strata,
            self.leaf_series,
            self.leaf_unit,
            self.leaf_stratum,
            self.node_series[nodes],
            self.node_unit[nodes],
            self.node_stratum[nodes],
            renumbered[self.pair_node[kept]],
            self.pair_leaf[kept],
        )


def nodes_of(tree: Tree, rows: Sequence[SeriesRow]) -> Nodes:
    """Sort one measure's series into leaves and nodes, and pair them."""
    strata = tuple(sorted({row.stratum for row in rows}))
    place = {name: code for code, name in enumerate(strata)}
    series = {(place[row.stratum], tree.index[row.unit]): row for row in rows}
    reported = sorted((unit, stratum) for (stratum, unit), row in series.items() if not row.derived)
    leaves = sorted({*reported, *_heirs(tree, reported, series)})
    unit = np.array([leaf[0] for leaf in leaves], dtype=np.int64)
    stratum = np.array([leaf[1] for leaf in leaves], dtype=np.int64)
    node_code, leaf = _pairs(tree, unit, stratum, len(strata), reported)
    distinct, node = np.unique(node_code, return_inverse=True)
    node_stratum, node_unit = np.divmod(distinct, max(tree.size, 1))
    order = np.lexsort((leaf, node))
    return Nodes(
        strata=strata,
        leaf_series=_series_at(series, stratum, unit),
        leaf_unit=unit,
        leaf_stratum=stratum,
        node_series=_series_at(series, node_stratum, node_unit),
        node_unit=node_unit,
        node_stratum=node_stratum,
        pair_node=node[order].astype(np.int64),
        pair_leaf=leaf[order],
    )


def _heirs(tree: Tree, reported: list[tuple[int, int]], series: dict[tuple[int, int], Any]) -> list[tuple[int, int]]:
    """Successors of reporting units that have no figures of their own: the place they took is still expected."""
    units = {unit for unit, _ in reported}
    return [
        (absorption.place, stratum)
        for absorption in tree.absorptions
        if absorption.unit in units and absorption.place not in tree.ancestors(absorption.unit)
        for unit, stratum in reported
        if unit == absorption.unit and (stratum, absorption.place) not in series
    ]


def _series_at(series: dict[tuple[int, int], SeriesRow], strata: Indices, units: Indices) -> Indices:
    found = (series.get(place) for place in zip(strata.tolist(), units.tolist(), strict=True))
    return np.array([row.id if row else NO_SERIES for row in found], dtype=np.int64)


def _pairs(
    tree: Tree, unit: Indices, stratum: Indices, n_strata: int, reported: list[tuple[int, int]]
) -> tuple[Indices, Indices]:
    """(node code, leaf) of every leaf and each ancestor below the nearest one that reports for itself."""
    reports = np.zeros((max(n_strata, 1), max(tree.size, 1)), dtype=np.bool_)
    for place, code in reported:
        reports[code, place] = True
    count = tree.above_start[unit + 1] - tree.above_start[unit]
    leaf = np.repeat(np.arange(unit.size), count)
    within = np.arange(leaf.size) - np.repeat(np.cumsum(count) - count, count)
    at = tree.above_start[unit[leaf]] + within
    above, depth = tree.above[at], tree.above_depth[at]
    nearest = np.full(unit.size, np.iinfo(np.int64).max)
    shadow = reports[stratum[leaf], above]
    np.minimum.at(nearest, leaf[shadow], depth[shadow])
    open_air = depth < nearest[leaf]
    return (stratum[leaf] * tree.size + above)[open_air], leaf[open_air]
