"""Heaping by one loop over the values."""

from __future__ import annotations

from math import comb, isnan

from wellrun.analytics.heaping import LARGEST_TAIL, LEAST_NEAR, MOST_SHARE


def quantile(ordered: list[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def plain_heaping(values: list[float], threshold: float, inside_is_above: bool) -> tuple[int, int, int, bool | None]:
    """Counts just outside, just inside, further inside; whether they are a heap."""
    there = sorted(value for value in values if not isnan(value))
    if not there:
        return 0, 0, 0, None
    width = (quantile(there, 0.75) - quantile(there, 0.25)) / 1.349 / 2
    if width <= 0:
        return 0, 0, 0, None
    counts = [0, 0, 0]
    for value in there:
        into = (value - threshold if inside_is_above else threshold - value) / width
        if -1 <= into < 0:
            counts[0] += 1
        elif 0 <= into < 1:
            counts[1] += 1
        elif 1 <= into < 2:
            counts[2] += 1
    near = sum(counts)
    tail = sum(comb(near, k) * MOST_SHARE**k * (1 - MOST_SHARE) ** (near - k) for k in range(counts[1], near + 1))
    return counts[0], counts[1], counts[2], None if near < LEAST_NEAR else tail < LARGEST_TAIL
