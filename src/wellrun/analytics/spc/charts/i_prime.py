"""I' limits: any ratio of two amounts, spread judged by moving ranges that know the denominators."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.blocks.columns import column_sum
from wellrun.analytics.spc.charts.limits import PhaseLimits, asked_for, closeness, status_of
from wellrun.analytics.spc.charts.moving_range import screened_mean
from wellrun.analytics.spc.codes import ChartReason, Codes

# D4 of a range of two, as the source of this chart rounds it.
SCREEN_AT = 3.2665


def i_prime_limits(base: Baseline, wish: Codes, *, screen: bool) -> PhaseLimits:
    """Centre = sum of numerators / sum of denominators; width 3 s_bar, over the root of the period's denominator.

    s_i = sqrt(pi / 2) |y_i - y_(i-1)| / sqrt(1 / n_i + 1 / n_(i-1)); those of 3.2665 times their mean or more are
    left out once. Constant and degenerate baselines as in an XmR chart.
    Source: Taylor, Normalized Individuals (I_N) chart; the I' chart of qicharts2.
    """
    if base.counts is None or base.sizes is None:
        raise ValueError("an I' chart needs numerators and denominators")
    inverse = 1 / base.sizes
    apart = np.sqrt(inverse[1:] + inverse[:-1])
    width = 3 * screened_mean(np.sqrt(np.pi / 2) * np.abs(base.steps[1:]) / apart, SCREEN_AT, screen=screen)
    spread, tie = closeness(base)
    constant = spread <= tie
    status = status_of(base, constant=constant, zero_width=width <= tie, no_limits=np.isnan(width))
    width[constant] = np.nan
    centre = column_sum(base.counts) / column_sum(base.sizes)
    reason = asked_for(wish, ChartReason.NOT_COUNTED_CASES)
    return PhaseLimits(centre, centre, width, tie, status, wish, reason, np.full(width.shape, np.nan), base.n)


def i_prime_lines(limits: PhaseLimits, sizes: Floats | None, share: float) -> tuple[Floats, Floats]:
    """Lines that narrow with the denominator of the period."""
    if sizes is None:
        raise ValueError("limits of an I' chart follow the denominator")
    half = np.atleast_2d(limits.width) / np.sqrt(sizes) * share
    return np.atleast_2d(limits.about) - half, np.atleast_2d(limits.about) + half
