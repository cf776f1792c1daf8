"""Posts, forums and what they may decide; what must be met by a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class RightSpec:
    """A kind of decision that may be taken, in a unit and below it, up to what."""

    kind: str  # spend | staff | start_initiative | stop_initiative | set_aim | change_process | move_capacity
    scope: str
    spending_ceiling: float | None = None
    staffing_ceiling: float | None = None


@dataclass(frozen=True)
class PostSpec:
    """A job in a unit, and what it may decide."""

    key: str
    title: str
    unit: str
    rights: tuple[RightSpec, ...] = ()


@dataclass(frozen=True)
class ForumSpec:
    """A standing meeting: `cadence` is an iCalendar RRULE counted from `first_start`, local time."""

    key: str
    name: str
    unit: str
    tier: int
    cadence: str
    first_start: datetime
    minutes: int
    time_zone: str
    chair: str
    sponsor: str
    domains: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    restricted: bool = False
    members: tuple[str, ...] = ()
    false_alarms_a_month: float = 1.0  # how many of early detection it accepts, over all series it looks at
    rights: tuple[RightSpec, ...] = ()


@dataclass(frozen=True)
class ObligationSpec:
    """What a regulator or payer requires by a day, who answers for it, what shows that it is met."""

    key: str
    title: str
    regulator: str
    clause: str
    unit: str
    due: date
    owner: str | None = None
    evidence: str = ""
    measure: str | None = None
    notice_days: int = 60
    met_on: date | None = None
    met_by: str = ""
