"""What is being done: initiatives and actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PredictionFacts:
    """What an initiative is to move."""

    measure: str
    unit: str
    direction: str = ""
    change: float | None = None
    delay_days: int | None = None


@dataclass(frozen=True, slots=True)
class InitiativeFacts:
    """A time-boxed change. `hours` a week by post."""

    key: str
    title: str
    objective: str
    owner: str | None
    status: str  # planned | active | finished | stopped
    starts: date
    ends: date | None = None
    targets: tuple[PredictionFacts, ...] = ()
    hours: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """An open action."""

    key: str
    title: str
    owner: str | None
    due: date | None
    done_when: str
    cadence_days: float = 7
    last_update: date | None = None
    dated_again: int = 0
    escalated: bool = False
    from_signal: bool | None = None  # what it answers was a signal when it began; none: not on record
    objective: str | None = None
    unit: str = ""  # the one it is about
