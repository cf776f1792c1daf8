"""Watch a whole panel: the first alarm of every series, at a stated probability of a false one."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.detection.across import q_values
from wellrun.analytics.detection.codes import Doubt
from wellrun.analytics.detection.found import Detection
from wellrun.analytics.detection.groups import Group, groups
from wellrun.analytics.detection.keeping import keep
from wellrun.analytics.detection.points import Whole, at_rows
from wellrun.analytics.detection.routing import check_family
from wellrun.analytics.detection.statistic import Statistic
from wellrun.analytics.detection.watching import Watch
from wellrun.analytics.panel import Floats, Panel


def detect(panel: Panel, watch: Watch) -> Detection:
    """How early could we have known? Each decision rests on the points up to it and on nothing later.

    The first `watch.baseline` points of each series say what is usual. Phases are not looked at: make missing (NaN)
    what came before the one that counts. Raises UserError `family_unsuitable`.
    """
    check_family(panel, watch.family)
    answer = Detection.empty(panel, watch)
    with np.errstate(divide="ignore", invalid="ignore"):
        if watch.fdr is not None:
            _across(panel, watch.fdr, answer)
            return answer
        for group in groups(panel, watch, answer):
            found = group.statistic()
            limits = group.curves.limits(watch.false_alarm, watch.horizon, group.traits)
            keep(answer, group, found, found.size >= limits)
    return answer


def p_values(panel: Panel, watch: Watch, answer: Detection | None = None) -> Floats:
    """(S, T) at each judged point, the probability that a series which did not change has come as far by then.

    NaN of a series of which no rate is promised.
    """
    answer = answer or Detection.empty(panel, watch)
    p = np.full((panel.n_series, panel.n_periods), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        for group in groups(panel, watch, answer):
            found = group.statistic()
            for t, size in enumerate(found.size):
                judged = np.flatnonzero(~np.isnan(size) & (group.doubt == Doubt.NONE))
                values = group.curves.p_values(size[judged], t + 1, group.traits[judged])
                p[group.rows[judged], _periods(group, found)[t, judged]] = values
    return p


def _across(panel: Panel, rate: float, answer: Detection) -> None:
    """Two passes: all p-values first, because a period's alarms depend on every series of that period."""
    q = q_values(p_values(panel, answer.watch, answer))
    for group in groups(panel, answer.watch, answer):
        found = group.statistic()
        mine = q[group.rows[None, :], _periods(group, found)]
        mine[np.isnan(found.size)] = np.nan
        at = keep(answer, group, found, mine <= rate)
        answer.q_value[group.rows] = np.where(at >= 0, at_rows(mine, np.maximum(at, 0)), np.nan)


def _periods(group: Group, found: Statistic) -> Whole:
    """(T, R) the period of every judged point."""
    return np.broadcast_to(group.points.period[group.watch.baseline :], found.size.shape)
