"""How long funnels take: many charts at once against one at a time, and exact lines against SciPy's distributions.

    python -m benchmarks.funnel

The Python peer, clinical-qikit, is compared in `peers`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from benchmarks.timing.in_turn import seconds
from wellrun.analytics.funnel import quantiles
from wellrun.analytics.funnel.chart import Limits, funnel
from wellrun.analytics.funnel.kinds import Kind

Floats = NDArray[np.float64]
NO_BAR = float("inf")
CHARTS, UNITS = 1_000, 130
TAILS = (0.001, 0.025, 0.975, 0.999)


def run() -> list[tuple[str, float, float]]:
    """(what, ratio, the most it may be) of each comparison."""
    random = np.random.default_rng(3)
    below = random.integers(20, 2_000, (CHARTS, UNITS)).astype(np.float64)
    above = random.binomial(below.astype(int), random.beta(8, 32, (CHARTS, UNITS))).astype(np.float64)
    together = seconds(lambda: funnel(above, below, kind=Kind.PROPORTION)) / CHARTS
    exact = seconds(lambda: funnel(above[:50], below[:50], kind=Kind.PROPORTION, limits=Limits.EXACT)) / 50
    alone = seconds(lambda: [funnel(above[i : i + 1], below[i : i + 1], kind=Kind.PROPORTION) for i in range(50)]) / 50
    return [
        (f"a funnel of {UNITS} units among {CHARTS:,} ({together * 1e3:.2f} ms) / alone", together / alone, NO_BAR),
        ("the same with exact lines / transformed lines", exact / together, NO_BAR),
        ("beta-binomial quantiles, to 2,000 cases / scipy.stats", *against_scipy(below[0])),
    ]


def against_scipy(cases: Floats) -> tuple[float, float]:
    """Seconds of the four lines over SciPy's, which must be the same."""
    share, alike = np.full(cases.size, 0.2), np.full(cases.size, 0.03)
    a, b = share * (1 / alike - 1), (1 - share) * (1 / alike - 1)
    mine = [quantiles.beta_binomial(tail, cases, share, alike) for tail in TAILS]
    theirs = [np.maximum(stats.betabinom.ppf(tail, cases, a, b), 0) for tail in TAILS]
    if not np.array_equal(mine, theirs):
        raise AssertionError("the quantiles differ")
    fast = seconds(lambda: [quantiles.beta_binomial(tail, cases, share, alike) for tail in TAILS])
    return fast / seconds(lambda: [stats.betabinom.ppf(tail, cases, a, b) for tail in TAILS]), 1


if __name__ == "__main__":
    for what, ratio, bar in run():
        print(f"{ratio:8.3f}  (at most {bar})  {what}")
