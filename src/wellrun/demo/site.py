"""A whole site as plain, frozen specifications that name one another by immutable keys.

Nothing here knows a database: a loader walks a `Site` from the top. Every specification is YAML and back
(`lib.plain`), so that a site folder, a generated demo and a person's own files are read by the same code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from wellrun.library.definition import MeasureSpec as MeasureSpec
from wellrun.library.words import DOMAINS as DOMAINS
from wellrun.plans.specs import (
    ForumSpec,
    LinkSpec,
    ObligationSpec,
    PlanSpec,
    PostSpec,
    TargetSpec,
    TradeOffSpec,
)
from wellrun.plans.specs import (
    LimitSpec as LimitSpec,
)


@dataclass(frozen=True)
class UnitSpec:
    """A place in the organisation tree. `closed` is the first day it no longer reports for itself."""

    key: str
    name: str
    kind: str  # system | region | site | service_line | ward | team | function
    parent: str | None = None
    enterprise: bool = False
    membership: str = "member"  # member | reference
    opened: date | None = None
    closed: date | None = None
    successor: str | None = None
    remark: str = ""  # what its source does not say of it


@dataclass(frozen=True)
class GrantSpec:
    """A level over one unit and all below it."""

    unit: str
    level: str  # viewer | contributor | chair | analyst | administrator


@dataclass(frozen=True)
class SignInSpec:
    """An account named by its post. Only those with `shown` are printed as demo sign-ins."""

    username: str
    display_name: str
    persona: str
    holds: tuple[str, ...] = ()
    deputises: tuple[str, ...] = ()
    grants: tuple[GrantSpec, ...] = ()
    first_look: str = ""
    shown: bool = True


@dataclass(frozen=True)
class SourceSpec:
    """Where figures come from, and what has to be said about it."""

    key: str
    name: str
    licence: str = ""
    attribution: str = ""


@dataclass(frozen=True)
class FeedSpec:
    """One measure from one source. `declared_end` is the start of the last period it will ever send."""

    source: str
    measure: str
    declared_end: date | None = None
    lag_days: int = 0


@dataclass(frozen=True)
class PhaseSpec:
    """A known break: from `start` on the figures have a baseline of their own. Without `unit`, in every unit."""

    measure: str
    start: date
    reason_kind: str  # reporting | merger | definition | process
    reason: str
    unit: str | None = None


@dataclass(frozen=True)
class TurnSpec:
    """One turn of an exchange, by an account. `title` and `contribution` are said by who proposes or counters."""

    by: str
    kind: str  # proposed | countered | agreed | withdrawn
    title: str = ""
    contribution: float | None = None
    text: str = ""
    key: str = ""  # of the objective that comes of an agreement; without one its title gives it


@dataclass(frozen=True)
class ExchangeSpec:
    """What a unit is asked to take on of an objective of the next cycle, and what was answered, in order."""

    parent: str
    unit: str
    post: str
    turns: tuple[TurnSpec, ...]


@dataclass(frozen=True)
class ConfidenceSpec:
    """How sure an account is of a key result of the plan in force."""

    objective: str
    starts: date
    measure: str
    unit: str
    by: str
    confidence: int
    text: str = ""


@dataclass(frozen=True)
class NextCycleSpec:
    """The plan of the cycle to come: it begins with the objectives of the plan in force, and is consulted on."""

    key: str
    name: str
    starts: date
    ends: date
    exchanges: tuple[ExchangeSpec, ...] = ()


@dataclass(frozen=True)
class ConsultationSpec:
    """What people say of plans at the start of a site: of the next one, and of the quarter under way."""

    next_cycle: NextCycleSpec | None = None
    confidence: tuple[ConfidenceSpec, ...] = ()


@dataclass(frozen=True)
class Site:
    """Everything but the observations."""

    key: str
    name: str
    time_zone: str
    clock: datetime
    enterprise: str
    plan: PlanSpec
    week_start: int = 0  # 0 is Monday
    attribution: str = ""
    watch_early: tuple[str, ...] = ()  # measures watched for an early change here, whatever their definitions say
    units: tuple[UnitSpec, ...] = ()
    posts: tuple[PostSpec, ...] = ()
    sign_ins: tuple[SignInSpec, ...] = ()
    measures: tuple[MeasureSpec, ...] = ()
    sources: tuple[SourceSpec, ...] = ()
    feeds: tuple[FeedSpec, ...] = ()
    phases: tuple[PhaseSpec, ...] = ()
    targets: tuple[TargetSpec, ...] = ()
    limits: tuple[LimitSpec, ...] = ()
    forums: tuple[ForumSpec, ...] = ()
    links: tuple[LinkSpec, ...] = ()
    trade_offs: tuple[TradeOffSpec, ...] = ()
    obligations: tuple[ObligationSpec, ...] = ()
    consultation: ConsultationSpec | None = None


@dataclass(frozen=True)
class ColumnNames:
    """The header each field of an observation has in a file; empty: the file does not have it."""

    measure: str = "measure"
    unit: str = "unit"
    period: str = "period"
    value: str = "value"
    numerator: str = "numerator"
    denominator: str = "denominator"
    source: str = ""
    stratum: str = ""


@dataclass(frozen=True)
class ObservationFile:
    """One file of observations in the site folder, in the order in which it is to be ingested."""

    file: str
    source: str
    columns: ColumnNames = ColumnNames()
    correction: bool = False
