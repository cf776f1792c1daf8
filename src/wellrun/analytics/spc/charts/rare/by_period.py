"""Limits for events that are rare in a period: a run chart, and above it how many at once chance would not bring."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.blocks.columns import column_sum
from wellrun.analytics.spc.charts.limits import WHOLE, PhaseLimits
from wellrun.analytics.spc.charts.run import run_limits
from wellrun.analytics.spc.codes import Chart, Codes, Status

# One in a thousand periods: a chart by period can tell no less of what happens once in a few of them.
CHANCE = 0.001


def rare_limits(base: Baseline, counts: Floats, sizes: Floats) -> PhaseLimits:
    """The median of each series (R,) as its centre; `width` is the rate that the line above rests on.

    `counts`, `sizes` (N, R): events, and exposure or 1, NaN where there is no point. The rate takes one event more
    than there were, since a handful says little of how rare they are: after one in 24 periods a line for that rate
    alone would mark two at once, which a rate twice as high brings every 300 periods; this one marks three.
    """
    automatic: Codes = np.full(base.n.shape, Chart.AUTO, dtype=np.int8)
    found = run_limits(base, automatic)
    rate = (column_sum(counts) + 1) / column_sum(np.where(np.isnan(counts), np.nan, sizes))
    told = (found.status == Status.OK) | (found.status == Status.TRIAL_LIMITS)
    return replace(found, width=np.where(told, rate, np.nan))


def rare_lines(limits: PhaseLimits, sizes: Floats, share: float, lower: Floats, upper: Floats) -> tuple[Floats, Floats]:
    """The lines given, but for run charts of rare events none below and, of the outer ones, the exact one above.

    A point lies beyond it when as many events, or more, have a smaller chance than 0.001 (Poisson).
    """
    rate = np.where(np.atleast_2d(limits.chart) == Chart.RUN, np.atleast_2d(limits.width), np.nan)
    rare = np.broadcast_to(~np.isnan(rate), np.broadcast_shapes(rate.shape, sizes.shape))
    if not rare.any():
        return lower, upper
    # Imported here: it takes longer than all other charts together, and most panels have no rare events.
    from scipy import special

    mean = np.broadcast_to(rate, rare.shape) * sizes
    most = np.full(rare.shape, np.nan)
    if share == WHOLE:
        known = rare & ~np.isnan(mean)
        # The largest number that is no surprise: one more is reached with a chance of 0.001 at most.
        most[known] = np.ceil(special.pdtrik(1 - CHANCE, mean[known]))
    return np.where(rare, np.nan, lower), np.where(rare, most / sizes, upper)
