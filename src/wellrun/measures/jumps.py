"""Is there suddenly much more, or much less, of what is counted? A sign of other reporting, not of other care.

The rule: the median of three consecutive periods is more than 1.5 times the median of the twelve before (or less than
1/1.5 of it), at least six of the twelve are there, all three lie outside the range of the twelve, and one of
the two levels is at least 50. The range keeps season and noise out, 50 keeps out what chance does to small
numbers. A jump within twelve periods after another in the same direction is the same one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

AFTER, BEFORE, LEAST_BEFORE = 3, 12, 6
TIMES = 1.5
LEAST_LEVEL = 50.0
# How many periods before the first of interest decide about it.
LOOK_BACK = BEFORE + AFTER + BEFORE


@dataclass(frozen=True, slots=True)
class Jump:
    """Series `row` is at level `after` from position `start` on, and was at `before`."""

    row: int
    start: int
    before: float
    after: float


def jumps(levels: Floats) -> list[Jump]:
    """The jumps of each series in (S, T) levels over neighbouring periods, NaN = missing; by series, then start."""
    if levels.shape[1] < BEFORE + AFTER:
        return []
    windows = sliding_window_view(levels, BEFORE + AFTER, axis=1)
    before, after = np.sort(windows[..., :BEFORE], axis=-1), np.sort(windows[..., BEFORE:], axis=-1)
    n_before = BEFORE - np.isnan(before).sum(axis=-1)
    usable = (n_before >= LEAST_BEFORE) & ~np.isnan(after[..., -1])
    old, new = _median(before, n_before), after[..., AFTER // 2]
    usable &= np.fmax(old, new) >= LEAST_LEVEL
    most = np.take_along_axis(before, np.maximum(n_before - 1, 0)[..., None], axis=-1)[..., 0]
    up = usable & (new > TIMES * old) & (after[..., 0] > most)
    down = usable & (new * TIMES < old) & (after[..., -1] < before[..., 0])
    found = _beginnings(up) | _beginnings(down)
    return [
        Jump(row, at + BEFORE, float(old[row, at]), float(new[row, at]))
        for row, at in zip(*(index.tolist() for index in np.nonzero(found)), strict=True)
    ]


def _median(ordered: Floats, count: NDArray[np.int64]) -> Floats:
    """The median of the first `count` of each ordered row."""
    low, high = np.maximum((count - 1) // 2, 0), np.minimum(count // 2, ordered.shape[-1] - 1)
    lower, upper = (np.take_along_axis(ordered, at[..., None], axis=-1)[..., 0] for at in (low, high))
    middle: Floats = (lower + upper) / 2.0
    return middle


def _beginnings(exceeding: Flags) -> Flags:
    """Where a window exceeds and none of the twelve before it does."""
    seen = np.cumsum(exceeding, axis=1)
    earlier = np.pad(seen, ((0, 0), (1, 0)))[:, :-1]
    long_ago = np.pad(seen, ((0, 0), (BEFORE + 1, 0)))[:, : seen.shape[1]]
    fresh: Flags = exceeding & (earlier == long_ago)
    return fresh
