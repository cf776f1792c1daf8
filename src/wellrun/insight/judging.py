"""Whole panels judged, as rows to store: the state of each series and the signals that a replay finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.spc.baseline import FREEZE_AT
from wellrun.analytics.spc.firings import firings
from wellrun.analytics.spc.judge import judge
from wellrun.analytics.spc.replay import signals
from wellrun.insight.found import FoundSignal, found_signals
from wellrun.insight.states import StateRow, blank_state, state_rows
from wellrun.insight.subjects import Subject
from wellrun.measures.queries import SeriesPanel


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging a part of the series gives: a state each, and the signals of them all."""

    states: list[StateRow]
    signals: list[FoundSignal]


def judge_part(panels: Sequence[SeriesPanel], subjects: Sequence[Subject]) -> Judged:
    """Judge every subject; one without a single figure gets the state of a series that has too few."""
    by_id = {subject.series_id: subject for subject in subjects}
    states: list[StateRow] = []
    found: list[FoundSignal] = []
    for each in panels:
        members = [by_id.pop(int(series_id)) for series_id in each.series_ids]
        judgement = judge(
            each.panel,
            baseline=FREEZE_AT,
            direction=[member.direction for member in members],
            target=_targets(members),
            unjudged=~each.judged,
        )
        replayed = signals(each.panel, firings(each.panel, baseline=FREEZE_AT, unjudged=~each.judged))
        own = found_signals(each, members, judgement, replayed)
        found += own
        states += state_rows(each, members, judgement, own)
    return Judged(states + [blank_state(subject) for subject in by_id.values()], found)


def _targets(members: Sequence[Subject]) -> NDArray[np.float64]:
    """(S, 2): the one value of a plain aim twice, the two ends of a band; NaN = no aim."""
    wide = np.full((len(members), 2), np.nan)
    for row, member in enumerate(members):
        if member.target_low is not None and member.target_high is not None:
            wide[row] = member.target_low, member.target_high
    return wide
