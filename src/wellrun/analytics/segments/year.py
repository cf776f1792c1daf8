"""The season of the year in days or weeks: a smooth wave, fitted together with the changes so that neither is taken for
the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import Grain
from wellrun.analytics.panel import Floats
from wellrun.analytics.segments.best import Best, best_of
from wellrun.analytics.segments.criterion import PRICE_OF_CHANGE, misfit, price
from wellrun.analytics.segments.fits import Places, Shape, Sums, times

# Periods in a year; months and quarters have a season of their own making (see `season`).
YEAR = {Grain.DAY: 365.2425, Grain.WEEK: 365.2425 / 7}
FEWEST_YEARS = 2
# A year, half a year, a third and a quarter of one: a winter of two months needs no more.
MOST_WAVES = 4
# What a wave must bring in n log(variance). At 12 a winter was still taken for changes in two of five series of two
# years of days, at 8 in one of fourteen, and at most one series in fourteen without a season was given one.
PRICE_OF_WAVE = 8.0
_ROUNDS = 3
_FIRST_STEPS = 3
_FEWEST_APART = 5


@dataclass(frozen=True, slots=True, eq=False)
class Year:
    """Of each series: how many waves make its year (R,), 0 for none; what they add to every point (T, R)."""

    waves: Places
    effects: Floats

    @classmethod
    def none(cls, y: Floats) -> Year:
        """No season of the year in any series of `y` (T, R)."""
        return cls(np.zeros(y.shape[1], dtype=np.int64), np.zeros_like(y))


def spans_years(n_periods: int, grain: Grain) -> bool:
    """Whether there are periods enough to tell a season of the year from a change."""
    return grain in YEAR and n_periods >= int(FEWEST_YEARS * YEAR[grain])


def year_of(y: Floats, floor: Floats, best: Best, grain: Grain, most_changes: int) -> Year:
    """The waves that, with the changes that are left, explain `y` (T, R) for less than `best`, the changes alone.

    Waves and changes are fitted together: what looks like a winter and stays is a change, what comes round is none.
    """
    year = Year.none(y)
    rows = np.flatnonzero((~np.isnan(y)).sum(axis=0) >= FEWEST_YEARS * YEAR[grain] / 2)
    y, floor, least = y[:, rows], floor[rows], total(best)[rows]
    line = _whole(y), np.ones(rows.size, dtype=np.bool_)
    steps = _first_steps(y, grain), np.zeros(rows.size, dtype=np.bool_)
    for edges, has_lines in (line, steps):
        waves = _worth(y, floor, edges, has_lines, grain)
        some = np.flatnonzero(waves)
        start = fit_with_year(y[:, some], edges[:, some], has_lines[some], waves[some], grain)[0]
        effects, found = _alternated(y[:, some], floor[some], waves[some], start, grain, most_changes)
        better = np.flatnonzero(found < least[some])
        least[some[better]] = found[better]
        year.waves[rows[some[better]]] = waves[some[better]]
        year.effects[:, rows[some[better]]] = effects[:, better]
    return year


def total(best: Best) -> Floats:
    """(R,) what each partition leaves, with its price."""
    n_changes = (best.edges[1:-1] < best.edges[-1]).sum(axis=0)
    levels, lines = (price(shape, 0) + (price(shape, 1) - price(shape, 0)) * n_changes for shape in Shape)
    found: Floats = best.misfit + np.where(best.has_lines, lines, levels)
    return found


def fit_with_year(
    y: Floats, edges: Places, has_lines: NDArray[np.bool_], waves: Places, grain: Grain
) -> tuple[Floats, Floats]:
    """What waves add to every point, and the whole fit, (T, R) each: levels or lines between edges (K + 2, R) and waves
    at once, by least squares."""
    n_periods = len(y)
    present = ~np.isnan(y.T)
    stretch = (np.arange(n_periods)[None, :, None] >= edges[1:-1].T[:, None, :]).sum(axis=2)
    within = (stretch[:, :, None] == np.arange(len(edges) - 1)).astype(np.float64)
    time = times(n_periods)[None] / max(n_periods, 1)
    design = np.concatenate([within, within * time * has_lines[:, None, None], _waves(n_periods, waves, grain)], axis=2)
    known = design * present[:, :, None]
    squares = np.einsum("rtp,rtq->rpq", known, known)
    along = np.einsum("rtp,rt->rp", known, np.where(present, y.T, 0.0))
    weights = np.einsum("rpq,rq->rp", np.linalg.pinv(squares, rcond=1e-10, hermitian=True), along)
    n_waves = 2 * MOST_WAVES
    added = np.einsum("rtp,rp->tr", design[:, :, -n_waves:], weights[:, -n_waves:])
    return added, np.einsum("rtp,rp->tr", design, weights)


def _worth(y: Floats, floor: Floats, edges: Places, has_lines: NDArray[np.bool_], grain: Grain) -> Places:
    """(R,) how many waves pay for themselves best between these edges, 0 for none."""
    scores = []
    for n_waves in range(MOST_WAVES + 1):
        waves = np.full(y.shape[1], n_waves, dtype=np.int64)
        fitted = fit_with_year(y, edges, has_lines, waves, grain)[1]
        scores.append(misfit(y, fitted, floor) + PRICE_OF_WAVE * n_waves)
    return np.asarray(np.argmin(scores, axis=0), dtype=np.int64)


def _alternated(
    y: Floats, floor: Floats, waves: Places, effects: Floats, grain: Grain, most_changes: int
) -> tuple[Floats, Floats]:
    """What the waves add, and the least price of waves and changes together, found in turns from a start."""
    least, kept = np.full(waves.size, np.inf), effects
    for _ in range(_ROUNDS if waves.size else 0):
        still = y - effects
        best = best_of(still, Sums.of(still), floor, most_changes)
        effects, fitted = fit_with_year(y, best.edges, best.has_lines, waves, grain)
        left = misfit(y, fitted, floor)
        found = total(Best(best.edges, best.has_lines, left)) + PRICE_OF_WAVE * waves
        better = found < least - 1e-6
        least, kept = np.where(better, found, least), np.where(better, effects, kept)
        if not better.any():
            break
    return kept, least


def _first_steps(y: Floats, grain: Grain) -> Places:
    """Edges (K + 2, R) of the few steps that, one after another, leave least of each series beside all waves: a place
    to start from, where a step among waves is not yet taken for one of them."""
    n_periods, n_series = y.shape
    waves = np.full(n_series, MOST_WAVES, dtype=np.int64)
    levels = np.zeros(n_series, dtype=np.bool_)
    basis = np.concatenate([np.ones((n_periods, 1)), _waves(n_periods, waves[:1], grain)[0]], axis=1)
    across = np.linalg.qr(basis)[0]
    after = np.arange(n_periods, 0, -1)[:, None] - (_onwards(across) ** 2).sum(axis=1, keepdims=True)
    edges = np.full((_FIRST_STEPS + 2, n_series), n_periods, dtype=np.int64)
    edges[0] = 0
    for step in range(1, _FIRST_STEPS + 1):
        left = y - fit_with_year(y, edges, levels, waves, grain)[1]
        gain = _onwards(np.nan_to_num(left, nan=0.0)) ** 2 / np.maximum(after, 1.0)
        gain[:_FEWEST_APART] = gain[n_periods - _FEWEST_APART :] = 0
        here = np.argmax(gain, axis=0)
        n = np.maximum((~np.isnan(y)).sum(axis=0), 1)
        squares = np.nansum(left**2, axis=0)
        saved = -n * np.log(np.maximum(1 - gain[here, np.arange(n_series)] / np.maximum(squares, 1e-300), 1e-12))
        edges[step] = np.where(saved > PRICE_OF_CHANGE[Shape.LEVELS], here, n_periods)
        edges[1:-1] = np.sort(edges[1:-1], axis=0)
    return edges


def _onwards(values: Floats) -> Floats:
    """The sum of each column from every period to the end."""
    return np.cumsum(values[::-1], axis=0)[::-1]


def _whole(y: Floats) -> Places:
    return np.array([[0], [len(y)]], dtype=np.int64).repeat(y.shape[1], axis=1)


def _waves(n_periods: int, waves: Places, grain: Grain) -> Floats:
    """(R, T, 2 MOST_WAVES) cosine and sine of each wave, 0 for those that a series does not have."""
    angle = 2 * np.pi * np.arange(n_periods)[:, None] / YEAR[grain] * np.arange(1, MOST_WAVES + 1)
    both = np.stack([np.cos(angle), np.sin(angle)], axis=2).reshape(n_periods, -1)
    has = np.arange(2 * MOST_WAVES) < 2 * waves[:, None]
    found: Floats = both[None] * has[:, None, :]
    return found
