"""c limits: a number of events a period, with the same opportunity in each, spread as chance alone would make it."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.blocks.columns import column_mean
from wellrun.analytics.spc.charts.limits import PhaseLimits, closeness, status_of
from wellrun.analytics.spc.codes import ChartReason, Codes


def c_limits(base: Baseline, wish: Codes, *, screen: bool) -> PhaseLimits:
    """Centre c_bar = mean of the counts and width 3 sqrt(c_bar) of each series (R,); never below 0.

    A baseline without a single event is constant. Nothing is screened: the width comes from the mean.
    Source: Shewhart (1931); Montgomery, Introduction to Statistical Quality Control.
    """
    centre = column_mean(base.y)
    constant = centre <= 0
    width = 3 * np.sqrt(np.where(constant, np.nan, centre))
    status = status_of(base, constant=constant, zero_width=False, no_limits=np.isnan(width))
    reason = np.full(wish.shape, ChartReason.ASKED_FOR, dtype=np.int8)
    no_sigma = np.full(width.shape, np.nan)
    return PhaseLimits(centre, centre, width, closeness(base)[1], status, wish, reason, no_sigma, base.n)
