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
from wellrun.analytics.detection.young import young_of
from wellrun.analytics.panel import Floats, Panel


def detect(panel: Panel, watch: Watch) -> Detection:
    """How early could we have known? Each decision rests on the points up to it and on nothing later.

    The first `watch.baseline` points of each series say what is usual; a self-starting watch judges the points within
    them by a shorter baseline, and keeps what it said when they came. Phases are not looked at: make missing (NaN) what
    came before the one that counts. Raises UserError `family_unsuitable`.
    """
    check_family(panel, watch.family)
    with np.errstate(divide="ignore", invalid="ignore"):
        # All p-values first, because a period's alarms depend on every series of that period.
        q = None if watch.fdr is None else q_values(p_values(panel, watch))
        answer = _watched(panel, watch, q)
        young = young_of(panel, watch)
        if young is not None:
            then = None if q is None else q[young.rows]
            answer.begin_with(_watched(young.panel, young.watch, then), young.rows)
    return answer


def p_values(panel: Panel, watch: Watch) -> Floats:
    """(S, T) at each judged point, the probability that a series which did not change has come as far by then.

    NaN of a series of which no rate is promised.
    """
    p = np.full((panel.n_series, panel.n_periods), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        young = young_of(panel, watch)
        if young is not None:
            _add_p_values(p, young.panel, young.watch, young.rows)
        _add_p_values(p, panel, watch, np.arange(panel.n_series))
    return p


def _add_p_values(p: Floats, panel: Panel, watch: Watch, rows: Whole) -> None:
    """Those of `panel`, whose series are the `rows` of `p`."""
    for group in groups(panel, watch, Detection.empty(panel, watch)):
        found = group.statistic()
        for t, size in enumerate(found.size):
            judged = np.flatnonzero(~np.isnan(size) & (group.doubt == Doubt.NONE))
            values = group.curves.p_values(size[judged], t + 1, group.traits[judged])
            p[rows[group.rows[judged]], _periods(group, found)[t, judged]] = values


def _watched(panel: Panel, watch: Watch, q: Floats | None) -> Detection:
    """One baseline a series: alarms at the promise, or where a rate was asked for by `q` (S, T) of its periods."""
    answer = Detection.empty(panel, watch)
    for group in groups(panel, watch, answer):
        found = group.statistic()
        answer.promised[group.rows] = group.promised
        if q is None or watch.fdr is None:
            limits = group.curves.limits(watch.false_alarm, watch.horizon, group.traits)
            keep(answer, group, found, found.size >= limits)
            continue
        mine = q[group.rows[None, :], _periods(group, found)]
        mine[np.isnan(found.size)] = np.nan
        at = keep(answer, group, found, mine <= watch.fdr)
        answer.q_value[group.rows] = np.where(at >= 0, at_rows(mine, np.maximum(at, 0)), np.nan)
    return answer


def _periods(group: Group, found: Statistic) -> Whole:
    """(T, R) the period of every judged point."""
    return np.broadcast_to(group.points.period[group.watch.baseline :], found.size.shape)
