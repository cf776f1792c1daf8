"""Who decides what, where it is looked at, and what must be met by a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RightFacts:
    """A kind of decision that a post or forum may take."""

    kind: str
    scope: str
    spending_ceiling: float | None = None
    staffing_ceiling: float | None = None

    @property
    def is_unlimited(self) -> bool:
        """Whether no ceiling of its kind bounds it; kinds without money or staff have none."""
        ceilings = {"spend": self.spending_ceiling, "staff": self.staffing_ceiling}
        return ceilings.get(self.kind) is None


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post. `held`: somebody is in it who can sign in; none: not known."""

    key: str
    title: str
    unit: str
    held: bool | None = None
    open_actions: int | None = None
    hours_a_week: float | None = None  # declared for the initiatives of the plan
    rights: tuple[RightFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class ForumFacts:
    """A standing meeting; `reviewed` are the measures that come before it, directly or through their domain."""

    key: str
    name: str
    unit: str
    tier: int
    cadence_days: float
    measures: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    reviewed: tuple[str, ...] = ()
    rights: tuple[RightFacts, ...] = ()
    next_sitting: date | None = None
    chair: str | None = None


@dataclass(frozen=True, slots=True)
class ObligationFacts:
    """What a regulator or payer requires by a day."""

    key: str
    title: str
    unit: str
    due: date
    owner: str | None = None
    evidence: str = ""
    measure: str | None = None
    notice_days: int = 60
    met_on: date | None = None
