"""p' and u' limits (Laney): counts whose spread exceeds chance, as it does with large denominators."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.charts.moving_range import D2, average_moving_range

# Above this a plain p or u chart calls expected variation a change: on English A&E breaches the p chart puts 3,863
# of 4,680 points outside its limits, p' 517.
SPREAD_BEYOND_CHANCE = 1.25
# Below this a number of events a period moves less than chance would move it: it is a stock, or planned.
SPREAD_BELOW_CHANCE = 1 / SPREAD_BEYOND_CHANCE


def sigma_z(base: Baseline, centre: Floats, variance: Floats, *, screen: bool) -> Floats:
    """(R,) how many times wider than chance the points spread: AMR(z) / 1.128, z the standardised points.

    `variance` (R,): of one case or unit of exposure, NaN where chance leaves no spread to standardise by.
    NaN for those, and without two neighbouring points. Limits of p' and u' are those of p and u times this.
    Source: Laney (2002), Improved control charts for attributes, Quality Engineering 14(4).
    """
    if base.sizes is None:
        raise ValueError("sigma_z needs denominators")
    z = (base.y - centre) * np.sqrt(base.sizes) / np.sqrt(variance)
    z_steps = np.full_like(z, np.nan)
    # Where y has no neighbour, z has none either: the rows of a packed baseline need not be adjacent periods.
    z_steps[1:] = np.where(np.isnan(base.steps[1:]), np.nan, z[1:] - z[:-1])
    return average_moving_range(z_steps, screen=screen) / D2
