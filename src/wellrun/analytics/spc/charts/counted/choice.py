"""Limits for counts over denominators: p, p', u, u' or, where such limits would mislead, a run or XmR chart."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.blocks.columns import column_sum
from wellrun.analytics.spc.charts.counted.kinds import are_whole, exceed, is_rare
from wellrun.analytics.spc.charts.counted.p import p_variance
from wellrun.analytics.spc.charts.counted.spread import SPREAD_BEYOND_CHANCE, sigma_z
from wellrun.analytics.spc.charts.counted.u import u_variance
from wellrun.analytics.spc.charts.limits import PhaseLimits, closeness, status_of
from wellrun.analytics.spc.charts.run import run_limits
from wellrun.analytics.spc.charts.xmr import xmr_limits
from wellrun.analytics.spc.codes import Chart, ChartReason, Codes
from wellrun.analytics.spc.judgement import Flags


def counted_limits(base: Baseline, wish: Codes, *, screen: bool) -> PhaseLimits:
    """Limits of each series (R,) by the wished chart: P, PP, U, UP, or AUTO.

    AUTO looks at the baseline, and its choice holds for the phase: numerators that are no whole numbers, or some
    above their denominator, make an XmR chart; most above, or denominators that are no whole numbers, a rate; a
    median below 2 events a run chart; else p or u, and p' or u' where sigma_z exceeds 1.25.
    """
    if base.counts is None or base.sizes is None:
        raise ValueError("a chart of counts needs numerators and denominators")
    centre = column_sum(base.counts) / column_sum(base.sizes)
    kinds = _kinds(base.counts, base.sizes, wish)
    variance = np.where(kinds.rate, u_variance(centre), p_variance(centre)) if kinds.rate.any() else p_variance(centre)
    spread = sigma_z(base, centre, variance, screen=screen)
    chart, reason = _chosen(wish, kinds.rate, spread)
    width = 3 * np.sqrt(variance) * np.where((chart == Chart.PP) | (chart == Chart.UP), spread, 1.0)
    constant = (centre <= 0) | (~kinds.rate & (centre >= 1))
    status = status_of(base, constant=constant, zero_width=width <= 0, no_limits=np.isnan(width))
    limits = PhaseLimits(centre, centre, width, closeness(base)[1], status, chart, reason, spread, base.n)
    return _with_plainer_charts(limits, base, kinds, screen=screen)


def counted_lines(limits: PhaseLimits, sizes: Floats | None, share: float) -> tuple[Floats, Floats]:
    """Lines that follow the denominator, within 0 and 1 (p, p') or from 0 (u, u'); straight ones in an XmR chart."""
    if sizes is None:
        raise ValueError("limits of counts follow the denominator")
    chart = np.atleast_2d(limits.chart)
    plain = (chart == Chart.XMR) | (chart == Chart.RUN)
    half = np.atleast_2d(limits.width) / np.where(plain, 1.0, np.sqrt(sizes)) * share
    ceiling = np.where((chart == Chart.P) | (chart == Chart.PP), 1.0, np.inf)
    about = np.atleast_2d(limits.about)
    return np.maximum(about - half, np.where(plain, -np.inf, 0.0)), np.minimum(about + half, ceiling)


@dataclass(frozen=True, slots=True, eq=False)
class _Kinds:
    """(R,) what AUTO finds, and `rate` wherever a rate is judged; no two of the others hold at once."""

    rate: Flags
    amounts: Flags
    slips: Flags
    rare: Flags


def _kinds(counts: Floats, sizes: Floats, wish: Codes) -> _Kinds:
    auto = wish == Chart.AUTO
    asked_rate = (wish == Chart.U) | (wish == Chart.UP)
    if not auto.any():
        return _Kinds(asked_rate, auto, auto, auto)
    whole = are_whole(counts)
    some, most = exceed(counts, sizes)
    rate = auto & whole & (most | ~are_whole(sizes))
    amounts = auto & ~whole
    slips = auto & whole & ~rate & some
    return _Kinds(asked_rate | rate, amounts, slips, auto & ~amounts & ~slips & is_rare(counts))


def _chosen(wish: Codes, rate: Flags, spread: Floats) -> tuple[Codes, Codes]:
    """(R,) chart and reason of p, p', u and u'."""
    auto = wish == Chart.AUTO
    wide = spread > SPREAD_BEYOND_CHANCE
    by_itself = np.where(rate, np.where(wide, Chart.UP, Chart.U), np.where(wide, Chart.PP, Chart.P))
    as_chance = np.where(rate, ChartReason.RATE_AS_CHANCE, ChartReason.CHANCE_EXPLAINS_SPREAD)
    beyond = np.where(rate, ChartReason.RATE_BEYOND_CHANCE, ChartReason.SPREAD_BEYOND_CHANCE)
    reason = np.where(auto, np.where(wide, beyond, as_chance), ChartReason.ASKED_FOR)
    return np.where(auto, by_itself, wish).astype(np.int8), reason.astype(np.int8)


def _with_plainer_charts(limits: PhaseLimits, base: Baseline, kinds: _Kinds, *, screen: bool) -> PhaseLimits:
    """The same limits with an XmR or run chart where chance has no say."""
    auto = np.full(limits.chart.shape, Chart.AUTO, dtype=np.int8)
    if kinds.rare.any():
        limits = limits.replaced(kinds.rare, run_limits(base, auto))
    odd = kinds.amounts | kinds.slips
    if odd.any():
        reason = np.where(kinds.amounts, ChartReason.NOT_COUNTED_CASES, ChartReason.NOT_A_PROPORTION)
        plain = replace(xmr_limits(base, auto, screen=screen), reason=reason.astype(np.int8))
        limits = limits.replaced(odd, plain)
    return limits
