"""What is known of series while a transaction changes them: memory where it is complete, else the database."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wellrun.measures.bulk.contract import FIRST_DAY, Engine, Figures
from wellrun.measures.receiving import SeriesIds


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """`memory`: the live rows of the `touched` series from day `since` on, as they now stand, by series and period.

    `fresh` series were made in this transaction: memory holds all of theirs.
    """

    engine: Engine
    memory: Figures
    touched: SeriesIds
    fresh: SeriesIds
    since: int

    def figures(self, series_ids: SeriesIds, first: int = FIRST_DAY) -> Figures:
        """The live rows of these series from day `first` on, by series and period."""
        inside = np.isin(series_ids, self.touched)
        parts = [self.memory.take(np.isin(self.memory.series_ids, series_ids[inside]) & (self.memory.days >= first))]
        if not inside.all():
            parts.append(self.engine.figures(series_ids[~inside], first))
        older = series_ids[inside & ~np.isin(series_ids, self.fresh)]
        if older.size and first < self.since:
            parts.append(self.engine.figures(older, first, self.since - 1))
        return joined(parts)


def joined(parts: list[Figures]) -> Figures:
    """All rows together, by series and period."""
    kept = [part for part in parts if part.size] or parts[:1]
    if len(kept) == 1:
        return kept[0]
    whole = Figures(*(np.concatenate(columns) for columns in zip(*(part.columns for part in kept), strict=True)))
    return whole.take(np.argsort(whole.keys, kind="stable"))
