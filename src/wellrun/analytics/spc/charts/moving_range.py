"""The average moving range, with large ones left out once."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.blocks.columns import column_count, column_mean, column_sum

# D4 of a range of two: the upper limit of a moving range is 3.267 times its average.
SCREEN_AT = 3.267
# d2 of a range of two: the mean range of two normal values is 1.128 standard deviations.
D2 = 1.128


def average_moving_range(steps: Floats, *, screen: bool) -> Floats:
    """(R,) the mean |step| of each column; NaN without any.

    `steps` (N, R): differences of neighbours, NaN = no such pair; the first row never is one.
    `screen` drops ranges of 3.267 times the mean or more, once, and averages again.
    Source: Nelson (1982), Control charts for individual measurements, Journal of Quality Technology 14(3).
    """
    return screened_mean(np.abs(steps[1:]), SCREEN_AT, screen=screen)


def screened_mean(ranges: Floats, screen_at: float, *, screen: bool) -> Floats:
    """(R,) the mean of each column of `ranges`, again without those of `screen_at` times it or more; NaN for none."""
    average = column_mean(ranges)
    if not screen:
        return average
    kept = ranges < screen_at * average
    screened = column_sum(np.where(kept, ranges, 0.0)) / column_count(kept)
    # All ranges zero: nothing is below a multiple of 0, and there is nothing to leave out.
    return np.where(average > 0, screened, average)
