"""Find where the level or the slope of each series changed, looking back over all of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats, Panel
from wellrun.analytics.segments.best import Best, best_of, fit_of
from wellrun.analytics.segments.changes import Changes, Status, joined
from wellrun.analytics.segments.criterion import least_variance
from wellrun.analytics.segments.fits import Places, Sums
from wellrun.analytics.segments.outliers import tempered
from wellrun.analytics.segments.season import SEASON_LENGTH, seasonal_effects
from wellrun.analytics.segments.support import support_beside_year, support_of
from wellrun.analytics.segments.year import Year, spans_years, year_of

FEWEST_POINTS = 12
MOST_CHANGES = 8
# Series times periods of a block: its tables of partitions stay within a few megabytes.
_BLOCK = 60_000


def find_changes(panel: Panel, *, most_changes: int = MOST_CHANGES) -> Changes:
    """Where did the level change? Each series cut into stretches with a level, or a line, of their own; none where that
    explains no more than chance would. Needs 12 points; phases of the panel are not looked at.

    It looks back over the whole series and is no early detection; a change is a reason to ask, never a new
    baseline by itself. Source: see the parts; the price of a change is this project's own calibration.
    """
    size = max(1, _BLOCK // max(panel.n_periods, 1))
    starts = range(0, max(panel.n_series, 1), size)
    return joined([_changes(panel.take(slice(start, start + size)), most_changes) for start in starts])


def _changes(panel: Panel, most_changes: int) -> Changes:
    """The changes of one block of series; within, arrays are time-major (T, R)."""
    y = panel.values.T
    steady, effects, has_season = _steadied(y, SEASON_LENGTH.get(panel.grain))
    sums, floor, status = Sums.of(steady), least_variance(steady), _status(y)
    best = best_of(steady, sums, floor, most_changes)
    year = Year.none(y)
    if spans_years(panel.n_periods, panel.grain):
        year = year_of(steady, floor, best, panel.grain, most_changes)
    if year.waves.any():
        effects = effects + year.effects
        steady = np.where(year.waves > 0, tempered(y - effects), steady)
        sums = Sums.of(steady)
        best = best_of(steady, sums, floor, most_changes)
    best = _only(status == Status.OK, best)
    series, nth = (places.astype(np.int64) for places in np.nonzero(best.edges[1:-1].T - len(y)))
    edge = best.edges[nth + 1, series]
    index = _first_point(y, edge, series)
    fitted = fit_of(sums, best.edges, best.has_lines)
    values = fitted.values(len(y))
    drawn_in = np.abs(y - effects - steady) > 1e-9 * np.abs(y)
    return Changes(
        labels=panel.labels,
        status=status,
        n=(~np.isnan(y)).sum(axis=0),
        has_lines=best.has_lines,
        has_season=has_season & (status == Status.OK),
        has_year=(year.waves > 0) & (status == Status.OK),
        n_drawn_in=np.where(status == Status.OK, drawn_in.sum(axis=0), 0),
        fitted=np.where(_span(y) & (status != Status.INSUFFICIENT_DATA), values + effects, np.nan).T,
        series=series,
        index=index,
        before=values[edge - 1, series],
        after=values[index, series],
        slope_before=fitted.slope[nth, series],
        slope_after=fitted.slope[nth + 1, series],
        support=_support(steady, sums, floor, best, (series, nth + 1), year, panel),
    )


def _support(
    steady: Floats, sums: Sums, floor: Floats, best: Best, changes: tuple[Places, Places], year: Year, panel: Panel
) -> Floats:
    """(C,) support; where the year was taken out, it may take over what a change is left out of."""
    series, nth = changes
    found = support_of(steady, sums, floor, best, series, nth)
    wavy = year.waves[series] > 0
    if wavy.any():
        these = series[wavy], nth[wavy]
        found[wavy] = support_beside_year(steady + year.effects, floor, best, these, year.waves, panel.grain)
    return found


def _steadied(y: Floats, season: int | None) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """The points drawn in and without season, the season of every point (0 for none), and which series have one."""
    steady = tempered(y)
    if season is None:
        return steady, np.zeros_like(y), np.zeros(y.shape[1], dtype=np.bool_)
    effects, has_season = seasonal_effects(steady, season)
    return np.where(has_season, tempered(y - effects), steady), effects, has_season


def _status(y: Floats) -> NDArray[np.int8]:
    present = ~np.isnan(y)
    low = np.where(present, y, np.inf).min(axis=0, initial=np.inf)
    high = np.where(present, y, -np.inf).max(axis=0, initial=-np.inf)
    constant = high - low <= 1e-12 * np.maximum(np.abs(low), np.abs(high))
    status = np.where(constant, np.int8(Status.CONSTANT), np.int8(Status.OK))
    return np.where(present.sum(axis=0) < FEWEST_POINTS, np.int8(Status.INSUFFICIENT_DATA), status)


def _only(wanted: NDArray[np.bool_], best: Best) -> Best:
    """The same without any change in series that are not wanted."""
    edges = best.edges.copy()
    edges[1:-1, ~wanted] = edges[-1, ~wanted]
    return Best(edges, best.has_lines & wanted, best.misfit)


def _first_point(y: Floats, edge: Places, series: Places) -> Places:
    """(C,) the first period with a point at or after each edge: a change within a gap is dated by its end."""
    if not edge.size:
        return edge
    following: Places = (~np.isnan(y[:, series]) & (np.arange(len(y))[:, None] >= edge)).argmax(axis=0)
    return following


def _span(y: Floats) -> NDArray[np.bool_]:
    """(T, R) from the first to the last point of each series."""
    present = ~np.isnan(y)
    begun = np.logical_or.accumulate(present, axis=0)
    to_come = np.logical_or.accumulate(present[::-1], axis=0)[::-1]
    span: NDArray[np.bool_] = begun & to_come
    return span
