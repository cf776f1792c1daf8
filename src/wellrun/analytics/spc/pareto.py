"""Pareto chart: which few categories make up most of the whole?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.judgement import Flags

# The share of the whole that the "vital few" make up, by Juran's rule of thumb.
MOST = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Pareto:
    """Categories from the largest to the smallest, all arrays (N,): `order` their indices, `total`, `share` of the
    whole, `cumulative` share, and `is_vital`: needed to reach 80 % of the whole."""

    order: NDArray[np.intp]
    total: Floats
    share: Floats
    cumulative: Floats
    is_vital: Flags


def pareto(totals: Floats) -> Pareto:
    """The categories with these totals (N,) in order; equal ones stay as they stood, missing ones count as 0.

    Raises ValueError for a total below 0. Shares of a whole of 0 are NaN.
    Source: Juran, Quality Control Handbook.
    """
    found = np.nan_to_num(np.asarray(totals, dtype=np.float64), nan=0.0)
    if (found < 0).any():
        raise ValueError("a share of the whole needs totals from 0 up")
    order = np.argsort(-found, kind="stable")
    total = found[order]
    whole = total.sum()
    share = np.divide(total, whole, out=np.full(total.shape, np.nan), where=whole > 0)
    # By totals, which are mostly whole, and not by shares: four causes of five alike are 80 % to the last digit.
    before = np.concatenate([np.zeros(min(total.size, 1)), np.cumsum(total)[:-1]])
    return Pareto(order, total, share, np.cumsum(share), (before < MOST * whole) & (total > 0))
