"""What one roll-up of one measure is given, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.bulk.contract import NEVER, Days, Figures, SeriesRow
from wellrun.measures.facts import MeasureFacts
from wellrun.measures.receiving import SeriesIds
from wellrun.measures.roll_up.nodes import Nodes
from wellrun.measures.roll_up.reporting import FoundPhase


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What changed in one measure.

    `rows`: all its series. `series_ids`: rising, the reported ones that changed, and `first_days` the first day
    on which each did.
    """

    facts: MeasureFacts
    rows: Sequence[SeriesRow]
    series_ids: SeriesIds
    first_days: Days

    def day_of(self, series_ids: SeriesIds) -> Days:
        """(N,) the first changed day of each series; NEVER for those that did not change."""
        if not self.series_ids.size:
            return np.full(series_ids.size, NEVER)
        at = np.minimum(np.searchsorted(self.series_ids, series_ids), self.series_ids.size - 1)
        return np.where(self.series_ids[at] == series_ids, self.first_days[at], NEVER)


@dataclass(frozen=True, slots=True, eq=False)
class Derived:
    """What the affected nodes of one measure come to.

    `nodes`: the affected ones. `node`: which of them each row of `figures` belongs to (its series may not
    exist yet, then the row's series id is -1). `known`: the live rows there. `since` (N,): the first day looked
    at. `phases`: found after it.
    """

    facts: MeasureFacts
    nodes: Nodes
    node: NDArray[np.int64]
    figures: Figures
    known: Figures
    since: Days
    phases: tuple[FoundPhase, ...]
