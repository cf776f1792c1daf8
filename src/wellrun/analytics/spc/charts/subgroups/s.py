"""S limits: the spread within each period, of several measurements a period."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.blocks.columns import column_mean, column_range, column_sum
from wellrun.analytics.spc.charts.limits import PhaseLimits, asked_for, closeness, status_of
from wellrun.analytics.spc.charts.subgroups.constants import b3_b4
from wellrun.analytics.spc.codes import ChartReason, Codes


def usual_deviation(base: Baseline) -> Floats:
    """(R,) the mean standard deviation of equal subgroups; of unequal ones the root of the pooled variance.

    Source: Montgomery, Introduction to Statistical Quality Control, 6.29 and 6.31.
    """
    if base.counts is None or base.sizes is None:
        raise ValueError("needs subgroups")
    smallest, largest = column_range(base.sizes)
    free = np.where(np.isnan(base.counts), np.nan, base.sizes - 1)
    pooled = np.sqrt(column_sum(free * base.counts**2) / column_sum(free))
    return np.where(smallest == largest, column_mean(base.counts), pooled)


def s_limits(base: Baseline, wish: Codes, *, screen: bool) -> PhaseLimits:
    """Centre: the usual standard deviation of each series (R,); see `x_bar_limits` for what `base` holds."""
    centre = usual_deviation(base)
    constant = centre <= 0
    status = status_of(base, constant=constant, zero_width=False, no_limits=np.isnan(centre))
    width = np.where(constant, np.nan, centre)
    reason = asked_for(wish, ChartReason.ASKED_FOR)
    no_sigma = np.full(width.shape, np.nan)
    return PhaseLimits(centre, centre, width, closeness(base)[1], status, wish, reason, no_sigma, base.n)


def s_lines(limits: PhaseLimits, sizes: Floats | None, share: float) -> tuple[Floats, Floats]:
    """B3(n) and B4(n) times the centre, n the measurements of the period."""
    if sizes is None:
        raise ValueError("an S chart needs subgroups")
    below, above = b3_b4(sizes, share)
    return below * np.atleast_2d(limits.width), above * np.atleast_2d(limits.width)
