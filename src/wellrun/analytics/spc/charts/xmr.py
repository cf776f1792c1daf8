"""XmR limits: one value a period, spread judged by its moving range."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.blocks.columns import column_mean
from wellrun.analytics.spc.charts.limits import PhaseLimits, closeness, status_of
from wellrun.analytics.spc.charts.moving_range import D2, average_moving_range
from wellrun.analytics.spc.codes import Chart, ChartReason, Codes

# The NHS charts round 3 / 1.128 to 2.66; the I chart does not.
XMR_FACTOR = 2.66
I_FACTOR = 3 / D2


def xmr_limits(base: Baseline, chart: Codes, reason: Codes, *, screen: bool) -> PhaseLimits:
    """Centre m = mean(y) and width 2.66 AMR (XMR) or 3 AMR / 1.128 (I) of each series (R,).

    A constant baseline has no limits; one whose moving ranges all vanish has limits of no width (degenerate).
    Source: Making Data Count (NHS England); Wheeler, Understanding Variation (1993).
    """
    moving_range = average_moving_range(base.steps, screen=screen)
    width = np.where(chart == Chart.I, I_FACTOR, XMR_FACTOR) * moving_range
    spread, tie = closeness(base)
    constant = spread <= tie
    status = status_of(base, constant=constant, zero_width=width <= tie, no_limits=np.isnan(width))
    width[constant] = np.nan
    sigma_z = np.full(width.shape, np.nan)
    return PhaseLimits(column_mean(base.y), width, tie, status, chart, reason, sigma_z, base.n)


def xmr_reason(wish: Codes) -> Codes:
    """(R,) why an XmR chart: asked for, or chosen because no denominators came with the values."""
    return np.where(wish == Chart.AUTO, np.int8(ChartReason.NO_DENOMINATORS), np.int8(ChartReason.ASKED_FOR))
