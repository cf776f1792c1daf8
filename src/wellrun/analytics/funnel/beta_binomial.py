"""The distribution of a count among cases whose probability differs from unit to unit, at any number of cases."""

from __future__ import annotations

import numpy as np
from scipy import special

from wellrun.analytics.panel import Floats

# With 64 nodes no quantile of the tests moves, up to ten million cases.
_NODE, _WEIGHT = np.polynomial.legendre.leggauss(64)
# Below it the sum itself is quicker and needs no quadrature.
_FEW = 200


def beta_binomial_cdf(k: Floats, n: Floats, a: Floats, b: Floats) -> Floats:
    """P(X <= k) for whole k from 0 to n - 1 (N,), n cases, beta(a, b).

    P(X <= k) is the mean of the beta(a, b) distribution function over a beta(k + 1, n - k): the sum of the
    probabilities by parts. That second beta is narrow, so a quadrature over it takes 64 steps where the
    sum would take a million. With few cases the sum is taken.
    """
    found = np.empty_like(k)
    few = n <= _FEW
    found[few] = _by_sum(k[few], n[few], a[few], b[few])
    found[~few] = _by_quadrature(k[~few], n[~few], a[~few], b[~few])
    return found


def _by_sum(k: Floats, n: Floats, a: Floats, b: Floats) -> Floats:
    j = np.arange(_FEW)[:, None]
    inside = j <= k
    jj = np.where(inside, j, 0.0)
    choose = special.gammaln(n + 1) - special.gammaln(jj + 1) - special.gammaln(n - jj + 1)
    part = np.exp(choose + special.betaln(jj + a, n - jj + b) - special.betaln(a, b))
    total: Floats = np.minimum(np.where(inside, part, 0.0).sum(axis=0), 1.0)
    return total


def _by_quadrature(k: Floats, n: Floats, a: Floats, b: Floats) -> Floats:
    hits, misses = k + 1, n - k
    mean = hits / (n + 1)
    spread = np.sqrt(mean * (1 - mean) / (n + 2))
    # Beyond nine spreads, and 40 cases for the skew of a handful of hits or misses, lies less than 1e-16.
    first = np.maximum(mean - 9 * spread - 40 / n * (misses < 100), 0.0)
    last = np.minimum(mean + 9 * spread + 40 / n * (hits < 100), 1.0)
    half = (last - first) / 2
    share = first + half * (1 + _NODE[:, None])
    log_density = (hits - 1) * np.log(share) + (misses - 1) * np.log1p(-share) - special.betaln(hits, misses)
    mass = _WEIGHT[:, None] * np.exp(log_density) * half
    total: Floats = np.minimum((mass * special.betainc(a, b, share)).sum(axis=0) / mass.sum(axis=0), 1.0)
    return total
