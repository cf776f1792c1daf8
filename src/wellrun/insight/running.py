"""The time that runs since the last event, held against the limits of those that are over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from wellrun.analytics.spc.baseline import FREEZE_AT
from wellrun.analytics.spc.codes import Point, Rule, words
from wellrun.analytics.spc.gaps import with_days_between
from wellrun.analytics.spc.judge import judge
from wellrun.insight.figure_kinds import wished_charts
from wellrun.insight.one_series import JudgedSeries


@dataclass(frozen=True, slots=True)
class RunningTime:
    """Days since the last event, as of a day on which every event before it would be known.

    `usual`: no rule fires on it so far. `point`: what it says otherwise, in the words of `spc.codes.Point`.
    """

    days: int
    since: date
    as_of: date
    usual: bool
    point: str


def running_time(judged: JudgedSeries, as_of: date) -> RunningTime | None:
    """The running time of a series of days between events; None for other series, and before its first event.

    It can only become longer, so it is judged by the limits above it alone, and no limit rests on it. Points left out
    stay left out.
    """
    panel = judged.panel.panel
    if panel.event_dates is None:
        return None
    with_days, still_open = with_days_between(panel, as_of=as_of)
    if not still_open.any():
        return None
    added = with_days.n_periods - panel.n_periods
    unjudged = np.pad(~judged.panel.judged, ((0, 0), (0, added)))
    unjudged[still_open] = False
    found = judge(
        replace(with_days, numerators=None, denominators=None),
        chart=wished_charts(panel, [judged.subject.kind]).charts,
        rules=[judged.subject.profile],
        baseline=FREEZE_AT,
        direction=[judged.subject.direction],
        unjudged=unjudged,
        still_open=still_open,
    )
    at = int(np.flatnonzero(still_open[0])[0])
    last: date = with_days.dates[0, at - 1].astype("datetime64[D]").astype(object)
    return RunningTime(
        days=int(with_days.values[0, at]),
        since=last,
        as_of=as_of,
        usual=bool(found.rule[0, at] == Rule.NONE),
        point=str(words(Point, found.point[0, at : at + 1])[0]),
    )
