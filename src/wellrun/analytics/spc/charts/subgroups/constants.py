"""What a standard deviation of n values is expected to be: the constants of x-bar and S charts."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats


def c4(n: Floats) -> Floats:
    """The mean of the standard deviation of n normal values, over the true one; NaN below 2 (any shape).

    Source: Montgomery, Introduction to Statistical Quality Control, appendix VI.
    """
    # Imported here: it takes longer than all of the other charts together.
    from scipy import special

    enough = np.where(n >= 2, n, np.nan)
    found: Floats = np.sqrt(2 / (enough - 1)) * np.exp(special.gammaln(enough / 2) - special.gammaln((enough - 1) / 2))
    return found


def a3(n: Floats) -> Floats:
    """Half-width of the limits of a mean of n values, over the mean standard deviation."""
    return 3 / (c4(n) * np.sqrt(n))


def b3_b4(n: Floats, share: float = 1.0) -> tuple[Floats, Floats]:
    """Limits of a standard deviation of n values, over its mean; at `share` of the way from it."""
    mean = c4(n)
    reach = 3 * share * np.sqrt(1 - mean**2) / mean
    return np.maximum(1 - reach, 0.0), 1 + reach
