"""Anhoej's runs rules, with Shewhart's: runs too long or crossings too few for the points of a phase."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.spc.charts.run import ABOVE, BELOW, GAP, ON, anhoej_bounds
from wellrun.analytics.spc.codes import Rule
from wellrun.analytics.spc.judgement import Flags
from wellrun.analytics.spc.rules.view import Fired, RuleBits, View, bits
from wellrun.analytics.spc.rules.zones import high_side, low_side, outside_limits

Sides = NDArray[np.uint8]
Counter = NDArray[np.int32]


def sides_of(view: View) -> Sides:
    """(T, R) on which side each point lies, as the runs figures count them."""
    high, low = high_side(view).on, low_side(view).on
    return np.where(np.isnan(view.y), GAP, np.where(high, ABOVE, np.where(low, BELOW, ON))).astype(np.uint8)


def ended(view: View) -> Fired:
    """What is known when each point has come, (T, R): the run that it belongs to is too long, or crossings too few.

    For the points of the phase so far; a point on the centre makes neither. Outside the limits as everywhere.
    Source: Anhoej and Olesen (2014), Run charts revisited, PLoS ONE 9(11).
    """
    sides = sides_of(view)
    useful, run, crossings = _so_far(sides, view.starts)
    longest, fewest = anhoej_bounds(len(sides))
    counts = (sides == ABOVE) | (sides == BELOW)
    return _fired(view, sides, counts & (run > longest[useful]), counts & (crossings < fewest[useful]))


def marked(view: View) -> Fired:
    """The points to mark once the whole phase is known, (T, R): all of a run that is too long; where crossings are
    too few, the last useful point of the phase, because it is the phase that they speak of."""
    sides, starts = sides_of(view), view.starts
    useful, run, crossings = _so_far(sides, starts)
    longest, fewest = anhoej_bounds(len(sides))
    long, few = (np.zeros(sides.shape, dtype=np.bool_) for _ in range(2))
    whole_run, bound = (np.zeros(sides.shape[1], dtype=np.int32) for _ in range(2))
    is_last = np.ones(sides.shape[1], dtype=np.bool_)
    for t in range(len(sides) - 1, -1, -1):
        counts = (sides[t] == ABOVE) | (sides[t] == BELOW)
        bound = np.where(is_last, longest[useful[t]], bound)
        few[t] = counts & is_last & (crossings[t] < fewest[useful[t]])
        whole_run = np.where(counts & (whole_run == 0), run[t], whole_run)
        long[t] = counts & (whole_run > bound)
        whole_run *= ~(counts & (run[t] == 1)) & ~starts[t]
        is_last = np.where(starts[t], True, is_last & ~counts)
    return _fired(view, sides, long, few)


def _so_far(sides: Sides, starts: Flags) -> tuple[Counter, Counter, Counter]:
    """(T, R) useful points, length of the run and crossings of the phase up to each point."""
    found = np.zeros((3, *sides.shape), dtype=np.int32)
    useful, run, crossings = np.zeros((3, sides.shape[1]), dtype=np.int32)
    latest = np.zeros(sides.shape[1], dtype=np.uint8)
    for t, side in enumerate(sides):
        new = starts[t]
        for counter in (useful, run, crossings):
            counter *= ~new
        latest[new] = ON
        counts = (side == ABOVE) | (side == BELOW)
        turned = counts & (side != latest)
        run *= ~(turned | (side == GAP))
        run += counts
        crossings += turned & (useful > 0)
        useful += counts
        np.copyto(latest, side, where=counts)
        found[:, t] = useful, run, crossings
    return found[0], found[1], found[2]


def _fired(view: View, sides: Sides, long: Flags, few: Flags) -> Fired:
    limits = outside_limits(high_side(view), low_side(view))
    if view.only_limits:
        return limits
    runs: RuleBits = bits(Rule.LONG_RUN, long) | bits(Rule.FEW_CROSSINGS, few)
    none = np.uint16(0)
    return Fired(limits.high | np.where(sides == ABOVE, runs, none), limits.low | np.where(sides == BELOW, runs, none))
