"""MR limits: does the spread itself change? The moving ranges of an XmR chart as points."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.blocks.columns import column_mean
from wellrun.analytics.spc.charts.limits import PhaseLimits, asked_for, closeness, status_of
from wellrun.analytics.spc.charts.moving_range import SCREEN_AT
from wellrun.analytics.spc.codes import ChartReason, Codes


def mr_limits(base: Baseline, wish: Codes, *, screen: bool) -> PhaseLimits:
    """Limits of the moving ranges, which are the values of `base` here: centre their mean, from 0 to 3.267 times it.

    Nothing is screened: a large range is what the chart is there to show.
    Source: Montgomery, Introduction to Statistical Quality Control.
    """
    centre = column_mean(base.y)
    tie = closeness(base)[1]
    constant = centre <= 0
    status = status_of(base, constant=constant, zero_width=False, no_limits=np.isnan(centre))
    width = np.where(constant, np.nan, (SCREEN_AT - 1) * centre)
    reason = asked_for(wish, ChartReason.NO_DENOMINATORS)
    return PhaseLimits(centre, centre, width, tie, status, wish, reason, np.full(width.shape, np.nan), base.n)
