"""How much speaks for each change, the others given."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import Grain
from wellrun.analytics.panel import Floats
from wellrun.analytics.segments.best import Best, fit_of
from wellrun.analytics.segments.criterion import PRICE_OF_CHANGE, misfit
from wellrun.analytics.segments.fits import Places, Shape, Sums
from wellrun.analytics.segments.year import fit_with_year


def support_of(y: Floats, sums: Sums, floor: Floats, best: Best, series: Places, nth: Places) -> Floats:
    """(C,) the weight of the partition with the `nth` change (1, 2, ...) of `series` (C,) against the same one without
    it: 1 / (1 + exp(-difference of scores / 2)). 0.5 is undecided; the price of a change is in it.

    Source: Schwarz weights of two models (Kass and Raftery, JASA 90, 1995), with this project's price for a change.
    """
    without = _without(best.edges[:, series], nth)
    has_lines = best.has_lines[series]
    fitted = fit_of(sums.take(series), without, has_lines).values(len(y))
    saved = np.where(has_lines, PRICE_OF_CHANGE[Shape.LINES], PRICE_OF_CHANGE[Shape.LEVELS])
    return _weight(misfit(y[:, series], fitted, floor[series]) - best.misfit[series] - saved)


def support_beside_year(
    y: Floats, floor: Floats, best: Best, changes: tuple[Places, Places], waves: Places, grain: Grain
) -> Floats:
    """The same (C,) for series with a season of the year, which is fitted anew without the change: it may explain by
    itself what the change did. `changes`: the series and the number of each; `waves` (R,)."""
    series, nth = changes
    has_lines, own, low = best.has_lines[series], waves[series], floor[series]
    with_it, without = best.edges[:, series], _without(best.edges[:, series], nth)
    left, left_without = (
        misfit(y[:, series], fit_with_year(y[:, series], edges, has_lines, own, grain)[1], low)
        for edges in (with_it, without)
    )
    saved = np.where(has_lines, PRICE_OF_CHANGE[Shape.LINES], PRICE_OF_CHANGE[Shape.LEVELS])
    return _weight(left_without - left - saved)


def _weight(worse: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-np.clip(worse, -700, 700) / 2))
    return found


def _without(edges: Places, nth: NDArray[np.int64]) -> Places:
    """The edges (K + 2, C) of which each column has lost its `nth`; the last is repeated."""
    row = np.arange(len(edges) - 1)[:, None]
    kept = np.take_along_axis(edges, row + (row >= nth), 0)
    return np.concatenate([kept, edges[-1:]])
