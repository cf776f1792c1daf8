"""Limits for a number of events a period: c where chance explains the spread, else XmR, or a run chart of rare ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.blocks.columns import column_mean
from wellrun.analytics.spc.charts.c import c_limits
from wellrun.analytics.spc.charts.counted.kinds import are_whole, is_rare
from wellrun.analytics.spc.charts.counted.spread import SPREAD_BELOW_CHANCE, SPREAD_BEYOND_CHANCE
from wellrun.analytics.spc.charts.limits import PhaseLimits, straight
from wellrun.analytics.spc.charts.moving_range import D2, average_moving_range
from wellrun.analytics.spc.charts.rare.by_period import rare_limits, rare_lines
from wellrun.analytics.spc.charts.xmr import xmr_limits
from wellrun.analytics.spc.codes import Chart, ChartReason, Codes
from wellrun.analytics.spc.judgement import Flags


def number_limits(base: Baseline, wish: Codes, *, screen: bool) -> PhaseLimits:
    """Limits of each series (R,) of counts without exposure; what the baseline decides holds for the phase.

    A median below 2 makes a run chart. Of all others a spread that chance explains makes a c chart, any other an XmR
    chart. `sigma_z`: how many times as wide as chance. AUTO: whole numbers that may be no counts of events, so what is
    not rare among them is just a value.
    """
    mean = column_mean(base.y)
    spread = average_moving_range(base.steps, screen=screen) / D2 / np.sqrt(np.where(mean > 0, mean, np.nan))
    whole = are_whole(base.y)
    wide, narrow = spread > SPREAD_BEYOND_CHANCE, spread < SPREAD_BELOW_CHANCE
    low = is_rare(base.y)
    rare, events = whole & low, whole & ~low & (wish != Chart.AUTO)
    found = _measured(xmr_limits(base, wish, screen=screen), np.where(events, spread, np.nan), narrow)
    as_chance = events & ~wide & ~narrow & ~np.isnan(spread)
    if as_chance.any():
        reason = np.full(wish.shape, ChartReason.COUNT_AS_CHANCE, dtype=np.int8)
        by_chance = c_limits(base, np.full(wish.shape, Chart.C, dtype=np.int8), screen=screen)
        found = found.replaced(as_chance, replace(by_chance, reason=reason, sigma_z=spread))
    return found.replaced(rare, rare_limits(base, base.y, np.ones(base.y.shape))) if rare.any() else found


def number_lines(limits: PhaseLimits, sizes: Floats | None, share: float) -> tuple[Floats, Floats]:
    """Straight lines, those of a c chart never below 0; of rare events how many chance would not bring."""
    lower, upper = straight(limits, sizes, share)
    chart = np.atleast_2d(limits.chart)
    lower = np.where(chart == Chart.C, np.maximum(lower, 0.0), lower)
    return rare_lines(limits, np.ones(chart.shape), share, lower, upper)


def _measured(limits: PhaseLimits, spread: Floats, narrow: Flags) -> PhaseLimits:
    """XmR limits with how the counts spread; what is no count, or cannot be compared with chance, is just a value."""
    beside = np.where(narrow, ChartReason.COUNT_STEADIER, ChartReason.COUNT_BEYOND_CHANCE)
    reason = np.where(np.isnan(spread), limits.reason, beside).astype(np.int8)
    return replace(limits, reason=reason, sigma_z=spread)
