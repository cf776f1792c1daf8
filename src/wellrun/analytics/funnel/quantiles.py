"""Exact quantiles of counts: the least whole count whose cumulative probability reaches the one asked for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import special

from wellrun.analytics.funnel.beta_binomial import beta_binomial_cdf
from wellrun.analytics.panel import Floats

Where = NDArray[np.bool_]


def binomial(probability: float, n: Floats, p: Floats) -> Floats:
    """Of n cases (N,) that are each hit with probability p (N,)."""

    def cdf(k: Floats, at: Where) -> Floats:
        found: Floats = special.betaincc(k + 1, n[at] - k, p[at])
        return found

    near = n * p + special.ndtri(probability) * np.sqrt(n * p * (1 - p))
    return _least(cdf, probability, near, n)


def poisson(probability: float, mean: Floats) -> Floats:
    """Of a Poisson count with this mean (N,)."""

    def cdf(k: Floats, at: Where) -> Floats:
        found: Floats = special.pdtr(k, mean[at])
        return found

    near = mean + special.ndtri(probability) * np.sqrt(mean)
    return _least(cdf, probability, near, np.full_like(mean, np.inf))


def beta_binomial(probability: float, n: Floats, p: Floats, alike: Floats) -> Floats:
    """Of n cases (N,) whose probability differs between units about p (N,) as a beta does; `alike` (N,) is the
    correlation within a unit, 1 / (a + b + 1), above 0 and below 1."""
    a, b = p * (1 / alike - 1), (1 - p) * (1 / alike - 1)

    def cdf(k: Floats, at: Where) -> Floats:
        return beta_binomial_cdf(k, n[at], a[at], b[at])

    return _least(cdf, probability, n * special.betaincinv(a, b, probability), n)


def poisson_gamma(probability: float, mean: Floats, shape: Floats) -> Floats:
    """Of a Poisson count (N,) whose mean differs between units as a gamma of this shape does (a negative binomial)."""

    def cdf(k: Floats, at: Where) -> Floats:
        found: Floats = special.betainc(shape[at], k + 1, shape[at] / (shape[at] + mean[at]))
        return found

    near = special.gammaincinv(shape, probability) / shape * mean
    return _least(cdf, probability, near, np.full_like(mean, np.inf))


def _least(cdf: Callable[[Floats, Where], Floats], probability: float, near: Floats, most: Floats) -> Floats:
    """The least whole k from 0 to `most` (N,) with cdf(k) >= probability; NaN where `near` is NaN.

    `cdf` is asked for some k below `most` at the places of a mask. From a k that is near, the step doubles until the
    answer lies between, then halves.
    """
    known = ~np.isnan(near)
    # Of 10.5 cases at most ten are hit; between a whole and a broken count halving would never end.
    most = np.floor(most)
    high = np.clip(np.floor(np.where(known, near, 0.0)), 0, np.where(known, most, 0.0))
    low = high - 1

    def reached(k: Floats, at: Where) -> Where:
        answer = k >= most
        inside = at & ~answer & (k >= 0)
        answer[inside] = cdf(k[inside], inside) >= probability
        return np.asarray(answer & at)

    step, short = 1.0, known & ~reached(high, known)
    while short.any():
        low, high = np.where(short, high, low), np.where(short, np.minimum(high + step, most), high)
        step, short = 2 * step, short & ~reached(high, short)
    step, far = 1.0, known & reached(low, known & (low >= 0))
    while far.any():
        high, low = np.where(far, low, high), np.where(far, np.maximum(low - step, -1.0), low)
        step, far = 2 * step, reached(low, far & (low >= 0))
    while (apart := known & (high - low > 1)).any():
        middle = np.floor((low + high) / 2)
        enough = reached(middle, apart)
        high, low = np.where(enough, middle, high), np.where(apart & ~enough, middle, low)
    return np.where(known, high, np.nan)
