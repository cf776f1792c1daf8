"""How long detection takes, as ratios in one run: against a numba loop of the same, and against PyArrow for a file.

    python -m scripts.bench detection_speed

The loop knows neither missing values, denominators, seasons nor counts and stops at the first alarm; both must name
the same alarms. The command is measured from start to end, with reading and writing, as a process of its own; its
memory is the most that the process held.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

from benchmarks.timing.in_turn import fastest
from benchmarks.timing.whole_command import against_pyarrow, long_table
from wellrun.analytics.detection.by_estimated_leaning import LEANINGS
from wellrun.analytics.detection.detect import detect
from wellrun.analytics.detection.statistic import MEMORY, SPIKE_HANDICAP, drift_sd
from wellrun.analytics.detection.thresholds import NORMAL, curves
from wellrun.analytics.detection.watching import Watch
from wellrun.analytics.panel import Grain, Panel, period_range

N_SERIES, N_PERIODS, BASELINE, HORIZON = 100_000, 60, 24, 12
NO_BAR = float("inf")

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@numba.njit
def numba_loop(values: Floats, sd: Floats, squares: Floats) -> Whole:
    """The first alarm of each series, one series after another; -1 for none."""
    found = np.full(len(values), -1)
    for s in range(len(values)):
        found[s] = first_alarm(values[s], sd, squares)
    return found


@numba.njit(inline="always")
def first_alarm(y: Floats, sd: Floats, ends: Floats) -> int:
    level = squares = products = spread = 0.0
    for t in range(BASELINE):
        level += y[t] / BASELINE
    for t in range(BASELINE):
        squares += (y[t] - level) ** 2
        if t:
            products += (y[t] - level) * (y[t - 1] - level)
    phi = min(max(products / squares + 3.0 / BASELINE, 0.0), 0.8)
    leaning = (products / squares + 1 / BASELINE) / (1 - 4 / BASELINE)
    along = min(max((leaning - LEANINGS[0]) / (LEANINGS[1] - LEANINGS[0]), 0.0), 1.0)
    limit = math.sqrt(ends[0] + (ends[1] - ends[0]) * along)
    for t in range(1, BASELINE):
        spread += (y[t] - level - phi * (y[t - 1] - level)) ** 2
    spread = math.sqrt(spread / ((BASELINE - 1) * (BASELINE - 1) / BASELINE))
    freedom = BASELINE - 2
    scale = ((8 * freedom + 1) / (8 * freedom + 3)) ** 2 * freedom
    drift, largest, found = 0.0, 0.0, -1
    for t in range(BASELINE, len(y)):
        score = (y[t] - level - phi * (y[t - 1] - level)) / (spread * math.sqrt(1 + 1 / BASELINE))
        drift += MEMORY * (score - drift)
        slow = drift / sd[t - BASELINE]
        slow = math.sqrt(scale * math.log1p(slow * slow / freedom))
        spike = math.sqrt(scale * math.log1p(score * score / freedom)) - SPIKE_HANDICAP
        largest = max(largest, slow, spike)
        if largest >= limit and found < 0:
            found = t
    return found


def run() -> list[tuple[str, float, float]]:
    """(what, ratio, the most it may be) of each comparison."""
    random = np.random.default_rng(20)
    values = random.normal(50.0, 5.0, (N_SERIES, N_PERIODS))
    periods = period_range("2020-01-01", "2024-12-01", Grain.MONTH)
    panel = Panel(tuple(f"series {i}" for i in range(N_SERIES)), Grain.MONTH, periods, values)
    watch = Watch(baseline=BASELINE, horizon=HORIZON)
    sd, ends = drift_sd(BASELINE, 1, N_PERIODS - BASELINE), _squares()
    if not np.array_equal(detect(panel, watch).first_alarm, numba_loop(values, sd, ends)):
        raise AssertionError("both must name the same alarms")
    counts = random.poisson(2.0, values.shape).astype(np.float64)
    counted = Panel(panel.labels, Grain.MONTH, periods, counts)
    gapped = Panel(panel.labels, Grain.MONTH, periods, np.where(random.random(values.shape) < 0.05, np.nan, values))
    ours, loop, small, holes, many = fastest(
        lambda: detect(panel, watch),
        lambda: numba_loop(values, sd, ends),
        lambda: detect(counted, watch),
        lambda: detect(gapped, watch),
        lambda: detect(panel, Watch(baseline=BASELINE, horizon=HORIZON, fdr=0.1)),
    )
    size = f"{N_SERIES:,} series x {N_PERIODS} points"
    return [
        (f"detect {size} / numba loop of the same ({loop:.3f} s)", ours / loop, 3),
        ("the same of Poisson(2) counts, exact / numba loop of measured values", small / loop, NO_BAR),
        ("the same with 5 % missing / numba loop without", holes / loop, NO_BAR),
        ("the same with a false-discovery rate at each period / numba loop without", many / loop, NO_BAR),
        *against_pyarrow(
            "wellrun detect, Parquet in and out",
            "detect",
            long_table(panel),
            ["--season", "none", "--horizon", str(HORIZON)],
        ),
    ]


def _squares() -> Floats:
    """The squared threshold at both ends of what is believed of an autocorrelation."""
    return np.square(curves(NORMAL, 1, BASELINE).limits(0.05, HORIZON, np.array(LEANINGS)))


if __name__ == "__main__":
    for what, ratio, bar in run():
        print(f"{ratio:8.2f}  (at most {bar})  {what}")
