"""p limits: a proportion, spread as chance alone would make it."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.blocks.columns import column_sum


def p_centre(base: Baseline) -> Floats:
    """(R,) p_bar: all cases over all that could have been, not the mean of the proportions."""
    if base.counts is None or base.sizes is None:
        raise ValueError("a p chart needs numerators and denominators")
    return column_sum(base.counts) / column_sum(base.sizes)


def p_width(p_bar: Floats) -> Floats:
    """(R,) 3 sqrt(p_bar (1 - p_bar)); over the root of a point's denominator it is that point's half-width.

    NaN where p_bar is 0, 1 or no proportion: chance then has no spread.
    Source: Shewhart (1931); Montgomery, Introduction to Statistical Quality Control.
    """
    variance = p_bar * (1 - p_bar)
    return 3 * np.sqrt(np.where(variance > 0, variance, np.nan))
