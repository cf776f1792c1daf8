"""Which new figures nobody should believe unasked: a size that halves or doubles at once, and a month sent twice.

Sudden: what is counted is more than twice the median of the twelve periods before, or less than half of it, beyond all
of them; at least six of the twelve are there, and one of the two is at least 50. Periods found so are no yardstick
for the next: a new level that stays is measured against the old one, and asked about, until somebody answers.

Repeated: a figure equals an earlier one, of a series whose figures otherwise change. Either three such units, and half
of all that came, repeat one period at once; or one unit repeats numerator and denominator. Of the period before, from
200 cases and 30 hits on: equal by chance are both, of 400 cases, about once in 2,500 periods. Of older ones, as many
periods back as keep chance to once in 250 periods: with cases that spread by s and hits that spread by t from period to
period (and no more than chance spreads counts), both are alike with probability 1 / (4 pi s t).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.jumps import BEFORE, LEAST_BEFORE, LEAST_LEVEL

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Only the newest periods are asked about: what lies further back, people have lived with.
NEWEST = 12
TIMES = 2.0
LEAST_CASES, LEAST_HITS = 200.0, 30.0
LEAST_UNITS = 3
# Of the six steps before, so many went somewhere: a figure that never moves repeats itself always.
STEPS, LEAST_MOVED = 6, 4


# One unit that repeats an older period: by chance no more often than once in so many periods.
RARE = 250.0


@dataclass(frozen=True, slots=True)
class Sudden:
    """Series `row` is at `after` in position `at`, and was at `before`; the stretch of such began at `start`."""

    row: int
    start: int
    at: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A stretch of series `row` that was asked about and goes on; it began at `start`, negative: before all of them.

    `before`: the level that it is measured against.
    """

    row: int
    start: int
    before: float


@dataclass(slots=True, eq=False)
class _Held:
    """By series, the stretch it is in (-1 and NaN: none) and the level and range before it."""

    within: Flags
    start: NDArray[np.int64]
    middle: Floats
    most: Floats
    least: Floats


def first_asked(width: int) -> int:
    """The position from which on a series of so many periods is asked about."""
    return max(BEFORE, width - NEWEST)


def sudden(levels: Floats, asked: Sequence[Asked] = ()) -> list[Sudden]:
    """Sudden levels among the newest periods of each series in (S, T), NaN = missing; by position, then series.

    `asked`: stretches that began before those periods and were not over by then; their levels are not in `levels`.
    """
    seen, held = levels.copy(), _held(levels.shape[0], asked)
    found = []
    for at in range(first_asked(levels.shape[1]), levels.shape[1]):
        flagged = _sudden_at(seen[:, at - BEFORE : at], levels[:, at], held)
        held.start = np.where(flagged & ~held.within, at, held.start)
        held.within = flagged | (held.within & np.isnan(levels[:, at]))
        seen[flagged, at] = np.nan
        found += [
            Sudden(row, int(held.start[row]), at, float(held.middle[row]), float(levels[row, at]))
            for row in np.flatnonzero(flagged).tolist()
        ]
    return found


def goes_on(levels: Floats, before: float) -> Flags:
    """Which levels are still sudden beside the one before their stretch; a missing one is not."""
    still: Flags = (levels > TIMES * before) | (levels * TIMES < before)
    return still


def _held(n_series: int, asked: Sequence[Asked]) -> _Held:
    held = _Held(np.zeros(n_series, dtype=np.bool_), np.full(n_series, -1), *np.full((3, n_series), np.nan))
    for one in asked:
        held.within[one.row], held.start[one.row] = True, one.start
        for level in (held.middle, held.most, held.least):
            level[one.row] = one.before
    return held


def _sudden_at(before: Floats, level: Floats, held: _Held) -> Flags:
    """(S,) where the level is sudden. A stretch keeps the yardstick with which it began."""
    ordered = np.sort(before, axis=1)
    known = BEFORE - np.isnan(ordered).sum(axis=1)
    rows = np.arange(level.size)
    low, high = np.maximum((known - 1) // 2, 0), np.minimum(known // 2, BEFORE - 1)
    fresh = ~held.within
    held.middle = np.where(fresh, (ordered[rows, low] + ordered[rows, high]) / 2.0, held.middle)
    held.most = np.where(fresh, ordered[rows, np.maximum(known - 1, 0)], held.most)
    held.least = np.where(fresh, ordered[:, 0], held.least)
    usable = ((known >= LEAST_BEFORE) | held.within) & (np.fmax(level, held.middle) >= LEAST_LEVEL)
    up = (level > TIMES * held.middle) & (level > held.most)
    flagged: Flags = usable & (up | ((level * TIMES < held.middle) & (level < held.least)))
    return flagged


@dataclass(frozen=True, slots=True, eq=False)
class Sent:
    """(S, T) figures of one measure as units sent them, NaN = missing."""

    values: Floats
    numerators: Floats
    denominators: Floats


@dataclass(frozen=True, slots=True)
class Repeated:
    """Series `row` repeats in position `at` the figure of `same`, as `units` do in all (1: it stands alone)."""

    row: int
    at: int
    units: int
    same: int


def repeated(sent: Sent) -> list[Repeated]:
    """Figures sent twice among the newest periods; by position, then series. Of two periods alike, the later."""
    found = []
    for at in range(max(STEPS + 1, sent.values.shape[1] - NEWEST), sent.values.shape[1]):
        again = _again(sent, at)
        n_units, came = int(again.sum()), int((~np.isnan(sent.values[:, at])).sum())
        whole = n_units >= LEAST_UNITS and 2 * n_units >= came
        rows = np.flatnonzero(again if whole else again & _large(sent, at)).tolist()
        told = {row: Repeated(row, at, n_units if whole else 1, at - 1) for row in rows}
        for one in _older(sent, at, came):
            told.setdefault(one.row, one)
        found += [told[row] for row in sorted(told)]
    return found


def _older(sent: Sent, at: int, came: int) -> list[Repeated]:
    """Figures that repeat an older period than the one before, numerator and denominator."""
    hits, cases = sent.numerators[:, at], sent.denominators[:, at]
    alike = (sent.numerators[:, : at - 1] == hits[:, None]) & (sent.denominators[:, : at - 1] == cases[:, None])
    rows = np.flatnonzero(alike.any(axis=1) & _large(sent, at))
    if not rows.size:
        return []
    alike = alike[rows]
    n_units = alike.sum(axis=0)
    whole = (n_units >= LEAST_UNITS) & (2 * n_units >= came)
    enough = alike & (whole[None, :] | _within_reach(sent, at, rows))
    found = []
    for place, row in enumerate(rows.tolist()):
        if enough[place].any():
            same = int(np.flatnonzero(enough[place])[-1])
            found.append(Repeated(row, at, int(n_units[same]) if whole[same] else 1, same))
    return found


def _within_reach(sent: Sent, at: int, rows: NDArray[np.int64]) -> Flags:
    """(rows, at - 1) older periods with which a figure may be compared: the more it varies, the further back."""
    hits, cases = sent.numerators[rows, at], sent.denominators[rows, at]
    within = np.where(hits > cases, hits, hits * (cases - hits) / np.where(cases > 0, cases, np.nan))
    of_cases = np.fmin(np.sqrt(np.fmax(cases, 0.0)), _spread(sent.denominators[rows, :at]))
    of_hits = np.fmin(np.sqrt(np.fmax(within, 0.0)), _spread(sent.numerators[rows, :at]))
    reach = 4 * np.pi * of_cases * of_hits / RARE
    there = ~np.isnan(sent.values[rows, :at])
    # How many periods with a figure lie from each on to the newest before it.
    back = np.cumsum(there[:, ::-1], axis=1)[:, ::-1][:, : at - 1]
    near: Flags = back <= reach[:, None]
    return near


def _spread(counts: Floats) -> Floats:
    """(S,) how much a count varies from one period to the next, as a standard deviation; 0 where it cannot be told."""
    steps = np.abs(np.diff(counts, axis=1))
    known = ~np.isnan(steps)
    mean = np.where(known, steps, 0.0).sum(axis=1) / np.fmax(known.sum(axis=1), 1)
    # Of normal figures the mean step is 2 / sqrt(pi) standard deviations.
    spread: Floats = mean * np.sqrt(np.pi) / 2.0
    return spread


def _again(sent: Sent, at: int) -> Flags:
    """(S,) where the figure is the one before, with its counts where there are any, though it moved till then."""
    again: Flags = (sent.values[:, at] == sent.values[:, at - 1]) & _moved(sent.values, at)
    for counts in (sent.numerators, sent.denominators):
        now, before = counts[:, at], counts[:, at - 1]
        again &= (now == before) | (np.isnan(now) & np.isnan(before))
    return again


def _large(sent: Sent, at: int) -> Flags:
    """(S,) where chance hardly makes both counts equal: many cases, many hits, and both otherwise move."""
    hits, cases = sent.numerators[:, at], sent.denominators[:, at]
    large: Flags = (cases >= LEAST_CASES) & (hits >= LEAST_HITS) & ((cases - hits >= LEAST_HITS) | (hits > cases))
    return large & _moved(sent.numerators, at) & _moved(sent.denominators, at)


def _moved(column: Floats, at: int) -> Flags:
    steps = np.diff(column[:, at - STEPS - 1 : at], axis=1)
    moved: Flags = (~np.isnan(steps) & (steps != 0)).sum(axis=1) >= LEAST_MOVED
    return moved
