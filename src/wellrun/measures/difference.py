"""What rows that should stand differ in from the rows that do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.bulk.contract import Figures

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """Of N wanted rows, (N,) each: `new` has no live row, `changed` says something else than its live row."""

    new: Flags
    changed: Flags

    @property
    def any(self) -> Flags:
        """(N,) rows to write."""
        return self.new | self.changed


def difference(wanted: Figures, live: Figures) -> Difference:
    """Compare wanted rows (distinct keys, any order) with live rows (by series and period)."""
    if not live.size:
        return Difference(np.ones(wanted.size, dtype=np.bool_), np.zeros(wanted.size, dtype=np.bool_))
    keys, live_keys = wanted.keys, live.keys
    at = np.minimum(np.searchsorted(live_keys, keys), live_keys.size - 1)
    known = live_keys[at] == keys
    changed = known & wanted.differs_from(live.take(at))
    return Difference(~known, changed)
