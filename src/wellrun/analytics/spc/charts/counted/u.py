"""u limits: events over exposure, spread as chance alone would make it."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats


def u_variance(u_bar: Floats) -> Floats:
    """(R,) u_bar, the Poisson variance of one unit of exposure; NaN where there are no events.

    Limits are u_bar +- 3 sqrt(variance / n), n the exposure of the period, never below 0.
    Source: Shewhart (1931); Montgomery, Introduction to Statistical Quality Control.
    """
    return np.where(u_bar > 0, u_bar, np.nan)
