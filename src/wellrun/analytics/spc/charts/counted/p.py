"""p limits: a proportion of cases, spread as chance alone would make it."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats


def p_variance(p_bar: Floats) -> Floats:
    """(R,) p_bar (1 - p_bar), the binomial variance of one case; NaN where it is no proportion or chance has no say.

    Limits are p_bar +- 3 sqrt(variance / n), never below 0 or above 1.
    Source: Shewhart (1931); Montgomery, Introduction to Statistical Quality Control.
    """
    variance = p_bar * (1 - p_bar)
    return np.where(variance > 0, variance, np.nan)
