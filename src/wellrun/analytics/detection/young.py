"""What a self-starting watch judges within its baseline: each point as when it came, whatever came later."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from wellrun.analytics.detection.points import Flags, Whole, has_point
from wellrun.analytics.detection.watching import Watch
from wellrun.analytics.panel import Floats, Panel


class Young(NamedTuple):
    """The series at `rows` of a panel with the points of their baseline alone, and the watch that judges them."""

    rows: Whole
    panel: Panel
    watch: Watch


def young_of(panel: Panel, watch: Watch) -> Young | None:
    """The points that a self-starting watch judges within its baseline, of series that have more; None without any."""
    shortest = watch.from_the_shortest()
    if shortest.baseline >= watch.baseline or not panel.n_periods:
        return None
    so_far = np.cumsum(has_point(panel), axis=1)
    grown = np.flatnonzero(so_far[:, -1] > watch.baseline)
    if not grown.size:
        return None
    mine = so_far[grown] <= watch.baseline
    # Later periods hold nothing of these series any more.
    return Young(grown, only(panel, grown, mine).until(int(mine.any(axis=0).sum())), shortest)


def only(panel: Panel, rows: Whole, mine: Flags) -> Panel:
    """The series at `rows` with every point outside `mine` (R, T) missing."""

    def kept(array: Floats | None) -> Floats | None:
        return None if array is None else np.where(mine, array, np.nan)

    some = panel.take(rows)
    values = np.where(mine, some.values, np.nan)
    return replace(some, values=values, numerators=kept(some.numerators), denominators=kept(some.denominators))
