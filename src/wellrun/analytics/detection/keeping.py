"""From a statistic and its alarms to the answer: the first alarm, its p-value, its side and the change behind it."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.detection.change import change_before
from wellrun.analytics.detection.codes import Arm, Family, Status
from wellrun.analytics.detection.found import Detection
from wellrun.analytics.detection.groups import Group
from wellrun.analytics.detection.points import Flags, Whole, at_rows
from wellrun.analytics.detection.scores.normal import baseline_deviations
from wellrun.analytics.detection.statistic import Statistic, spike_leads
from wellrun.analytics.panel import Floats


def keep(answer: Detection, group: Group, found: Statistic, alarms: Flags) -> Whole:
    """Note each series' first alarm, or how far it came without one; (R,) the judged point this rests on, -1 = none.

    `alarms` (T, R) of judged points.
    """
    alarmed = alarms.any(axis=0)
    n_judged = np.count_nonzero(~np.isnan(found.size), axis=0)
    answer.n_judged[group.rows] = n_judged
    answer.status[group.rows[n_judged == 0]] = Status.CONSTANT
    at: Whole = np.where(alarmed, alarms.argmax(axis=0), n_judged - 1)
    largest = np.fmax.reduce(found.size, axis=0)
    reached = np.where(alarmed, at_rows(found.size, np.maximum(at, 0)), largest)
    answer.p_value[group.rows] = np.where(group.promised, _p_values(group, reached, at), np.nan)
    if alarmed.any():
        _keep_alarms(answer, group, found, at, np.flatnonzero(alarmed))
    return at


def _p_values(group: Group, reached: Floats, at: Whole) -> Floats:
    """(R,) the probability of a largest statistic like this by judged point `at`; NaN where nothing was judged."""
    found = np.full(reached.shape, np.nan)
    for point in np.unique(at[at >= 0]).tolist():
        here = at == point
        found[here] = group.curves.p_values(reached[here], point + 1, group.traits[here])
    return found


def _keep_alarms(answer: Detection, group: Group, found: Statistic, at: Whole, alarmed: Whole) -> None:
    rows, when = group.rows[alarmed], at[alarmed]
    scores = found.score[:, alarmed]
    drift, score = at_rows(found.drift[:, alarmed], when), at_rows(scores, when)
    spiked = spike_leads(drift, score, found.handicap, None if found.freedom is None else found.freedom[when])
    answer.arm[rows] = np.where(spiked, Arm.SHEWHART, Arm.EWMA)
    answer.direction[rows] = np.sign(np.where(spiked, score, drift)).astype(np.int8)
    change = change_before(scores, _deviations(group, scores, alarmed), when)
    answer.size_sd[rows] = change.size_sd
    for into, point in ((answer.first_alarm, at), (answer.change_at, _spread(change.start, alarmed, at))):
        into[rows] = group.periods_of(group.watch.baseline + np.maximum(point, 0))[alarmed]


def _deviations(group: Group, scores: Floats, alarmed: Whole) -> Floats:
    """(T, A) of judged points, in standard deviations of the baseline; the scores themselves for counts."""
    if group.family != Family.NORMAL:
        return scores
    position = group.position if group.position.shape[1] == 1 else group.position[:, alarmed]
    points = group.points.take(alarmed)
    return baseline_deviations(points, position, group.watch.baseline, group.watch.season_length)


def _spread(values: Whole, places: Whole, like: Whole) -> Whole:
    found = np.zeros_like(like)
    found[places] = values
    return found
