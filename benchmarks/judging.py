"""How long judging takes, as ratios in one run: against the shortest NumPy of the same labels, and a numba loop.

    python -m benchmarks.judging

The shortest NumPy version and the loop know neither missing values nor phases, statuses, icons, runs or the side
of a rule; `judge` answers all of it. Both must give the same rule for every point, or the figure means nothing.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from benchmarks.timing.in_turn import fastest
from wellrun.analytics.panel import Grain, Panel, period_range
from wellrun.analytics.spc.judge import judge
from wellrun.analytics.spc.replay import firings, signals

N_SERIES, N_PERIODS, ROWS = 100_000, 60, 1_000
NO_BAR = float("inf")

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int8]


def shortest_numpy(y: Floats) -> Codes:
    """The NHS rules of complete series in one phase, (series, period)."""
    steps = np.diff(y, axis=1)
    centre, ranges = y.mean(1, keepdims=True), np.abs(steps)
    kept = ranges < 3.267 * ranges.mean(1, keepdims=True)
    width = 2.66 * (ranges * kept).sum(1, keepdims=True) / kept.sum(1, keepdims=True)
    high, low = y > centre + width, y < centre - width
    near_high, near_low = (y > centre + width * 2 / 3) & ~high, (y < centre - width * 2 / 3) & ~low
    above, below = y > centre, y < centre
    trend = marked(whole(steps > 0, 6) | whole(steps < 0, 6), 7)
    shift = marked(whole(above, 7) | whole(below, 7), 7)
    two_high = marked(two_of(near_high) & whole(above, 3), 3) & near_high
    two_low = marked(two_of(near_low) & whole(below, 3), 3) & near_low
    return np.select([high | low, trend, two_high | two_low, shift], [1, 2, 3, 4]).astype(np.int8)


def whole(claim: Flags, n: int) -> Flags:
    """Windows of n in which every point makes the claim."""
    done = 1
    while done < n:
        shift = min(done, n - done)
        claim, done = claim[:, shift:] & claim[:, :-shift], done + shift
    return claim


def two_of(near: Flags) -> Flags:
    """Windows of three with at least two near a limit."""
    first, second, third = near[:, :-2], near[:, 1:-1], near[:, 2:]
    return (first & second) | (second & third) | (first & third)


def marked(windows: Flags, n: int) -> Flags:
    """The points of the given windows of n."""
    points = np.zeros((len(windows), N_PERIODS), dtype=np.bool_)
    for i in range(n):
        points[:, i : i + windows.shape[1]] |= windows
    return points


def in_chunks(values: Floats) -> Codes:
    return np.concatenate([shortest_numpy(values[i : i + ROWS]) for i in range(0, len(values), ROWS)])


@numba.njit
def numba_loop(values: Floats) -> Codes:
    """The same rules, one series after another."""
    rules = np.zeros(values.shape, dtype=np.int8)
    for s in range(len(values)):
        loop_one(values[s], rules[s])
    return rules


@numba.njit(inline="always")
def loop_one(y: Floats, rule: Codes) -> None:
    n = len(y)
    centre = average = total = 0.0
    kept = up = down = above = below = 0
    for t in range(n):
        centre += y[t] / n
    for t in range(1, n):
        average += abs(y[t] - y[t - 1]) / (n - 1)
    for t in range(1, n):
        if abs(y[t] - y[t - 1]) < 3.267 * average:
            total += abs(y[t] - y[t - 1])
            kept += 1
    width = 2.66 * total / kept
    upper, lower = centre + width, centre - width
    upper_near, lower_near = centre + width * 2 / 3, centre - width * 2 / 3
    # A later window may not lower a point's claim: smaller codes come first, 0 stands for none.
    for t in range(n):
        above = above + 1 if y[t] > centre else 0
        below = below + 1 if y[t] < centre else 0
        up = up + 1 if t > 0 and y[t] > y[t - 1] else 0
        down = down + 1 if t > 0 and y[t] < y[t - 1] else 0
        if above >= 7 or below >= 7:
            for k in range(t - 6, t + 1):
                rule[k] = rule[k] or 4
        if above >= 3 or below >= 3:
            near = 0
            for k in range(t - 2, t + 1):
                near += upper_near < y[k] <= upper or lower <= y[k] < lower_near
            for k in range(t - 2, t + 1):
                if near >= 2 and (upper_near < y[k] <= upper or lower <= y[k] < lower_near) and rule[k] != 2:
                    rule[k] = 3
        if up >= 6 or down >= 6:
            for k in range(t - 6, t + 1):
                rule[k] = 1 if rule[k] == 1 else 2
        if y[t] > upper or y[t] < lower:
            rule[t] = 1


def a_panel(values: Floats, **other: Any) -> Panel:
    labels = tuple(f"series {i}" for i in range(len(values)))
    return Panel(labels, Grain.MONTH, period_range("2020-01-01", "2024-12-01", Grain.MONTH), values, **other)


def odd_panel(random: np.random.Generator, values: Floats) -> Panel:
    """5 % of the points missing, and a second phase after two years."""
    gapped = np.where(random.random(values.shape) < 0.05, np.nan, values)
    return a_panel(gapped, phases=np.repeat(np.array([[0] * 24 + [1] * 36], dtype=np.int16), len(values), axis=0))


def proportions(random: np.random.Generator, shape: tuple[int, int]) -> Panel:
    sizes = random.integers(200, 400, shape)
    counts = random.binomial(sizes, 0.1)
    return a_panel(counts / sizes, numerators=counts.astype(np.float64), denominators=sizes.astype(np.float64))


def run() -> list[tuple[str, float, float]]:
    """(what, ratio, the most it may be) of each comparison."""
    random = np.random.default_rng(20)
    values = random.normal(50.0, 5.0, (N_SERIES, N_PERIODS))
    panel, odd, counted = a_panel(values), odd_panel(random, values), proportions(random, values.shape)
    rules = judge(panel).rule
    if not (np.array_equal(rules, in_chunks(values)) and np.array_equal(rules, numba_loop(values))):
        raise AssertionError("the versions do not give the same labels")
    ours, shortest, loop, odd_ones, counted_ones, replayed = fastest(
        lambda: judge(panel),
        lambda: in_chunks(values),
        lambda: numba_loop(values),
        lambda: judge(odd),
        lambda: judge(counted),
        lambda: signals(panel, firings(panel)),
    )
    size = f"{N_SERIES:,} series x {N_PERIODS} points"
    return [
        (f"judge {size} / shortest NumPy of the same labels ({shortest:.3f} s)", ours / shortest, 2),
        (f"judge {size} / numba loop of the same rules ({loop:.3f} s)", ours / loop, 3),
        ("the same with 5 % missing and two phases / shortest NumPy without", odd_ones / shortest, NO_BAR),
        ("the same as proportions (p or p') / shortest NumPy of XmR", counted_ones / shortest, NO_BAR),
        ("signals by prefix replay / judge", replayed / ours, NO_BAR),
    ]


if __name__ == "__main__":
    for what, ratio, bar in run():
        print(f"{ratio:8.2f}  (at most {bar})  {what}")
