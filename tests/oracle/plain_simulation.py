"""The plain twin of the simulated table: series that do not change, watched one by one by the plain detection."""

from collections.abc import Callable

from tests.oracle.plain_detection import Value
from tests.oracle.plain_early import Promise, plain_watch


def share_of_alarms(promise: Promise, draw: Callable[[int], list[Value]], n_series: int) -> float:
    """How many of the series drawn raise an alarm within the horizon of the promise."""
    alarmed = 0
    for _ in range(n_series):
        found = plain_watch(draw(promise.baseline + promise.horizon), None, promise)
        alarmed += any(size >= found.limit for size in found.sizes)
    return alarmed / n_series
