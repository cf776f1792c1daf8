"""How much speaks for each change, the others given."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats
from wellrun.analytics.segments.best import Best, fit_of
from wellrun.analytics.segments.criterion import PRICE_OF_CHANGE, misfit
from wellrun.analytics.segments.fits import Places, Shape, Sums


def support_of(y: Floats, sums: Sums, floor: Floats, best: Best, series: Places, nth: Places) -> Floats:
    """(C,) the weight of the partition with the `nth` change (1, 2, ...) of `series` (C,) against the same one without
    it: 1 / (1 + exp(-difference of scores / 2)). 0.5 is undecided; the price of a change is in it.

    Source: Schwarz weights of two models (Kass and Raftery, JASA 90, 1995), with this project's price for a change.
    """
    without = _without(best.edges[:, series], nth)
    has_lines = best.has_lines[series]
    fitted = fit_of(sums.take(series), without, has_lines).values(len(y))
    saved = np.where(has_lines, PRICE_OF_CHANGE[Shape.LINES], PRICE_OF_CHANGE[Shape.LEVELS])
    worse = misfit(y[:, series], fitted, floor[series]) - best.misfit[series] - saved
    found: Floats = 1 / (1 + np.exp(-np.clip(worse, -700, 700) / 2))
    return found


def _without(edges: Places, nth: NDArray[np.int64]) -> Places:
    """The edges (K + 2, C) of which each column has lost its `nth`; the last is repeated."""
    row = np.arange(len(edges) - 1)[:, None]
    kept = np.take_along_axis(edges, row + (row >= nth), 0)
    return np.concatenate([kept, edges[-1:]])
