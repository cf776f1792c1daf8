"""t limits: time between rare events, made near normal by a power."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.charts.limits import PhaseLimits, asked_for, closeness
from wellrun.analytics.spc.charts.xmr import xmr_limits
from wellrun.analytics.spc.codes import Chart, ChartReason, Codes

# The power that makes exponential waiting times nearly normal.
POWER = 1 / 3.6


def t_limits(base: Baseline, wish: Codes, *, screen: bool) -> PhaseLimits:
    """Limits of each series (R,): those of an I chart of y^(1/3.6), raised to 3.6 again.

    `about` and `width` stay on the scale of the power. Values are at least 0.
    Source: Nelson (1994), A control chart for parts-per-million nonconforming items, Journal of Quality Technology.
    """
    powered = base.y**POWER
    steps = np.full_like(powered, np.nan)
    steps[1:] = np.where(np.isnan(base.steps[1:]), np.nan, powered[1:] - powered[:-1])
    as_i = np.full(wish.shape, Chart.I, dtype=np.int8)
    found = xmr_limits(replace(base, y=powered, steps=steps), as_i, screen=screen)
    return replace(
        found,
        centre=found.about ** (1 / POWER),
        tie=closeness(base)[1],
        chart=np.full(wish.shape, Chart.T, dtype=np.int8),
        reason=asked_for(wish, ChartReason.TIME_BETWEEN_EVENTS),
    )


def t_lines(limits: PhaseLimits, sizes: Floats | None, share: float) -> tuple[Floats, Floats]:
    """Lines on the scale of the values; a limit below 0 there is 0."""
    half, about = np.atleast_2d(limits.width) * share, np.atleast_2d(limits.about)
    return np.maximum(about - half, 0.0) ** (1 / POWER), (about + half) ** (1 / POWER)
