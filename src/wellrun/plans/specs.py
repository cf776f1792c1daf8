"""What a plan file may say, part by part. Everything names everything else by its key.

A field at its default is left out of the file; figures are as stored (a proportion is 0 to 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class DomainSpec:
    """One of the few enterprise priority areas: five to begin with, renamed and extended as a site likes."""

    key: str
    name: str


@dataclass(frozen=True)
class MeasureRole:
    """What a measure is to one objective. `direction` where it differs from the definition's; `owner` likewise."""

    measure: str
    role: str  # lead | lag | balancing
    direction: str = ""  # up | down; empty: as its definition says
    owner: str | None = None  # empty: the objective's


@dataclass(frozen=True)
class ContributorSpec:
    """A team an objective depends on, the post that speaks for it, and the hand-off measure agreed.

    Accountable is the owner of the objective and nobody else.
    """

    team: str
    post: str | None = None
    handoff: str | None = None
    part: str = "responsible"  # responsible | consulted | informed
    unit: str | None = None


@dataclass(frozen=True)
class ContributionSpec:
    """How much of the parent's gap a child takes on: an amount in the unit of its measure, or a share of the gap."""

    parent: str
    amount: float | None = None
    share: float | None = None


@dataclass(frozen=True)
class CauseEffectSpec:
    """An arrow of the strategy map, from the objective that has it to `effect`."""

    effect: str
    because: str = ""


@dataclass(frozen=True)
class KeyResultSpec:
    """A value wanted of a measure in a unit by the end of the quarter."""

    measure: str
    unit: str
    start: float
    aim: float
    commitment: str = "committed"  # committed | aspirational
    owner: str | None = None


@dataclass(frozen=True)
class SliceSpec:
    """What of an objective is pushed in the quarter that begins on `starts`."""

    starts: date
    title: str
    key_results: tuple[KeyResultSpec, ...] = ()
    learning: str = ""


@dataclass(frozen=True)
class DriverSpec:
    """One box of the driver diagram. A secondary driver hangs below a primary one, an idea below either."""

    key: str
    kind: str  # primary | secondary | idea
    text: str
    parent: str | None = None
    measure: str | None = None


@dataclass(frozen=True)
class ObjectiveSpec:
    """An outcome to reach in the cycle. Enterprise ranks have no ties.

    `parents` names what it serves; `contributions` says besides how much of a parent's gap it takes on.
    """

    key: str
    domain: str
    title: str
    unit: str
    level: str  # enterprise | site | service_line | team
    rank: int | None = None
    sponsor: str | None = None
    owner: str | None = None
    perspective: str = ""  # customer | internal_process | learning_growth | financial
    description: str = ""
    parents: tuple[str, ...] = ()
    contributions: tuple[ContributionSpec, ...] = ()
    helps: tuple[CauseEffectSpec, ...] = ()
    measures: tuple[MeasureRole, ...] = ()
    contributors: tuple[ContributorSpec, ...] = ()
    drivers: tuple[DriverSpec, ...] = ()
    quarters: tuple[SliceSpec, ...] = ()


@dataclass(frozen=True)
class PrecedenceSpec:
    """Where two objectives pull against each other, the one that wins."""

    winner: str
    loser: str
    because: str


@dataclass(frozen=True)
class StoppedSpec:
    """What the organisation stops or pauses in this cycle."""

    key: str
    title: str
    because: str
    post: str
    starts: date
    kind: str = "stopped"  # stopped | paused


@dataclass(frozen=True)
class HoursSpec:
    """Hours a week of a post: declared in the plan, or needed by an initiative."""

    post: str
    hours_a_week: float


@dataclass(frozen=True)
class WaiverSpec:
    """A check rule set aside on purpose, by a post, until a day."""

    rule: str
    subject: str  # the key of what the rule fires on
    reason: str
    post: str
    expires: date


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


@dataclass(frozen=True)
class PlanSpec:
    """One cycle's strategy."""

    key: str
    name: str
    starts: date
    ends: date
    stage: str = "active"  # draft | consultation | active | closed
    activated: date | None = None
    illustrative: bool = False
    domains: tuple[DomainSpec, ...] = ()
    objectives: tuple[ObjectiveSpec, ...] = ()
    precedences: tuple[PrecedenceSpec, ...] = ()
    stopped: tuple[StoppedSpec, ...] = ()
    hours: tuple[HoursSpec, ...] = ()
    waivers: tuple[WaiverSpec, ...] = ()
    initiatives: tuple[InitiativeSpec, ...] = ()
    actions: tuple[ActionSpec, ...] = ()


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
class TargetSpec:
    """An aim: one `value`, or `low` and `high`, as stored. `cascade`: also for each member child.

    `post`: set for one post alone, which the model check questions. `baseline_points`: figures behind the baseline.
    """

    measure: str
    unit: str
    source: str = ""
    stratum: str = "total"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    by: date | None = None
    baseline: float | None = None
    baseline_points: int | None = None
    commitment: str = "committed"  # committed | aspirational
    post: str | None = None
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
class LinkSpec:
    """When the lead rises the lag is expected to move by `sign` after the delay: a hypothesis with its source."""

    key: str
    lead: str
    lag: str
    sign: str  # + | -
    delay_days: tuple[int, ...]  # least and most
    grade: str  # strong | moderate | contested | judgement | structural
    source: str
    caveat: str = ""
    origin: str = "local"  # library | local


@dataclass(frozen=True)
class TradeOffSpec:
    """Pushing one measure in a direction needs the guard beside it."""

    key: str
    push: str
    push_direction: str  # up | down | band
    guard: str
    guard_direction: str  # up | down
    mechanism: str
    source: str
    origin: str = "local"  # library | local


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
