"""Changing definitions, aims, sources and figures."""

from wellrun.measures.actions.definitions import add_version, define_measure
from wellrun.measures.actions.ingest import ingest
from wellrun.measures.actions.late import raise_late_issues
from wellrun.measures.actions.rebuild import rebuild_roll_up
from wellrun.measures.actions.series import add_series, set_target, start_phase
from wellrun.measures.actions.sources import add_source, declare_feed

__all__ = [
    "add_series",
    "add_source",
    "add_version",
    "declare_feed",
    "define_measure",
    "ingest",
    "raise_late_issues",
    "rebuild_roll_up",
    "set_target",
    "start_phase",
]
