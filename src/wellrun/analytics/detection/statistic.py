"""Two arms over the scores: a drift that many points share (EWMA) and one point by itself (Shewhart)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.detection.spans import FULL_BASELINE, SHORTEST_BASELINE, known_at
from wellrun.analytics.panel import Floats

# Chosen by measurement: the decision record on detection has the figures. Student's t with few degrees of freedom
# is wild by itself, so a baseline of 12 measured values gives single points less of a say.
MEMORY = 0.25
SPIKE_HANDICAP, _SHORT_HANDICAP = 0.7, 0.3
# 0.75 ** 150 is 2e-19: older weights are nothing.
_REMEMBERED = 150


class Statistic(NamedTuple):
    """(T, R) each: `drift` and `score` with their signs; `size` is what a threshold is compared with.

    `handicap`: what a point by itself gives up beside the drift. `freedom` (T,) behind drift and score; None where they
    are normal.
    """

    drift: Floats
    score: Floats
    size: Floats
    handicap: float
    freedom: NDArray[np.float64] | None = None


def statistic(
    scores: Floats, baseline: int, season_length: int, freedom: NDArray[np.float64] | None = None
) -> Statistic:
    """What both arms say at each judged point, and the larger of them, the spike less its handicap.

    `scores` (T, R), NaN from the end of a series on: normal, or with `freedom` (T,) degrees of freedom Student's.
    """
    drift = np.empty_like(scores)
    running = np.zeros(scores.shape[1])
    for t, score in enumerate(scores):
        running *= 1 - MEMORY
        running += MEMORY * score
        drift[t] = running
    drift /= drift_sd(baseline, season_length, len(scores))[:, None]
    spike, slow = np.abs(scores), np.abs(drift)
    if freedom is not None:
        spike, slow = (as_normal(each, freedom[:, None]) for each in (spike, slow))
    handicap = SPIKE_HANDICAP if freedom is None else spike_handicap(baseline)
    spike -= handicap
    return Statistic(drift, scores, np.maximum(slow, spike, out=spike), handicap, freedom)


def spike_handicap(baseline: int) -> float:
    """What a measured value by itself gives up beside the drift: more, the shorter the baseline."""
    missing = max(FULL_BASELINE - baseline, 0) / (FULL_BASELINE - SHORTEST_BASELINE)
    return SPIKE_HANDICAP + _SHORT_HANDICAP * missing


def spike_leads(
    drift: Floats, score: Floats, handicap: float, freedom: NDArray[np.float64] | None
) -> NDArray[np.bool_]:
    """Whether one point by itself says more than the drift; `freedom` of each."""
    slow, spike = np.abs(drift), np.abs(score)
    if freedom is not None:
        slow, spike = as_normal(slow, freedom), as_normal(spike, freedom)
    leads: NDArray[np.bool_] = spike - handicap > slow
    return leads


def as_normal(t: Floats, freedom: NDArray[np.float64]) -> Floats:
    """The size of Student's t as a normal score (Wallace, 1959: within 0.02 up to 4 for 11 degrees and more)."""
    size = t * t
    size /= freedom
    np.log1p(size, out=size)
    size *= freedom * ((8 * freedom + 1) / (8 * freedom + 3)) ** 2
    return np.sqrt(size, out=size)


@lru_cache(maxsize=64)
def drift_sd(baseline: int, season_length: int, n_points: int) -> NDArray[np.float64]:
    """(T,) the standard deviation of the weighted mean of scores that share the errors of one estimated level."""
    found = np.empty(n_points)
    for t in range(n_points):
        weights = MEMORY * (1 - MEMORY) ** np.arange(min(t + 1, _REMEMBERED))
        padded = np.append(weights, np.zeros(-len(weights) % season_length))
        shared = padded.reshape(-1, season_length).sum(axis=0)
        part = season_length / (known_at(baseline, baseline + t) + season_length)
        found[t] = np.sqrt((1 - part) * (weights @ weights) + part * (shared @ shared))
    return found
