"""What a unit's own count leaves open: exact intervals of one proportion and one rate."""

from __future__ import annotations

import numpy as np
from scipy import special

from wellrun.analytics.panel import Floats


def clopper_pearson(hits: Floats, cases: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Lower and upper end of the exact interval of a proportion, elementwise; NaN where hits or cases are.

    Source: Clopper and Pearson, Biometrika 26 (1934).
    """
    tail = (1 - level) / 2
    lower = np.where(hits > 0, special.betaincinv(np.maximum(hits, 1e-9), cases - hits + 1, tail), 0.0)
    misses = np.maximum(cases - hits, 1e-9)
    upper = np.where(hits < cases, special.betaincinv(hits + 1, misses, 1 - tail), 1.0)
    unknown = np.isnan(hits) | np.isnan(cases)
    return np.where(unknown, np.nan, lower), np.where(unknown, np.nan, upper)


def garwood(events: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Lower and upper end of the exact interval of the mean of a Poisson count, elementwise; NaN stays.

    Source: Garwood, Biometrika 28 (1936).
    """
    tail = (1 - level) / 2
    lower = np.where(events > 0, special.gammaincinv(np.maximum(events, 1e-9), tail), 0.0)
    upper = special.gammaincinv(events + 1, 1 - tail)
    return np.where(np.isnan(events), np.nan, lower), upper
