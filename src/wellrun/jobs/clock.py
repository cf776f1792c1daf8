"""What the passing of time asks for. Called after an import, when the clock is moved, and when a server starts."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.jobs.follow_up import raise_look_backs, raise_stalled
from wellrun.jobs.schedule import schedule_reviews


@dataclass(frozen=True, slots=True)
class Tick:
    """How much a tick brought; a second one at the same moment brings nothing."""

    scheduled: int
    look_backs: int
    stalled: int


def tick() -> Tick:
    """Schedule the next sitting of each forum, raise what is due to be looked back on, and what is stuck."""
    return Tick(
        scheduled=len(schedule_reviews()),
        look_backs=len(raise_look_backs()),
        stalled=len(raise_stalled()),
    )
