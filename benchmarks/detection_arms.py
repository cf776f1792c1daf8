"""Why early detection has the arms it has: each candidate at the same false-alarm probability.

    python -m scripts.bench detection_arms

Scores of series with a baseline of 24 points, as `detect` computes them. Every candidate's threshold is the one that
5 % of the series reach within 24 points when nothing changes. The change comes after twelve quiet points, as most do:
at the first point after its baseline an EWMA is a Shewhart arm. A row is P(found) by the candidate over P(found) by
what `detect` uses; all series of a kind have one threshold here. There is no bar: some are better at one size of change
and pay for it at another.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.detection.points import Points
from wellrun.analytics.detection.scores.counts import count_scores
from wellrun.analytics.detection.scores.normal import freedom, normal_scores
from wellrun.analytics.detection.statistic import MEMORY, SPIKE_HANDICAP, as_normal

Floats = NDArray[np.float64]
Candidate = Callable[[Floats, Floats | None], Floats]

N_SERIES, BASELINE, HORIZON, QUIET, PROMISED = 50_000, 24, 24, 12, 0.05
SEED = 20_270_000
NO_BAR = float("inf")
# Shift in standard deviations, and within how many points it is to be found.
CHANGES = ((1.0, 6), (1.5, 6), (2.0, 6), (3.0, 1), (4.0, 1))


def size_of(scores: Floats, degrees: Floats | None) -> Floats:
    return np.abs(scores) if degrees is None else as_normal(np.abs(scores), degrees[:, None])


def ewma(memory: float) -> Candidate:
    def drift(scores: Floats, degrees: Floats | None) -> Floats:
        found, running = np.empty_like(scores), np.zeros(scores.shape[1])
        for t, score in enumerate(scores):
            running = (1 - memory) * running + memory * score
            weights = memory * (1 - memory) ** np.arange(t + 1)
            found[t] = running / _sd(float(weights @ weights), float(weights.sum()))
        return size_of(found, degrees)

    return drift


def glr(scores: Floats, degrees: Floats | None) -> Floats:
    """The likeliest start of a lasting change, at every point."""
    found = np.zeros_like(scores)
    totals = np.vstack([np.zeros(scores.shape[1]), np.cumsum(scores, axis=0)])
    for t in range(len(scores)):
        spans = [(totals[t + 1] - totals[t + 1 - k]) / _sd(k, k) for k in range(1, t + 2)]
        found[t] = np.abs(spans).max(axis=0)
    return size_of(found, degrees)


def both(slow: Candidate, fast: Candidate, handicap: float) -> Candidate:
    return lambda scores, degrees: np.maximum(slow(scores, degrees), fast(scores, degrees) - handicap)


CHOSEN = f"EWMA {MEMORY:g} with Shewhart less {SPIKE_HANDICAP:g}"
CANDIDATES: dict[str, Candidate] = {
    CHOSEN: both(ewma(MEMORY), size_of, SPIKE_HANDICAP),
    "EWMA 0.25 alone": ewma(0.25),
    "Shewhart alone": size_of,
    "GLR alone": glr,
    "EWMA 0.25 with Shewhart less 0": both(ewma(0.25), size_of, 0.0),
    "EWMA 0.25 with Shewhart less 0.4": both(ewma(0.25), size_of, 0.4),
    "EWMA 0.25 with Shewhart less 1": both(ewma(0.25), size_of, 1.0),
    "EWMA 0.1 with Shewhart less 0.7": both(ewma(0.1), size_of, 0.7),
    "EWMA 0.2 with Shewhart less 0.7": both(ewma(0.2), size_of, 0.7),
    "EWMA 0.3 with Shewhart less 0.7": both(ewma(0.3), size_of, 0.7),
    "EWMA 0.25 with GLR less 0.4": both(ewma(0.25), glr, 0.4),
}


def run() -> list[tuple[str, float, float]]:
    """(candidate, its power over that of the chosen one, no bar)."""
    with np.errstate(all="ignore"):
        return _rows()


def _rows() -> list[tuple[str, float, float]]:
    rows: list[tuple[str, float, float]] = []
    for family in ("normal", "Poisson(2)"):
        found = {name: powers(family, candidate) for name, candidate in CANDIDATES.items()}
        for place, (shift, within) in enumerate(CHANGES):
            for name, mine in found.items():
                what = f"{family}, {shift:g} sigma found in {within}: {name} {mine[place]:.3f}"
                rows.append((what, mine[place] / found[CHOSEN][place], NO_BAR))
    return rows


def powers(family: str, candidate: Candidate) -> list[float]:
    """P(found) of each change, at the threshold of the promise."""
    limit = np.quantile(candidate(*_scores(family, 0.0, 0)).max(axis=0), 1 - PROMISED)
    return [
        float((candidate(*_scores(family, shift, place + 1))[QUIET : QUIET + within].max(axis=0) >= limit).mean())
        for place, (shift, within) in enumerate(CHANGES)
    ]


def _scores(family: str, shift: float, place: int) -> tuple[Floats, Floats | None]:
    random = np.random.default_rng([SEED, place])
    moved = np.where(np.arange(BASELINE + HORIZON)[:, None] >= BASELINE + QUIET, shift, 0.0)
    every = np.arange(len(moved))[:, None]
    shape = (len(moved), N_SERIES)
    if family == "normal":
        points = Points(random.standard_normal(shape) + moved, None, None, every)
        scores = normal_scores(points, every * 0, BASELINE, 1)
        return scores, freedom(BASELINE, 1, len(scores))
    counts = random.poisson(2.0 + moved * 2.0**0.5, shape).astype(np.float64)
    return count_scores(Points(counts, None, None, every), every * 0, BASELINE, 1, binomial=False), None


def _sd(squares: float, total: float) -> float:
    """Of a weighted sum of scores that share the error of one level."""
    part = 1 / (BASELINE + 1)
    return float(np.sqrt((1 - part) * squares + part * total * total))


if __name__ == "__main__":
    for what, ratio, _ in run():
        print(f"{ratio:8.3f}  {what}", flush=True)
