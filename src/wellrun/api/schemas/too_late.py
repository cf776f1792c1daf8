"""Leads that are too late to act on."""

from __future__ import annotations

from wellrun.api.schemas.fields import Answered, same
from wellrun.api.schemas.measures import MeasureRef
from wellrun.jobs.in_force.too_late import TooLate


class TooLateOut(Answered):
    """A lead too late to act on, which counts as none: its signal needs `needed_days`, its effect at most `delay_days`.

    `points`: figures that a signal needs, `interval_days` apart; `age_days`: how old a figure is when it comes.
    """

    measure: MeasureRef
    needed_days: int
    delay_days: int
    points: int
    interval_days: int
    age_days: int


def too_late_out(late: TooLate) -> TooLateOut:
    """One, with its numbers."""
    days = same(late, "needed_days", "delay_days", "points", "interval_days", "age_days")
    return TooLateOut(measure=MeasureRef.of(late.version.measure, late.version), **days)
