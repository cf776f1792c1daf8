"""Which points say what is usual when the t-th point is judged.

With a baseline of 24 and more it is those points and stays so. A shorter one is self-starting: it takes in what
comes after it until it has 24, always leaving out the latest points, which a change may already have moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

SHORTEST_BASELINE = 12
# Where a self-starting baseline stops growing.
FULL_BASELINE = 24
# As many points as an early detection is to take: a change younger than this never blurs its own baseline.
GUARD_POINTS = 6


class Span(NamedTuple):
    """The points from `start` to before `stop` are judged by the first `known` points."""

    known: int
    start: int
    stop: int


def spans(baseline: int, n_points: int) -> Iterator[Span]:
    """All judged points in order, in stretches that share one baseline."""
    start = baseline
    while start < n_points:
        known = known_at(baseline, start)
        grows = known < FULL_BASELINE
        # The next longer baseline comes into use once its last point is old enough.
        stop = min(known + 1 + GUARD_POINTS, n_points) if grows else n_points
        yield Span(known, start, stop)
        start = stop


def known_at(baseline: int, point: int) -> int:
    """How many points say what is usual when `point` (from 0) is judged."""
    return max(baseline, min(point - GUARD_POINTS, FULL_BASELINE))
