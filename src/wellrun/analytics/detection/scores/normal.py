"""Scores of measured values: denominator, season and autocorrelation removed, parameters estimated."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.detection.points import Points, Whole
from wellrun.analytics.detection.scores.levels import at_positions, level_of
from wellrun.analytics.detection.spans import FULL_BASELINE, SHORTEST_BASELINE, Span, known_at, spans
from wellrun.analytics.panel import Floats

# What is removed of autocorrelation errs upwards by so many k-ths of k points, so that independent and autocorrelated
# series need thresholds that are not far apart: fewer from 24 points on, which know more of it (decision 19).
_UPWARD, _MORE_UPWARD_IF_SHORT = 3.0, 2.5
MOST_AUTOCORRELATION = 0.8
# The first autocorrelation of k points comes out too small by about (1 + 4 phi) / k (Kendall, 1954).
_TOO_LOW, _TOO_FLAT = 1.0, 4.0
# A spread this small beside the level is rounding.
_ROUNDING = 1e-10


class Usual(NamedTuple):
    """What is usual, from the known points: `level` (S, R) a season's position, how often each was seen
    `times` (S, R), the autocorrelation that is removed and the spread of what it leaves over (R,), the average weight
    (R,), the deviations from the level (K, R), and `leaning` (R,), the autocorrelation that is likely."""

    level: Floats
    times: Floats
    autocorrelation: Floats
    spread: Floats
    weight: Floats
    deviation: Floats
    leaning: Floats


def normal_scores(
    points: Points, position: Whole, baseline: int, season_length: int, first: Usual | None = None
) -> Floats:
    """(T - baseline, R) how far each judged point lies from its expectation, in Student's t (`freedom`).

    `position` (T, R) or (T, 1) of each point in its season; `first`: what the baseline says, where that is known
    already. With numerators and denominators a value weighs as much
    as it has cases, and its deviation is scaled by the root of them (Laney). NaN: no point, or no spread to go by.
    """
    found = np.full((max(points.shape[0] - baseline, 0), points.shape[1]), np.nan)
    for span in spans(baseline, points.shape[0]):
        if first is not None and span.known == baseline:
            usual = first
        else:
            usual = usual_of(points, position, span.known, season_length)
        found[span.start - baseline : span.stop - baseline] = _judged(points, position, span, usual, season_length)
    return found


def usual_of(points: Points, position: Whole, known: int, season_length: int) -> Usual:
    """What the first `known` points say is usual. `spread` is NaN when they hardly differ or end too early."""
    y, place = points.y[:known], position[:known]
    sizes = None if points.sizes is None else points.sizes[:known]
    level, times = level_of(y, sizes, place, season_length)
    weight = np.ones(y.shape[1]) if sizes is None else sizes.mean(axis=0)
    deviation = y - at_positions(level, place)
    if sizes is not None:
        deviation *= np.sqrt(sizes / weight)
    neighbours = _neighbours(points.period[:known])
    squares = np.einsum("tr,tr->r", deviation, deviation)
    products = deviation[1:] * deviation[:-1]
    steps = known - 1.0
    if neighbours is not None:
        products = np.where(neighbours, products, 0.0)
        steps = np.maximum(neighbours.sum(axis=0), 1)
    estimate = products.sum(axis=0) / squares * ((known - 1) / steps)
    phi = np.clip(estimate + _upward(known, season_length), 0.0, MOST_AUTOCORRELATION)
    innovations = deviation[1:] - phi * deviation[:-1]
    if neighbours is not None:
        innovations = np.where(neighbours, innovations, 0.0)
    freedom = steps * (known - season_length) / known
    variance = np.einsum("tr,tr->r", innovations, innovations) / freedom
    scale = np.abs(y).max(axis=0)
    spread = np.where((squares > known * (_ROUNDING * scale) ** 2) & (steps > 1), np.sqrt(variance), np.nan)
    return Usual(level, times, phi, spread, weight, deviation, _likely(estimate, known, season_length))


def _upward(known: int, season_length: int) -> float:
    missing = max(FULL_BASELINE - known, 0) / (FULL_BASELINE - SHORTEST_BASELINE)
    return (_UPWARD + _MORE_UPWARD_IF_SHORT * missing) / (known - season_length + 1)


def _likely(estimate: Floats, known: int, season_length: int) -> Floats:
    """The autocorrelation of which an estimate from so many points comes out so small."""
    free = known - season_length + 1
    return (estimate + _TOO_LOW / free) / (1 - _TOO_FLAT / free)


def _judged(points: Points, position: Whole, span: Span, usual: Usual, season_length: int) -> Floats:
    """The scores of one span; its first point leans on the last one before it."""
    here = slice(span.start - 1, span.stop)
    deviation = points.y[here] - at_positions(usual.level, position[here])
    if points.sizes is not None:
        deviation *= np.sqrt(points.sizes[here] / usual.weight)
    carried: Floats = usual.autocorrelation
    widening: Floats | float = 1.0
    gap = _gaps(points.period[here])
    if gap is not None:
        carried = usual.autocorrelation**gap
        widening = np.sqrt((1 - carried * carried) / (1 - usual.autocorrelation**2))
    surprise = deviation[1:]
    surprise = surprise - carried * deviation[:-1]
    unsure = np.sqrt(1.0 + 1.0 / at_positions(usual.times, position[here][1:]))
    surprise /= usual.spread * unsure * widening
    return surprise


def baseline_deviations(points: Points, position: Whole, baseline: int, season_length: int) -> Floats:
    """(T - baseline, R) how far each judged point lies from the level of the baseline, in its standard deviations.

    Nothing but level and season is removed, so that a lasting change of level keeps its size.
    """
    usual = usual_of(points, position, baseline, season_length)
    deviation = points.y - at_positions(usual.level, position)
    if points.sizes is not None:
        deviation *= np.sqrt(points.sizes / usual.weight)
    known = deviation[:baseline]
    found: Floats = deviation[baseline:] / np.sqrt((known * known).sum(axis=0) / (baseline - season_length))
    return found


def freedom(baseline: int, season_length: int, n_judged: int) -> NDArray[np.float64]:
    """(T,) the degrees of freedom behind the spread at each judged point."""
    known = [known_at(baseline, baseline + t) for t in range(n_judged)]
    return np.array(known, dtype=np.float64) - season_length - 1


def _gaps(period: Whole) -> Whole | None:
    """(T - 1, R) or (T - 1, 1) periods from each point to the one before; None when no period is missing."""
    gap = np.diff(period, axis=0)
    # Behind a series' last point stand its missing ones, whose order says nothing.
    return None if bool((gap == 1).all()) else np.maximum(gap, 1)


def _neighbours(period: Whole) -> NDArray[np.bool_] | None:
    gap = _gaps(period)
    return None if gap is None else gap == 1
