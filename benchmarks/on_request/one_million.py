"""One million series of 60 points judged, and watched, on this machine: seconds of kernel time over ten.

    python -m scripts.bench one_million

It holds about 1.1 GB and tells nothing that the smaller figures do not, so it runs only when it is named.
"""

from __future__ import annotations

import resource

import numpy as np

from benchmarks.judging import N_PERIODS, a_panel
from benchmarks.timing.in_turn import seconds
from wellrun.analytics.detection.detect import detect
from wellrun.analytics.detection.watching import Watch
from wellrun.analytics.spc.judge import judge

N_SERIES = 1_000_000
MOST_SECONDS = 10
NO_BAR = float("inf")


def run() -> list[tuple[str, float, float]]:
    """(what, ratio, the most it may be) of each."""
    panel = a_panel(np.random.default_rng(20).normal(50.0, 5.0, (N_SERIES, N_PERIODS)))
    what = f"{N_SERIES:,} series x {N_PERIODS} points"
    rows = []
    for name, call in {"judge": lambda: judge(panel), "detect": lambda: detect(panel, Watch())}.items():
        taken = seconds(call, rounds=1)
        rows.append((f"{name} {what}, {taken:.1f} s / {MOST_SECONDS} s", taken / MOST_SECONDS, 1.0))
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    return [*rows, (f"the most memory held, {held:.1f} GB / 1 GB", held, NO_BAR)]
