"""Sums, means and ranges down the columns of a time-major block, missing entries left out.

They add in order of time, so a plain loop over the points gives the same number to the last bit, and so does
the same series in another block. Each tries the short way first: a missing entry shows in the plain total.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats


def column_sum(array: Floats) -> Floats:
    """(R,) the sum of each column's entries; 0 for none."""
    total = _total(array)
    if np.isnan(total).any():
        total = _total(np.where(np.isnan(array), 0.0, array))
    return total


def column_mean(array: Floats) -> Floats:
    """(R,) the mean of each column's entries; NaN for none."""
    total = _total(array)
    if np.isnan(total).any():
        missing = np.isnan(array)
        return _total(np.where(missing, 0.0, array)) / column_count(~missing)
    return total / len(array)


def column_count(flags: NDArray[np.bool_]) -> NDArray[np.int32]:
    """(R,) how many are true in each column."""
    count: NDArray[np.int32] = np.add.reduce(flags, axis=0, dtype=np.int32)
    return count


def column_range(array: Floats) -> tuple[Floats, Floats]:
    """(R,) smallest and largest entry of each column; NaN for none."""
    if len(array) == 0:
        nothing = np.full(array.shape[1], np.nan)
        return nothing, nothing
    low, high = np.minimum.reduce(array, axis=0), np.maximum.reduce(array, axis=0)
    if np.isnan(low).any():
        low, high = np.fmin.reduce(array, axis=0), np.fmax.reduce(array, axis=0)
    return low, high


def _total(array: Any) -> Floats:
    total: Floats = np.add.reduce(array, axis=0)
    return total
