"""What a chart could not have found: the smallest true difference that a unit of some size would be flagged for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from wellrun.analytics.funnel.kinds import Kind
from wellrun.analytics.panel import Floats

POWER = 0.8
# A chart whose typical unit cannot be caught at twice the rate of the others clears nobody.
ENOUGH = 2.0


def smallest_detectable(
    kind: Kind, upper: Floats, target: Floats, denominators: Floats, totals: Floats, *, half: float = 0.0
) -> Floats:
    """The smallest true value, as a multiple of the target, with which a unit lies above `upper` in four of five
    samples of its size; NaN where no value does.

    `half` is what is added to both counts of a ratio that lies above the line only with it, too.
    A count above the line is its whole part and one more; the mean that makes it so likely is the inverse
    of an incomplete gamma or beta function. Source: Garwood's and Clopper and Pearson's link, used backwards.
    """
    target, denominators, totals = np.broadcast_arrays(target, denominators, totals)
    with np.errstate(divide="ignore", invalid="ignore"):
        if kind is Kind.STANDARDISED:
            needed = np.floor(upper * denominators + 1e-9) + 1
            found: Floats = special.gammaincinv(needed, POWER) / (denominators * target)
            return found
        cases = denominators if kind is Kind.PROPORTION else totals
        on_line = upper * cases if kind is Kind.PROPORTION else _hits_on(upper, cases, half)
        needed = np.floor(on_line + 1e-9) + 1
        can = needed <= cases
        least = special.betaincinv(np.where(can, needed, 1.0), np.where(can, cases - needed + 1, 1.0), POWER)
        value = least if kind is Kind.PROPORTION else least / (1 - least)
        return np.where(can & (target > 0), value / np.where(target > 0, target, 1.0), np.nan)


def _hits_on(ratio: Floats, totals: Floats, half: float) -> Floats:
    """How many of `totals` are hits where hits over the rest is `ratio`, and with a half added to both as well."""
    alone = np.where(np.isinf(ratio), totals, ratio * totals / (1 + ratio))
    with_half = np.where(np.isinf(ratio), totals, (ratio * (totals + half) - half) / (1 + ratio))
    return np.maximum(alone, with_half)


def middle_detectable(detectable: Floats, counted: NDArray[np.bool_]) -> Floats:
    """(C, 1) the smallest multiple that the middle unit of each chart would be flagged for, infinite where none would;
    NaN for a chart without units. Above `ENOUGH` the chart is underpowered."""
    ranked = np.sort(np.where(counted, np.where(np.isnan(detectable), np.inf, detectable), np.nan), axis=-1)
    n = counted.sum(axis=-1, keepdims=True)
    low = np.take_along_axis(ranked, np.maximum(n - 1, 0) // 2, -1)
    high = np.take_along_axis(ranked, np.minimum(n // 2, ranked.shape[-1] - 1), -1)
    return np.where(n > 0, (low + high) / 2, np.nan)
