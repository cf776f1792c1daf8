"""Run charts: the median as centre, and Anhoej's rules for runs that chance would not make."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import Baseline
from wellrun.analytics.spc.charts.limits import PhaseLimits, asked_for, closeness, status_of
from wellrun.analytics.spc.codes import Chart, ChartReason, Codes

# What a period holds for the runs rules. A point ON the centre line is left out; a GAP is a missing one.
ON, ABOVE, BELOW, GAP = 0, 1, 2, 3


def run_limits(base: Baseline, wish: Codes, *, screen: bool = True) -> PhaseLimits:
    """The median of each series' baseline (R,) as its centre; a run chart has no limits, and nothing to screen."""
    spread, tie = closeness(base)
    centre, nothing = median(base), np.full(tie.shape, np.nan)
    status = status_of(base, constant=spread <= tie, zero_width=False, no_limits=False)
    chart = np.full(wish.shape, Chart.RUN, dtype=np.int8)
    reason = asked_for(wish, ChartReason.RARE_EVENTS)
    return PhaseLimits(centre, centre, nothing, tie, status, chart, reason, nothing, base.n)


@lru_cache(maxsize=8)
def anhoej_bounds(n_largest: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """For 0 to `n_largest` useful points: the longest run and the fewest crossings that are no signal.

    round(log2 n) + 3 and the 5 % quantile of a binomial(n - 1, 1/2), both in exact integers; -1 for n = 0.
    Source: Anhoej and Olesen (2014), Run charts revisited, PLoS ONE 9(11).
    """
    longest = [-1] + [((n * n).bit_length()) // 2 + 3 for n in range(1, n_largest + 1)]
    return np.array(longest, dtype=np.int32), np.array([-1, *_crossings(n_largest)], dtype=np.int32)


def run_statistics(sides: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """(S,) useful points, longest run and crossings of each series, from its sides (T, S).

    A missing period ends a run but hides no crossing: it can neither make a long run nor take a crossing away.
    """
    # Half the width, half the memory: the counters are what this loop spends its time on.
    counter: type[np.signedinteger[Any]] = np.int16 if len(sides) < 2**15 else np.int32
    useful, longest, turns, run = (np.zeros(sides.shape[1], dtype=counter) for _ in range(4))
    latest = np.zeros(sides.shape[1], dtype=np.uint8)
    for side in sides:
        counts = (side == ABOVE) | (side == BELOW)
        turned = counts & (side != latest)
        run *= ~(turned | (side == GAP))
        run += counts
        turns += turned
        useful += counts
        np.copyto(latest, side, where=counts)
        np.maximum(longest, run, out=longest)
    # The first useful point turns from nothing, which is no crossing.
    crossings = turns.astype(np.int32) - (useful > 0)
    return useful.astype(np.int32), longest.astype(np.int32), crossings


def median(base: Baseline) -> Floats:
    """(R,) the median of each series' baseline; NaN without points."""
    if len(base.y) == 0:
        return np.full(base.n.shape, np.nan)
    ordered = np.sort(base.y, axis=0)
    lower, upper = (np.maximum(base.n - 1, 0) // 2, np.minimum(base.n // 2, len(ordered) - 1))
    middle: Floats = np.take_along_axis(ordered, np.stack([lower, upper]), axis=0)
    found: Floats = (middle[0] + middle[1]) / 2
    return found


def _crossings(n_largest: int) -> list[int]:
    """The smallest k with P(binomial(n - 1, 1/2) <= k) >= 1/20, for n from 1: k only ever rises with n."""
    bounds = []
    k = 0
    term = tail = 1  # C(m, k) and C(m, 0) + ... + C(m, k), for m = n - 1 fair coins
    for m in range(n_largest):
        while 20 * tail < 2**m:
            term = term * (m - k) // (k + 1)
            k += 1
            tail += term
        bounds.append(k)
        tail = 2 * tail - term
        term = term * (m + 1) // (m + 1 - k)
    return bounds
