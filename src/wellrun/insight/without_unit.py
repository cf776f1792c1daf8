"""The parent recomputed without one of its units: counts minus the unit's own, judged as figures of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import Grain
from wellrun.analytics.panel import Floats, Panel
from wellrun.insight.charting import replayed
from wellrun.insight.early import watched
from wellrun.insight.figure_kinds import FigureKind
from wellrun.measures.queries import SeriesPanel, panel

# A unit's series, its parent's, whether the measure is a plain sum, what kind of figures it has, its rule profile,
# whether it is watched early.
Pair = tuple[int, int, bool, FigureKind, str, bool]
Began = Mapping[int, list[tuple[int, date]]]


def began_without(pairs: Sequence[Pair]) -> Began:
    """By the unit's series id: (side, began) of every signal that the parent without the unit shows."""
    if not pairs:
        return {}
    wanted = {series_id for own, parent, *_ in pairs for series_id in (own, parent)}
    began: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for each in panel(sorted(wanted)):
        if each.panel.grain is Grain.EVENT:
            continue  # events are not figures that add up
        row_of = {int(series_id): row for row, series_id in enumerate(each.series_ids)}
        here = [
            (row_of[own], row_of[parent], plain, kind, profile, is_watched)
            for own, parent, plain, kind, profile, is_watched in pairs
            if own in row_of and parent in row_of
        ]
        if here:
            _judge_rest(each, here, began)
    return began


def _judge_rest(each: SeriesPanel, pairs: list[Pair], began: dict[int, list[tuple[int, date]]]) -> None:
    own, parent = (np.array([pair[end] for pair in pairs], dtype=np.intp) for end in (0, 1))
    rest = _rest(each.panel, own, parent, np.array([pair[2] for pair in pairs]))
    kinds, unjudged = [pair[3] for pair in pairs], ~each.judged[parent]
    early = watched(rest, [kind.scoring for kind in kinds], [pair[5] for pair in pairs], unjudged)
    found = replayed(rest, kinds, [pair[4] for pair in pairs], unjudged, early)
    days: list[date] = rest.periods.tolist()
    series_ids = each.series_ids[own].tolist()
    for row, side, at in zip(found.series.tolist(), found.side.tolist(), found.began.tolist(), strict=True):
        began[series_ids[row]].append((side, days[at]))


def _rest(whole: Panel, own: NDArray[np.intp], parent: NDArray[np.intp], plain: NDArray[np.bool_]) -> Panel:
    """(N, T) what is left of each parent; missing where nothing is left or a rate has no counts to take apart.

    Where the unit has no figure the parent's does not hold it, so nothing is taken away.
    """
    values = np.where(plain[:, None], whole.values[parent] - np.nan_to_num(whole.values[own]), np.nan)
    numerators = denominators = None
    if whole.numerators is not None and whole.denominators is not None:
        numerators, denominators = (_minus(counts, own, parent) for counts in (whole.numerators, whole.denominators))
        counted = (denominators > 0) & (numerators >= 0)
        numerators, denominators = (np.where(counted, counts, np.nan) for counts in (numerators, denominators))
        rated = ~np.isnan(whole.denominators[parent])
        values = np.where(rated, _divided(numerators, denominators), values)
    return Panel(
        labels=tuple(whole.labels[row] for row in own),
        grain=whole.grain,
        periods=whole.periods,
        values=values,
        numerators=numerators,
        denominators=denominators,
        phases=whole.phases[parent],
    )


def _minus(counts: Floats, own: NDArray[np.intp], parent: NDArray[np.intp]) -> Floats:
    left: Floats = counts[parent] - np.nan_to_num(counts[own])
    return left


def _divided(numerators: Floats, denominators: Floats) -> Floats:
    ratio: Floats = np.divide(numerators, denominators, out=np.full(numerators.shape, np.nan), where=denominators > 0)
    return ratio
