"""O/E limits: observed over expected events, exact for small numbers; plain, or with the spread between periods."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.blocks.columns import column_count, column_sum
from wellrun.analytics.spc.charts.counted.spread import sigma_z
from wellrun.analytics.spc.charts.counted.u import u_variance
from wellrun.analytics.spc.charts.limits import INNER, NEAR, WHOLE, PhaseLimits, closeness, status_of
from wellrun.analytics.spc.codes import Chart, ChartReason, Codes

# Limits that 99.8 % of the points keep on both sides together, near limits 95 %, inner ones one standard deviation.
Z = {WHOLE: 3.090232, NEAR: 1.959964, INNER: 1.0}


def observed_expected_limits(base: Baseline, wish: Codes, *, screen: bool) -> PhaseLimits:
    """Centre theta = observed / expected over the baseline of each series (R,); `width` is tau^2, 0 on a plain chart.

    tau^2 is the variance of the true ratio between periods: Spiegelhalter's moment estimate, with sigma_z^2 from
    moving ranges for his phi, so that a slow drift does not count as spread.
    Source: Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24.
    """
    if base.counts is None or base.sizes is None:
        raise ValueError("a chart of observed over expected events needs both")
    theta = column_sum(base.counts) / column_sum(base.sizes)
    spread = sigma_z(base, theta, u_variance(theta), screen=screen)
    overdispersed = wish == Chart.OEP
    width = np.where(overdispersed, _tau_squared(base.sizes, theta, spread), 0.0)
    constant = theta <= 0
    width[constant] = np.nan
    status = status_of(base, constant=constant, zero_width=False, no_limits=np.isnan(width))
    reason = np.full(wish.shape, ChartReason.ASKED_FOR, dtype=np.int8)
    return PhaseLimits(theta, theta, width, closeness(base)[1], status, wish, reason, spread, base.n)


def observed_expected_lines(limits: PhaseLimits, sizes: Floats | None, share: float) -> tuple[Floats, Floats]:
    """Exact lines: a point lies beyond one only when so few (many) events have a smaller chance than the line's.

    Poisson counts, or with tau^2 Poisson counts of a gamma ratio (negative binomial).
    """
    if sizes is None:
        raise ValueError("limits of O/E follow the expected events")
    # Imported here: it takes longer than all other charts together, and most panels have none of these.
    from scipy import special

    theta, tau_squared = np.broadcast_arrays(np.atleast_2d(limits.about), np.atleast_2d(limits.width))
    theta, tau_squared = (np.broadcast_to(each, sizes.shape) for each in (theta, tau_squared))
    chance = special.ndtr(-Z[share])
    lower, upper = np.full(sizes.shape, np.nan), np.full(sizes.shape, np.nan)
    plain = (tau_squared == 0) & ~np.isnan(sizes)
    mean = theta[plain] * sizes[plain]
    lower[plain], upper[plain] = special.pdtrik(chance, mean), special.pdtrik(1 - chance, mean) + 1
    spread = tau_squared > 0
    spread &= ~np.isnan(sizes)
    shape = theta[spread] ** 2 / tau_squared[spread]
    kept = shape / (shape + theta[spread] * sizes[spread])
    lower[spread], upper[spread] = special.nbdtrik(chance, shape, kept), special.nbdtrik(1 - chance, shape, kept) + 1
    # Where not even no event at all is so unlikely there is no count below the line: it lies at 0.
    known = plain | spread
    lower[known] = np.fmax(lower[known], 0.0)
    return lower / sizes, upper / sizes


def _tau_squared(sizes: Floats, theta: Floats, spread: Floats) -> Floats:
    """(R,) the variance between periods beyond chance, at least 0; NaN without a spread."""
    weight = sizes / theta
    n = column_count(~np.isnan(sizes))
    total = column_sum(weight)
    found = (n * spread**2 - (n - 1)) / (total - column_sum(weight**2) / total)
    return np.where(np.isnan(spread), np.nan, np.maximum(found, 0.0))
