"""What a change of who reports does: a new phase when it lasts, hollow points while it does not.

The members of a period are the units that reported and all that they have absorbed: a merger inside a node
changes nothing. Members that differ from the phase's and stay the same for long enough (`lasts`) begin a new
phase; shorter departures, and the newest points of one that has not lasted yet, are not judged.
A unit absorbed from outside the node begins one at once: it will not go back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import Grain
from wellrun.measures.roll_up.nodes import Nodes
from wellrun.measures.roll_up.pool import Leaves, Marks, Pooled

Flags = NDArray[np.bool_]
# A feed of days that fails is mended within days; a month that fails is made up for, or not at all.
_LASTS = {Grain.DAY: 7}
_LASTS_ELSE = 3


def lasts(grain: Grain) -> int:
    """For how many present periods in a row others must report before it is taken to last: seven days, else three."""
    return _LASTS.get(grain, _LASTS_ELSE)


@dataclass(frozen=True, slots=True)
class FoundPhase:
    """A new phase of a node: from which day, which units joined and stopped, and whether a merger did it."""

    node: int
    day: int
    joined: tuple[int, ...]
    stopped: tuple[int, ...]
    merger: bool


@dataclass(frozen=True, slots=True, eq=False)
class Reporting:
    """`judged` (N, T): False for points that are shown hollow; `phases` in order of node and day."""

    judged: Flags
    phases: tuple[FoundPhase, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """Present periods `first` to `last` (positions among all days) with the same members."""

    first: int
    mark: int
    length: int
    positions: NDArray[np.int64]


class Membership:
    """Who reported where and when, for the few times when the mark alone does not say enough."""

    def __init__(self, nodes: Nodes, leaves: Leaves) -> None:
        self.nodes, self.leaves = nodes, leaves

    def at(self, node: int, position: int) -> tuple[frozenset[int], frozenset[int]]:
        """(all units counted in, those of them that are only there because another absorbed them)."""
        own = {leaf for leaf in self.nodes.leaves_of(node).tolist() if self.leaves.stands[leaf, position]}
        taken = {
            each.leaf
            for each in self.leaves.taken
            if each.began and each.heir in own and each.span.start <= position < each.span.stop
        }
        unit = self.nodes.leaf_unit
        return frozenset(unit[list(own | taken)].tolist()), frozenset(unit[list(taken)].tolist())


def reporting_of(nodes: Nodes, leaves: Leaves, pooled: Pooled, since: NDArray[np.int64], enough: int) -> Reporting:
    """Judge who reported, node by node where it ever changed.

    `since` (N,): first position to look at; `enough`: how many periods in a row, of `lasts`.
    """
    membership = Membership(nodes, leaves)
    present = ~np.isnan(pooled.values) & (np.arange(pooled.days.size) >= since[:, None])
    judged = np.ones(present.shape, dtype=np.bool_)
    phases: list[FoundPhase] = []
    for node in _unsteady(pooled.members, present):
        runs = _runs(pooled.members[node], np.flatnonzero(present[node]))
        phases += _walk(node, runs, membership, judged[node], leaves, enough)
    return Reporting(judged, tuple(phases))


def _unsteady(members: Marks, present: Flags) -> list[int]:
    """The nodes whose members are not the same throughout."""
    top = np.where(present, members, np.uint64(0)).max(axis=1, initial=0)
    low = np.where(present, members, np.iinfo(np.uint64).max).min(axis=1, initial=np.iinfo(np.uint64).max)
    return np.flatnonzero(present.any(axis=1) & (top != low)).tolist()


def _runs(members: Marks, positions: NDArray[np.int64]) -> list[_Run]:
    marks = members[positions]
    starts = np.flatnonzero(np.concatenate([[True], marks[1:] != marks[:-1]]))
    ends = np.append(starts[1:], positions.size)
    return [
        _Run(int(positions[start]), int(marks[start]), int(end - start), positions[start:end])
        for start, end in zip(starts, ends, strict=True)
    ]


def _walk(
    node: int, runs: list[_Run], membership: Membership, judged: Flags, leaves: Leaves, enough: int
) -> list[FoundPhase]:
    found: list[FoundPhase] = []
    current = runs[0]
    for run in runs[1:]:
        if run.mark == current.mark:
            continue
        before, _ = membership.at(node, current.first)
        after, absorbed = membership.at(node, run.first)
        merger = before < after and after - before <= absorbed
        if run.length < enough and not merger:
            judged[run.positions] = False
            continue
        found.append(
            FoundPhase(
                node=node,
                day=int(leaves.days[run.first]),
                joined=tuple(sorted(after - before)),
                stopped=tuple(sorted(before - after)),
                merger=merger,
            )
        )
        current = run
    return found
