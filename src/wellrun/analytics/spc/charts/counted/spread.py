"""p' limits (Laney): a proportion whose spread exceeds chance, as it does with large denominators."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.charts.moving_range import D2, average_moving_range

# Above this the plain p chart calls expected variation a change: on English A&E breaches it puts 3,863 of
# 4,680 points outside its limits, p' 517.
SPREAD_BEYOND_CHANCE = 1.25


def sigma_z(base: Baseline, p_bar: Floats, *, screen: bool) -> Floats:
    """(R,) how many times wider than chance the points spread: AMR(z) / 1.128, z the standardised points.

    NaN when p_bar leaves no spread to standardise by, or without two neighbouring points.
    Source: Laney (2002), Improved control charts for attributes, Quality Engineering 14(4).
    """
    if base.sizes is None:
        raise ValueError("a p' chart needs denominators")
    variance = p_bar * (1 - p_bar)
    z = (base.y - p_bar) * np.sqrt(base.sizes) / np.sqrt(np.where(variance > 0, variance, np.nan))
    z_steps = np.full_like(z, np.nan)
    # Where y has no neighbour, z has none either: the rows of a packed baseline need not be adjacent periods.
    z_steps[1:] = np.where(np.isnan(base.steps[1:]), np.nan, z[1:] - z[:-1])
    return average_moving_range(z_steps, screen=screen) / D2
