"""How a measure behaves when nothing happens: level, season, weekday, carry-over, and chance in the cases."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellrun.demo.generate.periods import Dates, is_weekend, year_wave

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FigureSpec:
    """One line of figures.yaml; everything but `level` and `cases` is relative to the level.

    `events`: what is observed of so many expected is drawn by chance.
    """

    measure: str
    units: str
    source: str
    level: float
    spread: float = 0.0
    noise: float = 0.0
    autocorrelation: float = 0.0
    weekend: float = 0.0
    season: float = 0.0
    cases: float = 0.0
    events: bool = False


def stream(seed: int, name: str) -> np.random.Generator:
    """A generator of its own for `name`, so that one more measure changes no other's figures."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def usual_values(rng: np.random.Generator, spec: FigureSpec, units: int, periods: Dates, grain: str) -> Floats:
    """The expected value of each (unit, period) before anything planted: level, wave, weekend and carry-over."""
    own_level = spec.level * (1 + spec.spread * rng.uniform(-1, 1, size=(units, 1)))
    calendar = 1 + spec.season * year_wave(periods)
    if grain == "day":
        calendar = calendar + spec.weekend * is_weekend(periods)
    wander = carried_over(rng, (units, periods.size), spec.autocorrelation) * spec.noise
    return np.asarray(own_level * (calendar + wander), dtype=np.float64)


def carried_over(rng: np.random.Generator, shape: tuple[int, int], autocorrelation: float) -> Floats:
    """Standard normal noise (unit, period) of which each period keeps `autocorrelation` from the one before."""
    fresh = rng.standard_normal(shape)
    kept = np.sqrt(1 - autocorrelation**2)
    for period in range(1, shape[1]):
        fresh[:, period] = autocorrelation * fresh[:, period - 1] + kept * fresh[:, period]
    return fresh


def draw(
    rng: np.random.Generator, scoring: str, spec: FigureSpec, values: Floats, weights: Floats, judged_on: str = ""
) -> tuple[Floats, Floats, Floats]:
    """Value, numerator and denominator (unit, period) as a source would send them; NaN where it sends none.

    `values` are expected values, `weights` (unit, 1) relative sizes. Proportions are binomial, rates Poisson,
    ratios exact in their denominator, counts Poisson with the noise already in `values`. Observed over expected
    (`judged_on` oe) has whole numbers observed, Poisson where the line says `events`.
    """
    nothing: Floats = np.full(values.shape, np.nan)
    if scoring == "continuous":
        return np.asarray(np.round(np.maximum(values, 0.1), 1), dtype=np.float64), nothing, nothing
    if scoring == "count":
        return rng.poisson(np.maximum(values * weights, 0)).astype(np.float64), nothing, nothing
    cases = spec.cases * weights * np.ones_like(values)
    if scoring == "ratio":
        amounts = np.round(cases * (1 + 0.02 * rng.standard_normal(values.shape)), 1)
        if spec.events:
            return nothing, rng.poisson(amounts * values).astype(np.float64), amounts
        return nothing, np.round(amounts * values, 0 if judged_on == "oe" else 1), amounts
    counted = np.maximum(rng.poisson(cases), 1)
    if scoring == "rate":
        return nothing, rng.poisson(counted * np.maximum(values, 0)).astype(np.float64), counted.astype(np.float64)
    hits = rng.binomial(counted, np.clip(values, 0.001, 0.999))
    return nothing, hits.astype(np.float64), counted.astype(np.float64)
