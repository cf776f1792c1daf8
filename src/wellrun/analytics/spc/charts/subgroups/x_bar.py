"""x-bar limits: the mean of several measurements a period, against the spread within the periods."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.blocks.columns import column_sum
from wellrun.analytics.spc.charts.limits import PhaseLimits, asked_for, closeness, status_of
from wellrun.analytics.spc.charts.subgroups.constants import a3
from wellrun.analytics.spc.charts.subgroups.s import usual_deviation
from wellrun.analytics.spc.codes import ChartReason, Codes


def x_bar_limits(base: Baseline, wish: Codes, *, screen: bool) -> PhaseLimits:
    """Centre: the mean of all measurements of each series (R,). `width`: its usual standard deviation s.

    In a subgroup block `base.counts` holds standard deviations and `base.sizes` the numbers of measurements.
    Source: Montgomery, Introduction to Statistical Quality Control, 6.3.
    """
    if base.sizes is None:
        raise ValueError("an x-bar chart needs subgroups")
    centre = column_sum(base.y * base.sizes) / column_sum(base.sizes)
    width = usual_deviation(base)
    spread, tie = closeness(base)
    constant = (spread <= tie) & (width <= tie)
    status = status_of(base, constant=constant, zero_width=width <= tie, no_limits=np.isnan(width))
    width = np.where(constant, np.nan, width)
    reason = asked_for(wish, ChartReason.ASKED_FOR)
    return PhaseLimits(centre, centre, width, tie, status, wish, reason, np.full(width.shape, np.nan), base.n)


def x_bar_lines(limits: PhaseLimits, sizes: Floats | None, share: float) -> tuple[Floats, Floats]:
    """centre -+ A3(n) s, n the measurements of the period."""
    if sizes is None:
        raise ValueError("an x-bar chart needs subgroups")
    half = a3(sizes) * np.atleast_2d(limits.width) * share
    return np.atleast_2d(limits.about) - half, np.atleast_2d(limits.about) + half
