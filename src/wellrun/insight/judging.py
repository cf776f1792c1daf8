"""Whole panels judged, as rows to store: the state of each series and the signals that a replay finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wellrun.insight.charting import early_of, judged, replayed
from wellrun.insight.found import FoundSignal, found_signals
from wellrun.insight.states import StateRow, blank_state, state_rows
from wellrun.insight.subjects import Subject
from wellrun.insight.watched_points import WatchedRow, watched_rows
from wellrun.measures.queries import SeriesPanel


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging a part of the series gives: a state each, the signals of them all, and what the watch said."""

    states: list[StateRow]
    signals: list[FoundSignal]
    watched: list[WatchedRow]


def judge_part(panels: Sequence[SeriesPanel], subjects: Sequence[Subject]) -> Judged:
    """Judge every subject; one without a single figure gets the state of a series that has too few."""
    by_id = {subject.series_id: subject for subject in subjects}
    states: list[StateRow] = []
    found: list[FoundSignal] = []
    watched: list[WatchedRow] = []
    for each in panels:
        members = [by_id.pop(int(series_id)) for series_id in each.series_ids]
        early = early_of(each, members)
        judgement = judged(each, members, early)
        kinds, profiles = [member.kind for member in members], [member.profile for member in members]
        replay = replayed(each.panel, kinds, profiles, ~each.judged, early)
        found += found_signals(each, members, judgement, replay, early)
        states += state_rows(each, members, judgement, early)
        watched += watched_rows(each, early)
    return Judged(states + [blank_state(subject) for subject in by_id.values()], found, watched)
