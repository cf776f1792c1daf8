"""What every chart of this family answers: a centre, a width and how far they can be relied on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import FIRM_AT, Baseline
from wellrun.analytics.spc.blocks.columns import column_range
from wellrun.analytics.spc.codes import Codes, Status

# Differences below this share of the largest value are rounding, not data: the sum of 500 doubles is off by
# at most 500 x 1.1e-16 of their size. It decides "on the centre line" and "constant", never "outside limits".
TIE = 2.0**-44


@dataclass(frozen=True, slots=True, eq=False)
class PhaseLimits:
    """Limits of one phase, (R,) each. Outer limits lie `centre` +- `width`, over the root of the denominator
    on a chart of proportions. `tie`: how near the centre counts as on it. NaN width: no limits."""

    centre: Floats
    width: Floats
    tie: Floats
    status: Codes
    chart: Codes
    reason: Codes
    sigma_z: Floats
    n: Any


def closeness(base: Baseline) -> tuple[Floats, Floats]:
    """(R,) spread (largest less smallest value) and tie tolerance of the baseline; NaN without points."""
    low, high = column_range(base.y)
    return high - low, TIE * np.maximum(np.abs(low), np.abs(high))


def status_of(base: Baseline, *, constant: Any, zero_width: Any, no_limits: Any) -> Codes:
    """(R,) Status from claims about each series, the gravest first."""
    status = np.where(base.n < FIRM_AT, np.int8(Status.TRIAL_LIMITS), np.int8(Status.OK))
    status[zero_width] = Status.DEGENERATE
    status[no_limits] = Status.INSUFFICIENT_DATA
    status[constant] = Status.CONSTANT
    status[base.n < 2] = Status.INSUFFICIENT_DATA
    return status
