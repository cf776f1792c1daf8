"""Limits for counted series: p, p' or, where the numbers are no proportion after all, XmR."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.charts.limits import PhaseLimits, closeness, status_of
from wellrun.analytics.spc.charts.counted.p import p_centre, p_width
from wellrun.analytics.spc.charts.counted.spread import SPREAD_BEYOND_CHANCE, sigma_z
from wellrun.analytics.spc.charts.xmr import xmr_limits
from wellrun.analytics.spc.codes import Chart, ChartReason, Codes
from wellrun.analytics.spc.judgement import Flags


def proportion_limits(base: Baseline, wish: Codes, *, screen: bool) -> PhaseLimits:
    """Limits of each series (R,) by the wished chart: P, PP, or AUTO.

    AUTO takes p' where sigma_z on the baseline exceeds 1.25, p elsewhere, and XmR where a numerator exceeds its
    denominator; the choice holds for the phase.
    """
    if base.counts is None or base.sizes is None:
        raise ValueError("a p chart needs numerators and denominators")
    p_bar = p_centre(base)
    spread = sigma_z(base, p_bar, screen=screen)
    auto = wish == Chart.AUTO
    wide = auto & (spread > SPREAD_BEYOND_CHANCE)
    chart = np.where(auto, np.where(wide, np.int8(Chart.PP), np.int8(Chart.P)), wish)
    chosen = np.where(wide, ChartReason.SPREAD_BEYOND_CHANCE, ChartReason.CHANCE_EXPLAINS_SPREAD)
    reason = np.where(auto, chosen, ChartReason.ASKED_FOR).astype(np.int8)
    width = p_width(p_bar) * np.where(chart == Chart.PP, spread, 1.0)
    tie = closeness(base)[1]
    status = status_of(base, constant=(p_bar <= 0) | (p_bar >= 1), zero_width=width <= 0, no_limits=np.isnan(width))
    limits = PhaseLimits(p_bar, width, tie, status, chart, reason, spread, base.n)
    odd = auto & (base.counts > base.sizes).any(axis=0)
    return _with_xmr(limits, base, odd, screen=screen) if odd.any() else limits


def _with_xmr(limits: PhaseLimits, base: Baseline, odd: Flags, *, screen: bool) -> PhaseLimits:
    """The same limits with those of an XmR chart in the odd series."""
    chart = np.full(odd.shape, Chart.XMR, dtype=np.int8)
    reason = np.full(odd.shape, ChartReason.NOT_A_PROPORTION, dtype=np.int8)
    plain = xmr_limits(base, chart, reason, screen=screen)
    return PhaseLimits(
        *(
            np.where(odd, getattr(plain, name), getattr(limits, name))
            for name in ("centre", "width", "tie", "status", "chart", "reason", "sigma_z", "n")
        )
    )
