"""Limits for two numbers a period: p, p', u, u', O/E or, where such limits would mislead, a run, XmR or I' chart."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.blocks.columns import column_sum
from wellrun.analytics.spc.charts.counted.kinds import are_uneven, are_whole, exceed, is_rare
from wellrun.analytics.spc.charts.counted.p import p_variance
from wellrun.analytics.spc.charts.counted.spread import SPREAD_BEYOND_CHANCE, sigma_z
from wellrun.analytics.spc.charts.counted.u import u_variance
from wellrun.analytics.spc.charts.i_prime import i_prime_limits
from wellrun.analytics.spc.charts.limits import PhaseLimits, closeness, status_of
from wellrun.analytics.spc.charts.observed_expected import observed_expected_limits, observed_expected_lines
from wellrun.analytics.spc.charts.rare.by_period import rare_limits, rare_lines
from wellrun.analytics.spc.charts.xmr import xmr_limits
from wellrun.analytics.spc.codes import Chart, ChartReason, Codes, is_automatic
from wellrun.analytics.spc.judgement import Flags


def counted_limits(base: Baseline, wish: Codes, *, screen: bool) -> PhaseLimits:
    """Limits of each series (R,) by the wished chart: P, PP, U, UP, or left open (`is_automatic`).

    What is open is decided on the baseline and holds for the phase. Numerators that are no whole numbers are amounts:
    an I' chart where denominators differ, else XmR; so is every AUTO_RATIO. AUTO_EXPECTED: O/E. For AUTO some
    numerators above their denominator make an XmR chart; most above, or denominators that are no whole numbers, a
    rate, as AUTO_RATE is. Of shares and rates a median below 2 events makes a run chart, else it is p or u. Where
    sigma_z exceeds 1.25 it is p', u' or overdispersed O/E.
    """
    if base.counts is None or base.sizes is None:
        raise ValueError("a chart of counts needs numerators and denominators")
    centre = column_sum(base.counts) / column_sum(base.sizes)
    kinds = _kinds(base.counts, base.sizes, wish)
    poisson = kinds.rate | kinds.expected
    variance = np.where(poisson, u_variance(centre), p_variance(centre)) if poisson.any() else p_variance(centre)
    spread = sigma_z(base, centre, variance, screen=screen)
    chart, reason = _chosen(wish, kinds.rate, spread)
    width = 3 * np.sqrt(variance) * np.where((chart == Chart.PP) | (chart == Chart.UP), spread, 1.0)
    constant = (centre <= 0) | (~kinds.rate & (centre >= 1))
    status = status_of(base, constant=constant, zero_width=width <= 0, no_limits=np.isnan(width))
    limits = PhaseLimits(centre, centre, width, closeness(base)[1], status, chart, reason, spread, base.n)
    if kinds.expected.any():
        limits = limits.replaced(kinds.expected, _against_expected(base, spread, screen=screen))
    return _with_plainer_charts(limits, base, kinds, screen=screen)


def counted_lines(limits: PhaseLimits, sizes: Floats | None, share: float) -> tuple[Floats, Floats]:
    """Lines that follow the denominator, within 0 and 1 (p, p'), from 0 (u, u'), without end (I'), exact (O/E).

    Straight ones in an XmR chart; of rare events how many chance would not bring.
    """
    if sizes is None:
        raise ValueError("limits of counts follow the denominator")
    chart = np.atleast_2d(limits.chart)
    plain = (chart == Chart.XMR) | (chart == Chart.RUN)
    half = np.atleast_2d(limits.width) / np.where(plain, 1.0, np.sqrt(sizes)) * share
    ceiling = np.where((chart == Chart.P) | (chart == Chart.PP), 1.0, np.inf)
    floor = np.where(plain | (chart == Chart.IP), -np.inf, 0.0)
    about = np.atleast_2d(limits.about)
    lower, upper = np.maximum(about - half, floor), np.minimum(about + half, ceiling)
    exact = (chart == Chart.OE) | (chart == Chart.OEP)
    if exact.any():
        known = replace(limits, width=np.where(exact, limits.width, np.nan))
        low, high = observed_expected_lines(known, sizes, share)
        lower, upper = np.where(exact, low, lower), np.where(exact, high, upper)
    return rare_lines(limits, sizes, share, lower, upper)


@dataclass(frozen=True, slots=True, eq=False)
class _Kinds:
    """(R,) what is found where the chart is open, and `rate` wherever a rate is judged; of the others one at most."""

    rate: Flags
    expected: Flags
    amounts: Flags
    slips: Flags
    rare: Flags


def _kinds(counts: Floats, sizes: Floats, wish: Codes) -> _Kinds:
    is_open = is_automatic(wish)
    asked_rate = (wish == Chart.U) | (wish == Chart.UP)
    if not is_open.any():
        return _Kinds(asked_rate, is_open, is_open, is_open, is_open)
    unknown, whole = wish == Chart.AUTO, are_whole(counts)
    some, most = exceed(counts, sizes)
    rate = whole & (wish == Chart.AUTO_RATE) | unknown & whole & (most | ~are_whole(sizes))
    amounts = (is_open & ~whole) | (wish == Chart.AUTO_RATIO)
    slips = unknown & whole & ~rate & some
    expected = whole & (wish == Chart.AUTO_EXPECTED)
    rare = is_open & ~amounts & ~slips & ~expected & is_rare(counts)
    return _Kinds(asked_rate | rate, expected, amounts, slips, rare)


def _chosen(wish: Codes, rate: Flags, spread: Floats) -> tuple[Codes, Codes]:
    """(R,) chart and reason of p, p', u and u'."""
    auto = is_automatic(wish)
    wide = spread > SPREAD_BEYOND_CHANCE
    by_itself = np.where(rate, np.where(wide, Chart.UP, Chart.U), np.where(wide, Chart.PP, Chart.P))
    as_chance = np.where(rate, ChartReason.RATE_AS_CHANCE, ChartReason.CHANCE_EXPLAINS_SPREAD)
    beyond = np.where(rate, ChartReason.RATE_BEYOND_CHANCE, ChartReason.SPREAD_BEYOND_CHANCE)
    reason = np.where(auto, np.where(wide, beyond, as_chance), ChartReason.ASKED_FOR)
    return np.where(auto, by_itself, wish).astype(np.int8), reason.astype(np.int8)


def _against_expected(base: Baseline, spread: Floats, *, screen: bool) -> PhaseLimits:
    """Limits of observed over expected events; overdispersed ones where they spread beyond chance."""
    wide = spread > SPREAD_BEYOND_CHANCE
    chart = np.where(wide, Chart.OEP, Chart.OE).astype(np.int8)
    reason = np.where(wide, ChartReason.EXPECTED_BEYOND_CHANCE, ChartReason.EXPECTED_AS_CHANCE).astype(np.int8)
    return replace(observed_expected_limits(base, chart, screen=screen), reason=reason)


def _with_plainer_charts(limits: PhaseLimits, base: Baseline, kinds: _Kinds, *, screen: bool) -> PhaseLimits:
    """The same limits with a run, XmR or I' chart where chance has no say."""
    if base.counts is None or base.sizes is None:
        return limits
    auto = np.full(limits.chart.shape, Chart.AUTO, dtype=np.int8)
    if kinds.rare.any():
        limits = limits.replaced(kinds.rare, rare_limits(base, base.counts, base.sizes))
    odd = kinds.amounts | kinds.slips
    if odd.any():
        reason = np.where(kinds.amounts, ChartReason.NOT_COUNTED_CASES, ChartReason.NOT_A_PROPORTION)
        plain = replace(xmr_limits(base, auto, screen=screen), reason=reason.astype(np.int8))
        limits = limits.replaced(odd, plain)
    weighed = kinds.amounts & are_uneven(base.sizes)
    if weighed.any():
        chart = np.full(limits.chart.shape, Chart.IP, dtype=np.int8)
        reason = np.full(limits.chart.shape, ChartReason.WEIGHED_BY_SIZE, dtype=np.int8)
        limits = limits.replaced(weighed, replace(i_prime_limits(base, chart, screen=screen), reason=reason))
    return limits
