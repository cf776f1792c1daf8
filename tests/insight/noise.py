"""Figures that vary by chance from a fixed recurrence, the same on every machine: no two years are alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tests.insight.figures import Row, shifted


def chance(which: int, n: int = 48, level: float = 0.5, spread: float = 0.01) -> list[float]:
    """`n` shares whose sums of twelve draws are near enough to normal, with standard deviation `spread`."""
    state, found = 20_250_101 + 7_919 * which, []
    for _ in range(n):
        total = 0.0
        for _ in range(12):
            state = (1_103_515_245 * state + 12_345) % 2**31
            total += (state >> 8) / 2**23
        found.append(level + spread * (total - 6.0))
    return found


def week(number: int) -> date:
    """The `number`-th Monday of 48: the last week ended just before the moment of the tests."""
    return date(2025, 10, 6) - timedelta(weeks=47 - number)


def weekly(measure: str, unit: str, values: Iterable[float | None], first: int = 0) -> list[Row]:
    """One row a week from the week `first` on."""
    return [(measure, unit, week(first + at), value) for at, value in enumerate(values)]


def drifted(which: int, start: int, size: float, n: int = 48) -> list[float]:
    """The same with `size` added from the month `start` on."""
    return shifted(chance(which, n), start, size)
