"""Series as panels: labelled matrices, one a grain, as known now or at an earlier moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import Grain
from wellrun.analytics.panel import Panel
from wellrun.measures.bulk import engine
from wellrun.measures.bulk.contract import NOT_ROLLED_UP, Figures
from wellrun.measures.queries.named import NamedSeries, named_series
from wellrun.measures.queries.said import left_out
from wellrun.measures.queries.stretches import Known, Stretches, stretches
from wellrun.measures.queries.wide import Wide, wide
from wellrun.measures.receiving import SeriesIds
from wellrun.organisation.queries import site

Flags = NDArray[np.bool_]
Small = NDArray[np.int16]
Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class SeriesPanel:
    """All asked-for series of one grain, with what the records know beside the numbers.

    `panel`: labels are `measure/unit/stratum` keys; its phases are ordinals of definition versions and forced
    phases together. `series_ids`: (S,) in the order of its rows. The rest is (S, T), as `panel.values`:
    `judged` False where there is no point or where it is shown hollow because who reports differs for a
    while, or because somebody left it out; `reporting`, `expected` units of a rolled-up point, -1 elsewhere;
    `phase_number` of the forced phase in force (0 = from the first figure) and `version_number` of the definition:
    together they name a stretch for good, whatever is added before it; `excluded` where a figure is left out.
    """

    panel: Panel
    series_ids: SeriesIds
    judged: Flags
    reporting: Small
    expected: Small
    phase_number: Numbers
    version_number: Small
    excluded: Flags


def panel(
    series_ids: Sequence[int] | SeriesIds,
    as_of: datetime | None = None,
    *,
    week_start: int | None = None,
    known: Known | None = None,
) -> list[SeriesPanel]:
    """The figures of the given series, one panel a grain, series ordered by id; a series without figures is left out.

    `as_of`: what was known at that moment (aware): rows recorded by then and not yet superseded.
    `week_start`: the site's, `known`: what belongs to the one series asked for, where the caller has read them
    already; with both it is one statement.
    """
    wanted = np.unique(np.asarray(series_ids, dtype=np.int64))
    bulk = engine()
    figures = bulk.figures(wanted) if as_of is None else bulk.figures_as_of(wanted, as_of)
    figures = figures.take(~np.isnan(figures.values))
    found = np.unique(figures.series_ids)
    named = named_series(found) if known is None else [known.named] * found.size
    first_day = site().week_start if week_start is None else week_start
    return [_of_grain(group, grain, figures, first_day, known, as_of) for grain, group in _by_grain(named)]


def _by_grain(named: Sequence[NamedSeries]) -> Iterator[tuple[Grain, list[NamedSeries]]]:
    for grain in Grain:
        group = [series for series in named if series.grain is grain]
        if group:
            yield grain, group


def _of_grain(
    group: list[NamedSeries],
    grain: Grain,
    figures: Figures,
    week_start: int,
    known: Known | None,
    as_of: datetime | None,
) -> SeriesPanel:
    ids = np.array([series.id for series in group], dtype=np.int64)
    own = figures.take(np.isin(figures.series_ids, ids)) if ids.size < np.unique(figures.series_ids).size else figures
    shape = wide(np.searchsorted(ids, own.series_ids), own.days, ids.size, grain, week_start)
    found = stretches(group, shape, known)
    excluded = _excluded(ids, shape, known, as_of)
    return SeriesPanel(
        panel=_plain(group, grain, own, shape, found),
        series_ids=ids,
        judged=shape.spread(own.judged, False) & ~excluded,
        reporting=shape.spread(own.reporting, NOT_ROLLED_UP),
        expected=shape.spread(own.expected, NOT_ROLLED_UP),
        phase_number=found.phase_number,
        version_number=found.version_number,
        excluded=excluded,
    )


def _excluded(ids: SeriesIds, shape: Wide, known: Known | None, as_of: datetime | None) -> Flags:
    """(S, T) the places of the points that somebody left out."""
    excluded = np.zeros(shape.dates.shape, dtype=np.bool_)
    of_one = None if known is None else ((known.named.id, period) for period in known.left_out)
    for series_id, period in left_out(ids.tolist(), as_of) if of_one is None else of_one:
        row = int(np.searchsorted(ids, series_id))
        excluded[row] |= shape.dates[row] == np.datetime64(period, "D")
    return excluded


def _plain(group: list[NamedSeries], grain: Grain, own: Figures, shape: Wide, found: Stretches) -> Panel:
    has_counts = bool((~np.isnan(own.numerators) & ~np.isnan(own.denominators)).any())
    return Panel(
        labels=tuple(series.label for series in group),
        grain=grain,
        periods=shape.periods,
        values=shape.spread(own.values, np.nan),
        numerators=shape.spread(own.numerators, np.nan) if has_counts else None,
        denominators=shape.spread(own.denominators, np.nan) if has_counts else None,
        phases=found.ordinals,
        event_dates=shape.dates if grain is Grain.EVENT else None,
    )
