"""Series that are scored alike, block by block, with their standing noted on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.detection.codes import Doubt, Family, Status
from wellrun.analytics.detection.doubts import doubts
from wellrun.analytics.detection.found import Detection
from wellrun.analytics.detection.points import Flags, Points, Whole, at_rows, blocks, points_of, positions
from wellrun.analytics.detection.routing import families, mean_counts
from wellrun.analytics.detection.scores.counts import count_scores, counted
from wellrun.analytics.detection.scores.levels import totals_of
from wellrun.analytics.detection.scores.normal import Usual, freedom, normal_scores, usual_of
from wellrun.analytics.detection.statistic import Statistic, statistic
from wellrun.analytics.detection.thresholds import COUNTS, NORMAL, Curves, curves
from wellrun.analytics.detection.watching import Watch
from wellrun.analytics.panel import Floats, Panel
from wellrun.analytics.spc.codes import Codes


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """R series of one family and block: `rows` (R,) their places in the panel, `position` of their points in the
    season, `traits` (R,) what their thresholds depend on (the average count, of measured values the autocorrelation),
    `curves` their thresholds, `doubt` (R,) why no rate is promised of them, `usual` what measured values rest on."""

    rows: Whole
    points: Points
    position: Whole
    family: Family
    traits: Floats
    curves: Curves
    doubt: Codes
    usual: Usual | None
    watch: Watch

    def statistic(self) -> Statistic:
        """The statistic at every judged point, (T - baseline, R)."""
        n, season = self.watch.baseline, self.watch.season_length
        if self.family == Family.NORMAL:
            scores = normal_scores(self.points, self.position, n, season, self.usual)
            return statistic(scores, n, season, freedom(n, season, len(scores)))
        binomial = self.family == Family.BINOMIAL
        return statistic(count_scores(self.points, self.position, n, season, binomial=binomial), n, season)

    @property
    def promised(self) -> Flags:
        """(R,) whether a rate of false alarms is promised of each series; with `fdr` it is one of another kind."""
        watch = self.watch
        kept = watch.fdr is not None or self.curves.promises(watch.false_alarm, watch.horizon)
        found: Flags = (self.doubt == Doubt.NONE) & kept
        return found

    @property
    def has_gaps(self) -> bool:
        """Whether points are missing, so that each series' points lie in periods of its own."""
        return bool(self.points.period.shape[1] > 1)

    def periods_of(self, point: Whole) -> Whole:
        """(R,) the period of each series' `point` (R,), counted from 0."""
        periods = self.points.period
        return at_rows(periods, point) if self.has_gaps else periods[point, 0]


def groups(panel: Panel, watch: Watch, answer: Detection) -> Iterator[Group]:
    """All series with something to judge; status, family, doubt, `n` and `last` of every series go into `answer`."""
    place = positions(panel, watch.season_length)
    for block in blocks(panel):
        points, rows = points_of(panel, block), np.arange(block.start, block.stop)
        position = place[points.period]
        n = np.count_nonzero(~np.isnan(points.y), axis=0)
        answer.n[rows] = n
        if panel.n_periods:
            last = points.period[np.maximum(n - 1, 0), 0 if points.period.shape[1] == 1 else np.arange(len(rows))]
            answer.last[rows] = np.where(n > 0, last, -1)
        if not watch.self_starting:
            yield from _groups_of(points, position, rows, n, np.ones(n.shape, dtype=np.bool_), watch, answer)
            continue
        for mine, its in ((n > watch.baseline, watch), (n <= watch.baseline, watch.from_the_shortest())):
            if mine.any():
                yield from _groups_of(points, position, rows, n, mine, its, answer)


def _groups_of(
    points: Points, position: Whole, rows: Whole, n: Whole, mine: Flags, watch: Watch, answer: Detection
) -> Iterator[Group]:
    """Those `mine` (R,) of a block, of `n` (R,) points, that share a baseline and have something to judge."""
    enough = mine & (n >= watch.baseline) & _season_is_known(position, watch)
    answer.baseline[rows[mine]] = watch.baseline
    answer.status[rows[mine & ~enough]] = Status.INSUFFICIENT_DATA
    if not enough.any():
        return
    family = families(points, position, watch.baseline, watch.season_length, watch.family)
    answer.family[rows[enough]] = family[enough]
    for each in np.unique(family[enough]).tolist():
        chosen = np.flatnonzero(enough & (n > watch.baseline) & (family == each))
        if chosen.size:
            group = _group(points, position, rows, chosen, Family(each), watch)
            if (answer.doubt[group.rows] == Doubt.EVENTS).any():
                # The grain speaks before the baseline does.
                group = replace(group, doubt=answer.doubt[group.rows])
            answer.doubt[group.rows] = group.doubt
            yield group


def _group(points: Points, position: Whole, rows: Whole, chosen: Whole, family: Family, watch: Watch) -> Group:
    if chosen.size < rows.size:
        points = points.take(chosen)
        position = position if position.shape[1] == 1 else position[:, chosen]
    usual, doubt = None, np.zeros(chosen.size, dtype=np.int8)
    if family == Family.NORMAL:
        usual = usual_of(points, position, watch.baseline, watch.season_length)
        traits, doubt = usual.leaning, doubts(points, usual.deviation, watch)
    else:
        counts, _, _ = counted(points, watch.baseline, binomial=family == Family.BINOMIAL)
        traits = mean_counts(counts, watch.baseline)
    kind = NORMAL if family == Family.NORMAL else COUNTS
    these = curves(kind, watch.season_length, watch.baseline)
    return Group(rows[chosen], points, position, family, traits, these, doubt, usual, watch)


def _season_is_known(position: Whole, watch: Watch) -> NDArray[np.bool_]:
    """(R,) or (1,) whether the baseline has each position of the season at least twice."""
    if watch.season_length == 1 or not watch.knows_season:
        return np.array([watch.knows_season])
    known = position[: watch.baseline]
    _, times = totals_of(np.zeros(known.shape), known, watch.season_length)
    return np.asarray((times >= 2).all(axis=0))
