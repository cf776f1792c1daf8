"""At which points of every series does the watch fire, phase by phase: what the product makes signals of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wellrun.analytics.detection.codes import Doubt, Status
from wellrun.analytics.detection.found import Detection
from wellrun.analytics.detection.groups import Group, groups
from wellrun.analytics.detection.points import Whole
from wellrun.analytics.detection.routing import check_family
from wellrun.analytics.detection.statistic import Statistic, spike_leads
from wellrun.analytics.detection.watching import Watch
from wellrun.analytics.detection.young import only, young_of
from wellrun.analytics.panel import Floats, Panel
from wellrun.analytics.spc.codes import Codes


@dataclass(frozen=True, slots=True, eq=False)
class DetectionFirings:
    """Every point of a panel under one watch, (S, T) unless said otherwise.

    `side` int8: +1 or -1 where the watch fires, 0 elsewhere. `p`: the probability that a series which goes on as in the
    baseline of its phase has come as far by that point. `chance`: the least `false_alarm` over `horizon` points at
    which that point would have fired; it fires where `chance` is at most `false_alarm`. Both NaN where nothing is
    judged, or no rate of false alarms is promised. `status`, `doubt` (S,) int8 of `codes`: whether each series' last
    phase could be watched, and why it is not where no rate is promised of it.
    """

    watch: Watch
    side: Codes
    p: Floats
    chance: Floats
    status: Codes
    doubt: Codes


def detection_firings(panel: Panel, watch: Watch) -> DetectionFirings:
    """Judge each point against the first `watch.baseline` points of its own phase, and by nothing that comes later.

    A phase with no more points than its baseline fires nothing. A baseline below 24 is self-starting (`spans`); a
    watch that is so by itself judges the points within the baseline by a shorter one, and what follows by the whole of
    it, so that no answer waits for later points. The first firing of a series in one phase is `detect`'s first alarm,
    save where no rate is promised of the series by the baseline that judged it: then nothing fires. Raises UserError
    `family_unsuitable`.
    """
    check_family(panel, watch.family)
    shape = panel.values.shape
    answer = DetectionFirings(
        watch=watch,
        side=np.zeros(shape, dtype=np.int8),
        p=np.full(shape, np.nan),
        chance=np.full(shape, np.nan),
        status=np.full(shape[0], Status.INSUFFICIENT_DATA, dtype=np.int8),
        doubt=np.zeros(shape[0], dtype=np.int8),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        for phase in range(int(panel.phases.max(initial=-1)) + 1):
            mine = panel.phases == phase
            rows = np.flatnonzero(mine.any(axis=1))
            if rows.size:
                phase_panel = panel if mine.all() else only(panel, rows, mine[rows])
                young = young_of(phase_panel, watch)
                if young is not None:
                    _add_phase(answer, young.panel, young.watch, rows[young.rows])
                _add_phase(answer, phase_panel, watch, rows)
    return answer


def _add_phase(answer: DetectionFirings, panel: Panel, watch: Watch, rows: Whole) -> None:
    standing = Detection.empty(panel, watch)
    for group in groups(panel, watch, standing):
        found = group.statistic()
        unjudged = np.isnan(found.size).all(axis=0)
        standing.status[group.rows[unjudged]] = Status.CONSTANT
        _add_group(answer, group, found, rows[group.rows])
    answer.status[rows] = standing.status
    answer.doubt[rows] = standing.doubt


def _add_group(answer: DetectionFirings, group: Group, found: Statistic, rows: Whole) -> None:
    watch = group.watch
    promised = group.doubt == Doubt.NONE
    limits = group.curves.limits(watch.false_alarm, watch.horizon, group.traits)
    for t, size in enumerate(found.size):
        judged = np.flatnonzero(~np.isnan(size) & promised)
        at = (rows[judged], group.points.period[watch.baseline + t][judged if group.has_gaps else 0])
        reached, traits = size[judged], group.traits[judged]
        answer.p[at] = group.curves.p_values(reached, t + 1, traits)
        answer.chance[at] = group.curves.p_values(reached, watch.horizon, traits)
        drift, score = found.drift[t, judged], found.score[t, judged]
        spiked = spike_leads(drift, score, found.handicap, None if found.freedom is None else found.freedom[t])
        side = np.sign(np.where(spiked, score, drift))
        answer.side[at] = np.where(reached >= limits[judged], side, 0)
