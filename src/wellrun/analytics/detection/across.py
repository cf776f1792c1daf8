"""Across many series at one period: which alarms stand when so many were looked at?"""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats


def q_values(p: Floats) -> Floats:
    """(S, T) the smallest false-discovery rate at which each series is picked out at its period.

    `p` (S, T): p-values, NaN = not judged there. Benjamini and Hochberg (1995), each period for itself, so that a
    period's answer never waits for a later one. Valid for series that are independent or positively dependent.
    """
    order = np.argsort(p, axis=0)
    ranked = np.take_along_axis(p, order, axis=0)
    judged = np.count_nonzero(~np.isnan(p), axis=0)
    rank = np.arange(1, len(p) + 1)[:, None]
    raw = np.where(np.isnan(ranked), np.inf, ranked * judged / rank)
    smallest = np.minimum.accumulate(raw[::-1], axis=0)[::-1]
    found = np.empty_like(p)
    np.put_along_axis(found, order, np.minimum(smallest, 1.0), axis=0)
    return np.where(np.isnan(p), np.nan, found)
