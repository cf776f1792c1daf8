"""What every chart answers: a centre, a width and how far they can be relied on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import FIRM_AT, Baseline
from wellrun.analytics.spc.blocks.columns import column_range
from wellrun.analytics.spc.codes import ChartReason, Codes, Status, is_automatic
from wellrun.analytics.spc.judgement import Flags

# Differences below this share of the largest value are rounding, not data: the sum of 500 doubles is off by
# at most 500 x 1.1e-16 of their size. It decides "on the centre line" and "constant", never "outside limits".
TIE = 2.0**-44

# Near limits lie two of three standard deviations out, the inner zone of some rules one.
WHOLE, NEAR, INNER = 1.0, 2 / 3, 1 / 3


@dataclass(frozen=True, slots=True, eq=False)
class PhaseLimits:
    """Limits of one phase, (R,) each; a chart's own file says how `width` becomes a line.

    `centre`: the line drawn; `about`: the value about which the limits lie, which differs where the centre is a
    median or lies on another scale. `width`: mostly the half-width, over the root of the denominator where limits
    follow it. `tie`: how near the centre counts as on it. NaN width: no limits.
    """

    centre: Floats
    about: Floats
    width: Floats
    tie: Floats
    status: Codes
    chart: Codes
    reason: Codes
    sigma_z: Floats
    n: Any

    def replaced(self, where: Flags, other: PhaseLimits) -> PhaseLimits:
        """The same limits, but those of `other` in the series where it holds."""
        return PhaseLimits(
            *(np.where(where, getattr(other, each.name), getattr(self, each.name)) for each in fields(PhaseLimits))
        )


LimitsOf = Callable[..., PhaseLimits]
# (limits, denominators or None, share of the way to the limits) -> lower and upper line.
LinesOf = Callable[[PhaseLimits, Floats | None, float], tuple[Floats, Floats]]


def straight(limits: PhaseLimits, sizes: Floats | None, share: float) -> tuple[Floats, Floats]:
    """Lines at `share` of the width on either side."""
    half = np.atleast_2d(limits.width) * share
    return np.atleast_2d(limits.about) - half, np.atleast_2d(limits.about) + half


def floored(limits: PhaseLimits, sizes: Floats | None, share: float) -> tuple[Floats, Floats]:
    """The same where nothing is below 0: counts, ranges, times."""
    lower, upper = straight(limits, sizes, share)
    return np.maximum(lower, 0.0), upper


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


def asked_for(wish: Codes, otherwise: ChartReason) -> Codes:
    """(R,) why this chart: asked for, or `otherwise` where it was chosen."""
    return np.where(is_automatic(wish), np.int8(otherwise), np.int8(ChartReason.ASKED_FOR))
