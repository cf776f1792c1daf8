"""What the watch said of every point of a series, kept in one narrow row a series.

How a signal found early stands among others needs the p-values of all series of the measure in one period. Judging has
just worked out those of some; the others are read from here and not from their figures.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import Grain, period_number
from wellrun.analytics.detection.beside_rules import Early
from wellrun.insight.models import WatchedPoints
from wellrun.measures.bulk.rows import merge_rows
from wellrun.measures.queries import SeriesPanel
from wellrun.organisation.models import Unit

_P, _SIDE = np.dtype("<f8"), np.dtype("i1")
_COLUMNS = ("series", "first", "p", "side")


class WatchedRow(NamedTuple):
    """One series: its first judged period, and from then on p (NaN = not judged) and the side on which it fired."""

    series_id: int
    first: date
    p: bytes
    side: bytes


@dataclass(frozen=True, slots=True)
class WatchedSeries:
    """The same, read again. Periods are counted as `period_of` counts them; `first` is the number of the first."""

    series_id: int
    first: int
    p: NDArray[np.float64]
    side: NDArray[np.int8]

    def p_at(self, period: int) -> float:
        """p in a period; NaN where it was not judged."""
        at = period - self.first
        return float(self.p[at]) if 0 <= at < self.p.size else np.nan

    def first_fired(self, since: int, side: int) -> int | None:
        """The first period from `since` on in which it fired on that side."""
        start = max(since - self.first, 0)
        fires = np.flatnonzero(self.side[start:] == side)
        return self.first + start + int(fires[0]) if fires.size else None


def watched_rows(each: SeriesPanel, early: Early | None) -> list[WatchedRow]:
    """The rows of a panel's series of which anything was judged."""
    if early is None:
        return []
    judged = ~np.isnan(early.p)
    rows = np.flatnonzero(judged.any(axis=1))
    first, end = judged.argmax(axis=1), judged.shape[1] - judged[:, ::-1].argmax(axis=1)
    days = each.panel.dates[rows, first[rows]].tolist()
    return [
        WatchedRow(
            int(each.series_ids[row]),
            day,
            early.p[row, first[row] : end[row]].astype(_P).tobytes(),
            early.side[row, first[row] : end[row]].astype(_SIDE).tobytes(),
        )
        for row, day in zip(rows.tolist(), days, strict=True)
    ]


def write_watched(judged: Collection[int], rows: Sequence[WatchedRow]) -> None:
    """Keep the rows of the series that were `judged`; those that have none any more lose theirs."""
    kept = {row.series_id for row in rows}
    gone = [series_id for series_id in judged if series_id not in kept]
    WatchedPoints.objects.filter(series_id__in=gone).delete()
    merge_rows(WatchedPoints, _COLUMNS, rows, key=["series"], update=_COLUMNS[1:])


def watched_members(grains: Mapping[UUID, Grain]) -> dict[UUID, list[WatchedSeries]]:
    """The watched series of member units, by measure (given with their grains) and id; one statement."""
    rows = WatchedPoints.objects.filter(
        series__measure_id__in=grains, series__unit__membership=Unit.Membership.MEMBER
    ).order_by("series_id")
    found: dict[UUID, list[WatchedSeries]] = {measure_id: [] for measure_id in grains}
    for measure_id, series_id, first, p, side in rows.values_list("series__measure_id", *_COLUMNS).iterator():
        start = period_of(first, grains[measure_id])
        found[measure_id].append(WatchedSeries(series_id, start, np.frombuffer(p, _P), np.frombuffer(side, _SIDE)))
    return found


def period_of(day: date, grain: Grain) -> int:
    """The number of the period that starts on a day. All weeks of a site start on the same day, whichever it is."""
    return int(period_number(np.datetime64(day, "D"), grain))
