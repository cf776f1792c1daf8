"""The organisation as arrays, for one roll-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.bulk.columns import days_of
from wellrun.measures.bulk.contract import FIRST_DAY, NEVER, Days, Engine
from wellrun.organisation.models import Unit

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Absorption:
    """From day `since` until before day `until`, `unit` has its place in `place`, the open successor."""

    unit: int
    place: int
    since: int
    until: int


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """U units in the order of their keys, so that sums over them come out the same wherever they were added.

    `keys` as `Engine.key` writes them; `opened`, `closed` days. `above`: the proper ancestors of every unit,
    nearest first, those of unit u at `above_start[u]:above_start[u + 1]`, `above_depth` beside them.
    """

    uuids: tuple[UUID, ...]
    keys: tuple[Any, ...]
    names: tuple[str, ...]
    index: dict[Any, int]
    opened: Days
    closed: Days
    successor: Indices
    above: Indices
    above_depth: Indices
    above_start: Indices
    absorptions: tuple[Absorption, ...]

    @property
    def size(self) -> int:
        return len(self.keys)

    def ancestors(self, unit: int) -> Indices:
        """The proper ancestors of a unit, nearest first."""
        return self.above[self.above_start[unit] : self.above_start[unit + 1]]


def load_tree(engine: Engine) -> Tree:
    """The whole organisation, two statements."""
    units = list(Unit.objects.order_by("key").values_list("pk", "name", "opened", "closed", "successor_id").iterator())
    keys = tuple(engine.key(unit[0]) for unit in units)
    index = {key: place for place, key in enumerate(keys)}
    successor = np.array([index[engine.key(unit[4])] if unit[4] else -1 for unit in units], dtype=np.int64)
    closed = days_of([unit[3] for unit in units], NEVER)
    above, depth, start = _ancestors(engine.pairs_above(), index)
    return Tree(
        uuids=tuple(unit[0] for unit in units),
        keys=keys,
        names=tuple(unit[1] for unit in units),
        index=index,
        opened=days_of([unit[2] for unit in units], FIRST_DAY),
        closed=closed,
        successor=successor,
        above=above,
        above_depth=depth,
        above_start=start,
        absorptions=_absorptions(successor, closed),
    )


def _ancestors(pairs: list[tuple[Any, Any, int]], index: dict[Any, int]) -> tuple[Indices, Indices, Indices]:
    above = np.array([index[pair[0]] for pair in pairs], dtype=np.int64)
    below = np.array([index[pair[1]] for pair in pairs], dtype=np.int64)
    depth = np.array([pair[2] for pair in pairs], dtype=np.int64)
    order = np.lexsort((depth, below))
    start = np.searchsorted(below[order], np.arange(len(index) + 1))
    return above[order], depth[order], start


def _absorptions(successor: Indices, closed: Days) -> tuple[Absorption, ...]:
    """Follow each closed unit to its successor, on to that one's successor once it closes too."""
    found = []
    for unit in np.flatnonzero(successor >= 0).tolist():
        since, seen = int(closed[unit]), {unit}
        place = int(successor[unit])
        while place >= 0 and place not in seen:
            seen.add(place)
            until = int(closed[place]) if successor[place] >= 0 else NEVER
            if until > since:
                found.append(Absorption(unit, place, since, until))
            since, place = max(since, until), int(successor[place])
    return tuple(found)
