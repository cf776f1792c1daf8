"""Bernoulli CUSUM: one row a case, 0 or 1; evidence that the odds doubled or halved adds up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.blocks.columns import column_mean
from wellrun.analytics.spc.charts.limits import PhaseLimits, asked_for, status_of
from wellrun.analytics.spc.codes import Chart, ChartReason, Codes

# A doubling (halving) of the odds is what is looked for.
ODDS_RATIO = 2.0
# A log likelihood ratio of 3.5 suits usual rates of 1 to 10 %; it promises no rate of false alarms here.
LIMIT = 3.5


def bernoulli_limits(base: Baseline, wish: Codes, *, screen: bool) -> PhaseLimits:
    """Limits -3.5 and 3.5 of each series (R,) about 0; `about` is the usual rate p0, the mean of its baseline.

    A baseline in which all cases are alike is constant: there are no odds to double.
    Source: Neuburger et al. (2017), Comparison of control charts for monitoring clinical performance using
    binary data, BMJ Quality & Safety 26(11).
    """
    usual = column_mean(base.y)
    constant = (usual <= 0) | (usual >= 1)
    width = np.where(constant | np.isnan(usual), np.nan, LIMIT)
    status = status_of(base, constant=constant, zero_width=False, no_limits=np.isnan(width))
    zero, no_sigma = np.zeros(usual.shape), np.full(usual.shape, np.nan)
    reason = asked_for(wish, ChartReason.YES_OR_NO)
    chart = np.full(wish.shape, Chart.BCUSUM, dtype=np.int8)
    return PhaseLimits(zero, usual, width, zero, status, chart, reason, no_sigma, base.n)


def bernoulli_lines(limits: PhaseLimits, sizes: Floats | None, share: float) -> tuple[Floats, Floats]:
    """The limits lie about 0, whatever the usual rate."""
    half = np.atleast_2d(limits.width) * share
    return -half, half


def bernoulli_cusum(cases: Floats, usual: Floats, age: NDArray[np.int32] | None) -> Floats:
    """(T, R) the CUSUM after each case: the upper arm, or the lower one where that is further from 0.

    `cases` (T, R): 0 or 1, NaN = missing, which adds nothing. `usual`: p0, (R,) or (T, R) over phases. An arm that
    passes its limit shows the value with which it did, and starts again at 0; so does each phase (`age` 0).
    """
    usual = np.broadcast_to(np.atleast_2d(usual), cases.shape)
    found = np.empty_like(cases)
    upper, lower = np.zeros(cases.shape[1]), np.zeros(cases.shape[1])
    up, down = _scores(usual, ODDS_RATIO), _scores(usual, 1 / ODDS_RATIO)
    for t, case in enumerate(cases):
        if age is not None:
            upper[age[t] == 0] = lower[age[t] == 0] = 0.0
        hit, known = case > 0, ~np.isnan(case)
        upper = np.where(known, np.maximum(upper + np.where(hit, up[0][t], up[1][t]), 0.0), upper)
        lower = np.where(known, np.minimum(lower - np.where(hit, down[0][t], down[1][t]), 0.0), lower)
        found[t] = np.where(known, np.where(-lower > upper, lower, upper), np.nan)
        upper = np.where(upper > LIMIT, 0.0, upper)
        lower = np.where(lower < -LIMIT, 0.0, lower)
    return found


def _scores(usual: Floats, odds_ratio: float) -> tuple[Floats, Floats]:
    """Log likelihood ratios of a hit and of a miss when the odds are multiplied."""
    changed = odds_ratio * usual / (1 - usual + odds_ratio * usual)
    return np.log(changed / usual), np.log((1 - changed) / (1 - usual))
