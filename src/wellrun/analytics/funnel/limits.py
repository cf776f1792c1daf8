"""Between which lines a unit of some size lies when it is as all others are."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import special

from wellrun.analytics.funnel import quantiles
from wellrun.analytics.funnel.kinds import Kind, Scale, Transform
from wellrun.analytics.panel import Floats

# 95 % and 99.8 %: beyond the outer pair a unit is flagged.
Z_INNER, Z_OUTER = 1.959964, 3.090232
TAILS = {-Z_OUTER: 0.001, -Z_INNER: 0.025, Z_INNER: 0.975, Z_OUTER: 0.999}


class Model(StrEnum):
    """What true differences between units do to the spread: nothing, add a variance, or multiply it."""

    NONE = "none"
    ADDITIVE = "additive"
    MULTIPLICATIVE = "multiplicative"


def transformed(scale: Scale, target: Floats, spread: Floats, z: float, *, model: Model, phi: Floats,
                tau2: Floats) -> Floats:  # fmt: skip
    """The line at z (negative: below the target) on the scale of a kind, taken back to values; shapes broadcast.

    Additive: spread^2 + tau^2. Multiplicative: spread times the root of phi, where that is above 1.
    Source: Spiegelhalter, Statistics in Medicine 24 (2005).
    """
    wide = spread
    if model is Model.ADDITIVE:
        wide = np.sqrt(spread**2 + tau2)
    elif model is Model.MULTIPLICATIVE:
        wide = spread * np.sqrt(np.maximum(phi, 1.0))
    return scale.back(scale.target(target) + z * wide)


def chi_square(expected: Floats, z: float) -> Floats:
    """The line at z of observed over expected without overdispersion, from the Poisson's link to chi-square.

    The lower line is a quantile of chi-square with 2 E degrees over 2 E, the upper one with 2 (E + 1).
    """
    above = expected + 1 if z > 0 else expected
    found: Floats = special.gammaincinv(above, TAILS[z]) / expected
    return found


def exact(kind: Kind, transform: Transform, target: Floats, denominators: Floats, totals: Floats, z: float, *,
          model: Model, phi: Floats, tau2: Floats) -> Floats:  # fmt: skip
    """The line at z from the counts themselves; a unit on it is inside. Shapes broadcast; NaN where no unit is.

    The line is the quantile of a binomial (proportion; ratio, of numerator among `totals` of both) or Poisson count
    (standardised), and where units truly differ of a beta-binomial or Poisson-gamma one with the same variance between
    units: tau^2 on the scale becomes a variance of the value by its slope at the target.
    """
    tail = TAILS[z]
    target, denominators, totals, phi, tau2 = np.broadcast_arrays(target, denominators, totals, phi, tau2)
    if kind is Kind.STANDARDISED:
        mean = target * denominators
        shape = _shape(transform, mean, model, phi, tau2)
        found = _where(np.isfinite(shape), lambda at: quantiles.poisson_gamma(tail, mean[at], shape[at]),
                       lambda at: quantiles.poisson(tail, mean[at]))  # fmt: skip
        return found / denominators
    cases = denominators if kind is Kind.PROPORTION else totals
    share = target if kind is Kind.PROPORTION else target / (1 + target)
    alike = _alike(kind, cases, share, model, phi, tau2)
    hits = _where(alike > 0, lambda at: quantiles.beta_binomial(tail, cases[at], share[at], alike[at]),
                  lambda at: quantiles.binomial(tail, cases[at], share[at]))  # fmt: skip
    with np.errstate(divide="ignore"):
        return hits / denominators if kind is Kind.PROPORTION else hits / (cases - hits)


def _alike(kind: Kind, cases: Floats, share: Floats, model: Model, phi: Floats, tau2: Floats) -> Floats:
    """The correlation within a unit that makes as much variance between units; 0 for none."""
    if model is Model.ADDITIVE:
        # The slopes at the target: dp = 2 sqrt(p (1 - p)) d arcsin(sqrt p), and dp = p (1 - p) d log(p / (1 - p)).
        alike = 4 * tau2 if kind is Kind.PROPORTION else share * (1 - share) * tau2
    elif model is Model.MULTIPLICATIVE:
        alike = np.maximum(phi - 1, 0.0) / np.maximum(cases - 1, 1.0)
    else:
        return np.zeros_like(cases)
    found: Floats = np.where((share > 0) & (share < 1) & (cases > 1), np.minimum(alike, 0.999), 0.0)
    return found


def _shape(transform: Transform, mean: Floats, model: Model, phi: Floats, tau2: Floats) -> Floats:
    """The shape of the gamma that makes as much variance between units; infinite for none."""
    if model is Model.ADDITIVE:
        between = tau2 if transform is Transform.LOG else 4 * tau2
    elif model is Model.MULTIPLICATIVE:
        between = np.maximum(phi - 1, 0.0) / mean
    else:
        between = np.zeros_like(mean)
    found = np.full(mean.shape, np.inf)
    np.divide(1.0, between, out=found, where=between > 0)
    return found


def _where(wanted: NDArray[np.bool_], one: Callable[..., Floats],
           other: Callable[..., Floats]) -> Floats:  # fmt: skip
    """`one` of the places wanted, `other` of the rest."""
    found = np.full(wanted.shape, np.nan)
    if wanted.any():
        found[wanted] = one(wanted)
    if not wanted.all():
        found[~wanted] = other(~wanted)
    return found
