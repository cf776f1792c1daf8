"""A watch beside the fixed rules of a chart: its firings are of the same signals, its marks of the same points."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.codes import HIGH, LOW, Codes, Direction, Point, Rule, rule_bit
from wellrun.analytics.spc.firings import Firings
from wellrun.analytics.spc.icons import band_points, points_of, variation_of
from wellrun.analytics.spc.judgement import Flags, Judgement
from wellrun.analytics.spc.replay import Signals

_BIT = np.uint16(rule_bit(Rule.EARLY_DETECTION))
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Early:
    """What a watch says of every point of a panel, (S, T).

    `side` int8: +1 or -1 where it fires. `p`: the probability that a series which did not change comes as far by
    then; `chance`: the least yearly false-alarm probability at which the point would have fired; NaN = not watched.
    """

    side: Codes
    p: Floats
    chance: Floats


@dataclass(frozen=True, slots=True, eq=False)
class FoundEarly:
    """One entry a signal, (N,): `at` the period at which the watch first fired for it, -1 = never; `p` there, and the
    least `chance` so far, NaN = never."""

    at: Places
    p: Floats
    chance: Floats


def fired_beside(fired: Firings, early: Early) -> Firings:
    """The firings of the rules with those of the watch, as one rule more."""
    none = np.uint16(0)
    return replace(
        fired,
        high=fired.high | np.where(early.side == HIGH, _BIT, none),
        low=fired.low | np.where(early.side == LOW, _BIT, none),
    )


def marked_beside(judgement: Judgement, early: Early, direction: Codes, band: Floats) -> Judgement:
    """The judgement with the points marked at which only the watch fires; what a rule marks stays as it is.

    `direction` (S,) codes; `band` (S, 2): the aim of series that are good between two values, NaN = none.
    """
    alone: Flags = (judgement.rule == Rule.NONE) & (early.side != 0) & (judgement.point != Point.MISSING)
    if not alone.any():
        return judgement
    side = np.where(alone, early.side, judgement.side)
    says = points_of(early.side, direction)
    between = direction == Direction.BAND
    if between.any():
        says[between] = band_points(
            early.side[between], judgement.values[between], judgement.centre[between], band[between]
        )
    point = np.where(alone, says, judgement.point)
    rules = judgement.rules
    return replace(
        judgement,
        rule=np.where(alone, np.int8(Rule.EARLY_DETECTION), judgement.rule),
        rules=None if rules is None else np.where(alone, _BIT, rules),
        side=side,
        point=point,
        variation=variation_of(judgement.at_last(point), judgement.at_last(side)),
        n_special=judgement.n_special + np.count_nonzero(alone, axis=1).astype(np.int32),
    )


def found_early(signals: Signals, early: Early) -> FoundEarly:
    """What the watch says of each signal, from its first firing to its last."""
    found = FoundEarly(*(np.full(len(signals), fill) for fill in (np.intp(-1), np.nan, np.nan)))
    n_periods = early.side.shape[1]
    for side in (HIGH, LOW):
        mine = np.flatnonzero((signals.side == side) & ((signals.rules & _BIT) > 0))
        if not mine.size:
            continue
        start = signals.series[mine].astype(np.intp) * n_periods
        fires = np.flatnonzero(early.side == side)
        first = fires[np.searchsorted(fires, start + signals.first_fired[mine])]
        found.at[mine], found.p[mine] = first - start, early.p.ravel()[first]
        chance = np.append(np.where(early.side == side, early.chance, np.inf).ravel(), np.inf)
        ends = np.stack([first, start + signals.last_fired[mine] + 1], axis=1).ravel()
        found.chance[mine] = np.minimum.reduceat(chance, ends)[::2]
    return found
