"""Initiatives and actions, as a plan file says them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class HoursSpec:
    """Hours a week of a post: declared in the plan, or needed by an initiative."""

    post: str
    hours_a_week: float


@dataclass(frozen=True)
class PredictionSpec:
    """What an initiative is to move: by how much (as stored, without sign) and after how long."""

    measure: str
    unit: str
    direction: str  # up | down
    change: float | None = None
    delay_days: int | None = None


@dataclass(frozen=True)
class InitiativeSpec:
    """A time-boxed change whose prediction is fixed before results exist."""

    key: str
    title: str
    objective: str
    owner: str
    starts: date
    ends: date | None = None
    targets: tuple[PredictionSpec, ...] = ()
    design: str = ""
    status: str = "active"  # planned | active | finished | stopped
    last_update: date | None = None
    hours: tuple[HoursSpec, ...] = ()
    idea: str | None = None  # the change idea of the objective's driver diagram that it tries


@dataclass(frozen=True)
class ActionSpec:
    """Work already in hand on the first day: `assigned` and accepted then, last heard of on `last_update`."""

    key: str
    title: str
    objective: str
    unit: str
    owner: str
    assigned: date
    due: date
    done_when: str
    last_update: date | None = None
    update: str = ""
    initiative: str | None = None  # the one that it is a step of
