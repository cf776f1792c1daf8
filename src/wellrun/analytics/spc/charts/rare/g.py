"""g limits: opportunities (cases, days) between rare events, as a geometric count."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.blocks.columns import column_mean
from wellrun.analytics.spc.charts.limits import PhaseLimits, closeness, status_of
from wellrun.analytics.spc.charts.run import median
from wellrun.analytics.spc.codes import ChartReason, Codes


def g_limits(base: Baseline, wish: Codes, *, screen: bool) -> PhaseLimits:
    """Limits x_bar +- 3 sqrt(x_bar (x_bar + 1)) of each series (R,), never below 0; the centre line is the median.

    The mean of a geometric count lies far above most of its values, so runs are counted about the median.
    Source: Benneyan (2001), Number-between g-type statistical quality control charts; as in qicharts2.
    """
    mean = column_mean(base.y)
    constant = mean <= 0
    width = 3 * np.sqrt(np.where(constant, np.nan, mean * (mean + 1)))
    status = status_of(base, constant=constant, zero_width=False, no_limits=np.isnan(width))
    reason = np.full(wish.shape, ChartReason.ASKED_FOR, dtype=np.int8)
    no_sigma = np.full(width.shape, np.nan)
    return PhaseLimits(median(base), mean, width, closeness(base)[1], status, wish, reason, no_sigma, base.n)
