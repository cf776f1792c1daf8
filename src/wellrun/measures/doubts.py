"""Which new figures nobody should believe unasked: a size that halves or doubles at once, and a month sent twice.

Sudden: what is counted is more than twice the median of the twelve periods before, or less than half of it, beyond all
of them; at least six of the twelve are there, and one of the two is at least 50. Periods found so are no yardstick
for the next, so a new level is asked about until six of the twelve before are gone: half a year of months.

Repeated: a figure equals the one before it, of a series whose figures otherwise change. Either three such units, and
half of all that came, repeat at once; or one unit repeats numerator and denominator, of at least 200 cases and 30 hits.
Equal by chance are both, of 400 cases, about once in 2,500 periods.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Sudden:
    """Series `row` is at `after` in position `at`, and was at `before`; the stretch of such began at `start`."""

    row: int
    start: int
    at: int
    before: float
    after: float


def sudden(levels: Floats) -> list[Sudden]:
    """Sudden levels among the newest periods of each series in (S, T), NaN = missing; by position, then series."""
    seen = levels.copy()
    starts = np.full(levels.shape[0], -1)
    found = []
    for at in range(max(BEFORE, levels.shape[1] - NEWEST), levels.shape[1]):
        flagged, middle = _sudden_at(seen[:, at - BEFORE : at], levels[:, at])
        starts = np.where(flagged, np.where(starts >= 0, starts, at), np.where(np.isnan(levels[:, at]), starts, -1))
        seen[flagged, at] = np.nan
        found += [
            Sudden(row, int(starts[row]), at, float(middle[row]), float(levels[row, at]))
            for row in np.flatnonzero(flagged).tolist()
        ]
    return found


def _sudden_at(before: Floats, level: Floats) -> tuple[Flags, Floats]:
    ordered = np.sort(before, axis=1)
    known = BEFORE - np.isnan(ordered).sum(axis=1)
    rows = np.arange(level.size)
    low, high = np.maximum((known - 1) // 2, 0), np.minimum(known // 2, BEFORE - 1)
    middle: Floats = (ordered[rows, low] + ordered[rows, high]) / 2.0
    most, least = ordered[rows, np.maximum(known - 1, 0)], ordered[:, 0]
    usable = (known >= LEAST_BEFORE) & (np.fmax(level, middle) >= LEAST_LEVEL)
    beyond = ((level > TIMES * middle) & (level > most)) | ((level * TIMES < middle) & (level < least))
    flagged: Flags = usable & beyond
    return flagged, middle


@dataclass(frozen=True, slots=True, eq=False)
class Sent:
    """(S, T) figures of one measure as units sent them, NaN = missing."""

    values: Floats
    numerators: Floats
    denominators: Floats


@dataclass(frozen=True, slots=True)
class Repeated:
    """Series `row` repeats in position `at` the figure before it, as `units` do in all (1: it stands alone)."""

    row: int
    at: int
    units: int


def repeated(sent: Sent) -> list[Repeated]:
    """Figures sent twice among the newest periods; by position, then series."""
    found = []
    for at in range(max(STEPS + 1, sent.values.shape[1] - NEWEST), sent.values.shape[1]):
        again = _again(sent, at)
        n_units, came = int(again.sum()), int((~np.isnan(sent.values[:, at])).sum())
        whole = n_units >= LEAST_UNITS and 2 * n_units >= came
        rows = np.flatnonzero(again if whole else again & _large(sent, at))
        found += [Repeated(row, at, n_units if whole else 1) for row in rows.tolist()]
    return found


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
