"""Single points far from their neighbours, drawn in before anything is fitted: they are no new level."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats

# Three points to each side: a run of up to three odd points never carries the median of seven.
HALF_WINDOW = 3
# On the tuning set 2.5 to 3 spreads found the most and alarmed no more than 5 (see docs, method page).
MOST_SPREADS = 3.0
_MAD_TO_SIGMA, _MEAN_DEVIATION_TO_SIGMA = 1.4826, 1.2533


def tempered(y: Floats) -> Floats:
    """`y` (T, R) with every point drawn in to three spreads around the median of the seven periods about it.

    The spread is the median distance to that median, or the mean distance where most points lie on it. NaN stays.
    Source: Hampel's identifier (Hampel, 1974).
    """
    middle = running_median(y)
    away = np.abs(y - middle)
    spread = _MAD_TO_SIGMA * median(away)
    some = np.maximum((~np.isnan(y)).sum(axis=0), 1)
    spread = np.where(spread > 0, spread, _MEAN_DEVIATION_TO_SIGMA * np.nansum(away, axis=0) / some)
    return np.clip(y, middle - MOST_SPREADS * spread, middle + MOST_SPREADS * spread)


def running_median(y: Floats) -> Floats:
    """(T, R) the median of the points within three periods of each, fewer at the ends; NaN where there is none."""
    edge = np.full((HALF_WINDOW, y.shape[1]), np.nan)
    padded = np.concatenate([edge, y, edge])
    return median(np.stack([padded[i : i + len(y)] for i in range(2 * HALF_WINDOW + 1)]))


def median(stack: Floats) -> Floats:
    """The median over the first axis without NaN; quicker than NumPy's, which goes column by column."""
    if not len(stack):
        return np.full(stack.shape[1:], np.nan)
    ordered = np.sort(stack, axis=0)
    count = (~np.isnan(ordered)).sum(axis=0, keepdims=True)
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0) // 2, axis=0)
    high = np.take_along_axis(ordered, np.minimum(count // 2, len(ordered) - 1), axis=0)
    found: Floats = ((low + high) / 2)[0]
    return found
