"""XmR limits: one value a period, spread judged by its moving range."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.blocks.columns import column_mean
from wellrun.analytics.spc.charts.limits import PhaseLimits, asked_for, closeness, status_of
from wellrun.analytics.spc.charts.moving_range import D2, average_moving_range
from wellrun.analytics.spc.codes import Chart, ChartReason, Codes, is_automatic

# The NHS charts round 3 / 1.128 to 2.66; the I chart does not.
XMR_FACTOR = 2.66
I_FACTOR = 3 / D2


def xmr_limits(base: Baseline, wish: Codes, *, screen: bool) -> PhaseLimits:
    """Centre m = mean(y) and width 2.66 AMR (XMR, or left open) or 3 AMR / 1.128 (I) of each series (R,).

    A constant baseline has no limits; one whose moving ranges all vanish has limits of no width (degenerate).
    Source: Making Data Count (NHS England); Wheeler, Understanding Variation (1993).
    """
    chart = np.where(is_automatic(wish), np.int8(Chart.XMR), wish)
    width = np.where(chart == Chart.I, I_FACTOR, XMR_FACTOR) * average_moving_range(base.steps, screen=screen)
    spread, tie = closeness(base)
    constant = spread <= tie
    status = status_of(base, constant=constant, zero_width=width <= tie, no_limits=np.isnan(width))
    width[constant] = np.nan
    centre, no_sigma = column_mean(base.y), np.full(width.shape, np.nan)
    reason = asked_for(wish, ChartReason.NO_DENOMINATORS)
    return PhaseLimits(centre, centre, width, tie, status, chart, reason, no_sigma, base.n)
