"""What a series usually is: what its newest figures say together, as the baseline of an aim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.measures.queries.panel import SeriesPanel, panel

USUAL_POINTS = 12
"""As many as the model check asks of a baseline (MEA-02); a year of months."""


@dataclass(frozen=True, slots=True)
class Usual:
    """The level of the newest figures, as stored, and how many they are: twelve at most."""

    value: float
    points: int


def usual_levels(series_ids: Sequence[int], *, week_start: int | None = None) -> dict[int, Usual]:
    """The usual level of each series by id; one without a figure that may be judged is left out.

    The newest twelve figures of the stretch that is in force now, weighed by their cases where those are known. What is
    left out of judging is left out here. `week_start`: the site's, where the caller has read it.
    """
    found: dict[int, Usual] = {}
    for each in panel(series_ids, week_start=week_start) if series_ids else ():
        for row, series_id in enumerate(each.series_ids):
            usual = _usual(each, row)
            if usual is not None:
                found[int(series_id)] = usual
    return found


def _usual(each: SeriesPanel, row: int) -> Usual | None:
    values = each.panel.values[row]
    known = np.flatnonzero(~np.isnan(values) & each.judged[row])
    if not known.size:
        return None
    phases = each.panel.phases[row]
    newest = known[phases[known] == phases[known[-1]]][-USUAL_POINTS:]
    return Usual(_level(values[newest], _cases(each, row, newest)), int(newest.size))


def _cases(each: SeriesPanel, row: int, newest: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Floats | None:
    """How many cases each of the figures stands for; None where that is not known of all of them."""
    if each.panel.denominators is None:
        return None
    cases = each.panel.denominators[row][newest]
    return cases if np.all(cases > 0) else None


def _level(values: Floats, cases: Floats | None) -> float:
    return float(np.average(values, weights=cases))
