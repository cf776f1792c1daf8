"""Since when, and by how much: what an alarm suggests about the change behind it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats

Whole = NDArray[np.int64]


class Change(NamedTuple):
    """(A,) each: how many judged points before the change, and its size in standard deviations of one point."""

    start: Whole
    size_sd: Floats


def change_before(scores: Floats, deviations: Floats, alarm: Whole) -> Change:
    """The most likely start of a lasting change of level, given the scores up to the alarm, and its mean size.

    `scores`, `deviations` (T, A): of judged points; the second in standard deviations of the baseline, with its
    autocorrelation left in. `alarm` (A,) index of the alarm. An early alarm overstates the size: it came because chance
    helped. Source: maximum likelihood of one step (Hinkley, 1970).
    """
    series = np.arange(alarm.size)
    best, start = np.full(alarm.size, -np.inf), alarm.copy()
    total, moved, size = np.zeros(alarm.size), np.zeros(alarm.size), np.zeros(alarm.size)
    for back in range(int(alarm.max(initial=-1)) + 1):
        at = alarm - back
        inside = at >= 0
        total += np.where(inside, scores[at, series], 0.0)
        moved += np.where(inside, deviations[at, series], 0.0)
        likelihood = np.where(inside, total * total / (back + 1), -np.inf)
        better = likelihood > best
        best[better], start[better] = likelihood[better], at[better]
        size = np.where(better, moved / (back + 1), size)
    return Change(start, size)
