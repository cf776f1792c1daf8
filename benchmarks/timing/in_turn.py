"""Several calls in turn, so that a busy moment of the machine hits them alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

ROUNDS = 5


def fastest(*calls: Callable[[], Any], rounds: int = ROUNDS) -> list[float]:
    """Seconds of each call, the best of several rounds."""
    best = [float("inf")] * len(calls)
    for _ in range(rounds):
        for i, call in enumerate(calls):
            start = time.perf_counter()
            call()
            best[i] = min(best[i], time.perf_counter() - start)
    return best


def seconds(call: Callable[[], Any], rounds: int = 3) -> float:
    """Seconds of one call, the best of several rounds."""
    return fastest(call, rounds=rounds)[0]
