"""Nelson's eight rules; each marks the point that completes it."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.spc.codes import Rule
from wellrun.analytics.spc.judgement import Flags
from wellrun.analytics.spc.rules.view import Fired, RuleBits, View, bits
from wellrun.analytics.spc.rules.zones import Lengths, Side, high_side, in_a_row, low_side, outside_limits, zone_tests

LONGEST_WINDOW = 15


def fired(view: View) -> Fired:
    """Which rules a point completes, (T, R).

    A point outside the limits; nine in a row on one side; six in a row rising (falling); fourteen in a row
    alternating up and down; two of three beyond two standard deviations on one side; four of five beyond one;
    fifteen in a row within one; eight in a row beyond one, on both sides. Alternation and the last two have no side.
    Source: Nelson (1984), The Shewhart control chart: tests for special causes, Journal of Quality Technology 16(4).
    """
    high, low = high_side(view), low_side(view)
    limits = outside_limits(high, low)
    if view.only_limits:
        return limits
    starts = view.starts
    seen = in_a_row(~np.isnan(view.y), starts)
    return Fired(
        limits.high | _on_one_side(high, seen, starts),
        limits.low | _on_one_side(low, seen, starts),
        _on_neither(view, high, low, starts),
    )


def _on_one_side(side: Side, seen: Lengths, starts: Flags) -> RuleBits:
    return (
        bits(Rule.NINE_ON_ONE_SIDE, in_a_row(side.on, starts) >= 9)
        # Six points rising are five rises.
        | bits(Rule.SIX_TRENDING, in_a_row(side.moving, starts) >= 5)
        | zone_tests(side, seen)
    )


def _on_neither(view: View, high: Side, low: Side, starts: Flags) -> RuleBits:
    turns = np.zeros(view.y.shape, dtype=np.bool_)
    turns[1:] = (high.moving[1:] & low.moving[:-1]) | (low.moving[1:] & high.moving[:-1])
    far = high.beyond_one | low.beyond_one
    near = ~far & ~np.isnan(view.y)
    if view.lines.inner:
        near &= ~np.isnan(view.lines.inner[0]) & ~np.isnan(view.lines.inner[1])
    if view.still_open is not None:
        # A time that still runs is not near the centre for good.
        near &= ~view.still_open
    both_sides = (in_a_row(high.beyond_one, starts) < 8) & (in_a_row(low.beyond_one, starts) < 8)
    return (
        # Fourteen points alternating are thirteen steps, and twelve turns.
        bits(Rule.FOURTEEN_ALTERNATING, in_a_row(turns, starts) >= 12)
        | bits(Rule.FIFTEEN_NEAR_CENTRE, in_a_row(near, starts) >= 15)
        | bits(Rule.EIGHT_FAR_FROM_CENTRE, (in_a_row(far, starts) >= 8) & both_sides)
    )
