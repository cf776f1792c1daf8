"""Changing definitions, aims, sources and figures, and what is said of them."""

from wellrun.measures.actions.adopting import adopt_measure, define_from, define_own_measure, retire_measure
from wellrun.measures.actions.baselines import approve_baseline, decline_baseline, propose_baseline, withdraw_baseline
from wellrun.measures.actions.definitions import add_version, define_measure
from wellrun.measures.actions.events import note_event, withdraw_event
from wellrun.measures.actions.exclusions import exclude_point, include_point
from wellrun.measures.actions.ingest import ingest
from wellrun.measures.actions.late import raise_late_issues
from wellrun.measures.actions.rebuild import rebuild_roll_up
from wellrun.measures.actions.series import add_series, retire_target, set_target, start_phase
from wellrun.measures.actions.sources import add_source, declare_feed
from wellrun.measures.actions.triggers import retire_trigger, set_trigger
from wellrun.measures.actions.watching import judge_by, judge_on, set_judging, watch_early

__all__ = [
    "add_series",
    "add_source",
    "add_version",
    "adopt_measure",
    "approve_baseline",
    "declare_feed",
    "decline_baseline",
    "define_from",
    "define_measure",
    "define_own_measure",
    "exclude_point",
    "include_point",
    "ingest",
    "judge_by",
    "judge_on",
    "note_event",
    "propose_baseline",
    "raise_late_issues",
    "rebuild_roll_up",
    "retire_measure",
    "retire_target",
    "retire_trigger",
    "set_judging",
    "set_target",
    "set_trigger",
    "start_phase",
    "watch_early",
    "withdraw_baseline",
    "withdraw_event",
]
