"""The answer: changes of all series in one table, and how each series stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Status(IntEnum):
    """Whether a series could be looked at."""

    OK = 0
    INSUFFICIENT_DATA = 1
    CONSTANT = 2

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """C changes in S series, by series, then time.

    Of each change: `series`; `index`, the first period after it; `before` and `after`, the fitted values on its two
    sides without season; `slope_before`, `slope_after` a period (0 between levels); `support`, 0.5 (undecided) to 1.
    Of each series: `status`; `n` points; `has_lines`: lines and not levels lie between its changes; `has_season`: one
    of months, quarters or weekdays was taken out first; `has_year`: that of the year, from days or weeks;
    `n_drawn_in` points that lie far from their neighbours; `fitted` (S, T), season included, NaN before its first
    point, after its last one, and where there are too few.
    """

    labels: tuple[str, ...]
    status: NDArray[np.int8]
    n: Places
    has_lines: Flags
    has_season: Flags
    has_year: Flags
    n_drawn_in: Places
    fitted: Floats
    series: Places
    index: Places
    before: Floats
    after: Floats
    slope_before: Floats
    slope_after: Floats
    support: Floats

    def of(self, series: int) -> Places:
        """Places of the changes of one series."""
        return np.arange(*np.searchsorted(self.series, [series, series + 1]))


def joined(blocks: Sequence[Changes]) -> Changes:
    """The answers for several blocks of series as one, in their order."""
    columns = {
        each.name: np.concatenate([getattr(block, each.name) for block in blocks])
        for each in fields(Changes)
        if each.name not in ("labels", "series")
    }
    firsts = np.cumsum([0, *(len(block.labels) for block in blocks)])
    series = np.concatenate([block.series + first for block, first in zip(blocks, firsts, strict=False)])
    return Changes(labels=tuple(label for block in blocks for label in block.labels), series=series, **columns)
