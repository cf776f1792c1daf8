"""Claims about sides and zones, and windows of them: what Western Electric's and Nelson's rules are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.spc.codes import Rule
from wellrun.analytics.spc.judgement import Flags
from wellrun.analytics.spc.rules.view import Fired, RuleBits, View, bits

Lengths = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """What points claim on one side, (T, R): on it, beyond one and two standard deviations, beyond the limit, moving
    that way. A missing point or line claims nothing; all inequalities are strict."""

    on: Flags
    beyond_one: Flags
    beyond_two: Flags
    outside: Flags
    moving: Flags


def high_side(view: View) -> Side:
    """The claims above the centre."""
    y, lines = view.y, view.lines
    one = y > lines.inner[1] if lines.inner else np.zeros(y.shape, dtype=np.bool_)
    return Side(y > lines.centre + lines.tie, one, y > lines.upper_near, y > lines.upper, view.steps > 0)


def low_side(view: View) -> Side:
    """The claims below the centre; a time that still runs makes none."""
    y, lines = view.y, view.lines
    one = y < lines.inner[0] if lines.inner else np.zeros(y.shape, dtype=np.bool_)
    found = (y < lines.centre - lines.tie, one, y < lines.lower_near, y < lines.lower, view.steps < 0)
    if view.still_open is not None:
        found = tuple(claim & ~view.still_open for claim in found)  # type: ignore[assignment]
    return Side(*found)


def in_a_row(claim: Flags, starts: Flags) -> Lengths:
    """(T, R) how many points in a row, up to each, make the claim; phases are apart."""
    lengths = np.zeros(claim.shape, dtype=np.int32)
    run = np.zeros(claim.shape[1], dtype=np.int32)
    for t, (claims, begins) in enumerate(zip(claim, starts, strict=True)):
        run *= ~begins
        run += 1
        run *= claims
        lengths[t] = run
    return lengths


def some_of(claim: Flags, seen: Lengths, need: int, window: int) -> Flags:
    """(T, R) where a point makes the claim with at least `need` of the `window` points up to it, all present."""
    counts = claim.astype(np.int8)
    total = counts.copy()
    for back in range(1, min(window, len(counts))):
        total[back:] += counts[: len(counts) - back]
    return claim & (total >= need) & (seen >= window)


def zone_tests(side: Side, seen: Lengths) -> RuleBits:
    """Two of three beyond two standard deviations, and four of five beyond one: Western Electric's, kept by Nelson."""
    return bits(Rule.TWO_OF_THREE, some_of(side.beyond_two, seen, 2, 3)) | bits(
        Rule.FOUR_OF_FIVE, some_of(side.beyond_one, seen, 4, 5)
    )


def outside_limits(high: Side, low: Side) -> Fired:
    """The one rule that every profile but the run rules shares."""
    return Fired(bits(Rule.OUTSIDE_LIMITS, high.outside), bits(Rule.OUTSIDE_LIMITS, low.outside))
