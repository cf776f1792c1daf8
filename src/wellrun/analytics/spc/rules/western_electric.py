"""Western Electric's zone rules; each marks the point that completes it."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.spc.codes import Rule
from wellrun.analytics.spc.judgement import Flags
from wellrun.analytics.spc.rules.view import Fired, RuleBits, View, bits
from wellrun.analytics.spc.rules.zones import Lengths, Side, high_side, in_a_row, low_side, outside_limits, zone_tests

LONGEST_WINDOW = 8


def fired(view: View) -> Fired:
    """Which rules a point completes, (T, R).

    A point outside the limits; two of three beyond two standard deviations on one side; four of five beyond one;
    eight in a row on one side. Of a window all points must be there, and the last must be one of those that count.
    Source: Western Electric Company (1956), Statistical Quality Control Handbook.
    """
    high, low = high_side(view), low_side(view)
    limits = outside_limits(high, low)
    if view.only_limits:
        return limits
    starts = view.starts
    seen = in_a_row(~np.isnan(view.y), starts)
    return Fired(limits.high | _zones(high, seen, starts), limits.low | _zones(low, seen, starts))


def _zones(side: Side, seen: Lengths, starts: Flags) -> RuleBits:
    return zone_tests(side, seen) | bits(Rule.EIGHT_ON_ONE_SIDE, in_a_row(side.on, starts) >= 8)
