"""A whole site as plain, frozen specifications that name one another by immutable keys.

Nothing here knows a database: a loader walks a `Site` from the top. Every specification is YAML and back
(`demo.plain`), so that a site folder, a generated demo and a person's own files are read by the same code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

DOMAINS = ("quality_safety", "access_experience", "workforce", "financial", "transformation")


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
class PostSpec:
    """A job in a unit."""

    key: str
    title: str
    unit: str


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
class MeasureSpec:
    """A measure's definition. A proportion is stored 0-1; `multiplier` and `decimals` shape the display."""

    key: str
    name: str
    domain: str
    definition: str
    numerator: str
    denominator: str = ""
    exclusions: tuple[str, ...] = ()
    grain: str = "month"  # day | week | month | quarter | event
    scoring: str = "proportion"  # proportion | ratio | rate | count | continuous
    bounded: bool = False
    may_pass_one: bool = False  # a numerator above its denominator is nothing odd, as in observed over expected
    least_cases: int = 0  # the source leaves out a period with fewer cases; 0: it leaves out none
    direction: str = "up"  # up | down | band | none
    roll_up: str = "ratio_of_sums"  # ratio_of_sums | sum | none
    display_unit: str = ""
    multiplier: float = 1.0
    decimals: int = 0
    data_lag_days: int = 0
    rule_profile: str = "nhs"
    early_detection: bool = False  # watched for an early change beside the rules; a site may say so of its own
    licence: str = ""
    source: str = ""
    conformance: str = "local"  # certified | approximation | local
    contributing_teams: tuple[str, ...] = ()
    library_id: str = ""  # where the influence links and trade-offs of the library know it


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
class TargetSpec:
    """An aim: one `value`, or `low` and `high`, as stored. `cascade`: also for each member child."""

    measure: str
    unit: str
    source: str
    stratum: str = "total"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    by: date | None = None
    baseline: float | None = None
    commitment: str = "committed"  # committed | aspirational
    cascade: bool = False


@dataclass(frozen=True)
class LimitSpec:
    """A same-day limit of one series: met at `limit` (as stored) or beyond it on that side, and what is done then."""

    measure: str
    unit: str
    side: str  # high | low
    limit: float
    response: str
    stratum: str = "total"


@dataclass(frozen=True)
class PhaseSpec:
    """A known break: from `start` on the figures have a baseline of their own. Without `unit`, in every unit."""

    measure: str
    start: date
    reason_kind: str  # reporting | merger | definition | process
    reason: str
    unit: str | None = None


@dataclass(frozen=True)
class DomainSpec:
    """One of the five enterprise priority areas."""

    key: str
    name: str


@dataclass(frozen=True)
class MeasureRole:
    """What a measure is to one objective."""

    measure: str
    role: str  # lead | lag | balancing


@dataclass(frozen=True)
class ContributorSpec:
    """A team an objective depends on, the post that speaks for it, and the hand-off measure agreed."""

    team: str
    post: str | None = None
    handoff: str | None = None


@dataclass(frozen=True)
class ObjectiveSpec:
    """An outcome to reach in the cycle. `rank` has no ties among the objectives of one unit."""

    key: str
    domain: str
    title: str
    unit: str
    level: str  # enterprise | service_line | team
    rank: int
    sponsor: str
    owner: str
    parents: tuple[str, ...] = ()
    measures: tuple[MeasureRole, ...] = ()
    contributors: tuple[ContributorSpec, ...] = ()


@dataclass(frozen=True)
class WaiverSpec:
    """A check rule set aside on purpose, by a post, until a day."""

    rule: str
    subject: str  # the key of what the rule would fire on: a domain, an objective, a measure
    reason: str
    post: str
    expires: date


@dataclass(frozen=True)
class InitiativeSpec:
    """A time-boxed change whose prediction is fixed before results exist."""

    key: str
    title: str
    objective: str
    owner: str
    starts: date
    ends: date
    target_measure: str
    target_unit: str
    direction: str  # up | down
    predicted_change: float  # as stored, without sign
    effect_delay_days: int
    design: str
    status: str = "active"  # planned | active | finished | stopped
    last_update: date | None = None


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


@dataclass(frozen=True)
class PlanSpec:
    """One cycle's strategy."""

    key: str
    name: str
    starts: date
    ends: date
    illustrative: bool = False
    domains: tuple[DomainSpec, ...] = ()
    objectives: tuple[ObjectiveSpec, ...] = ()
    waivers: tuple[WaiverSpec, ...] = ()
    initiatives: tuple[InitiativeSpec, ...] = ()
    actions: tuple[ActionSpec, ...] = ()


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
