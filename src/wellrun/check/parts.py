"""The parts of a strategy model as frozen facts, each as the check looks at it.

`None` says that a fact is not known there, as the holders of posts are not in a plan file: a rule that needs it
answers "not checked". Keys name everything; figures are as stored (a proportion is 0 to 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The cycle. `activated` is empty while it is drafted or consulted on."""

    key: str
    name: str
    starts: date
    ends: date
    stage: str  # draft | consultation | active | closed
    activated: date | None = None
    domains: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()  # keys of the stop list
    domain_names: tuple[tuple[str, str], ...] = ()  # what the domains are called, by key


@dataclass(frozen=True, slots=True)
class ContributionFacts:
    """What a child takes on of a parent's gap, where it is said."""

    parent: str
    amount: float | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """A measure's role toward the objective. `owners` are all posts that answer for it; one is right."""

    measure: str
    role: str  # lead | lag | balancing
    direction: str = ""  # up | down | band; what the objective wants of it
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContributorFacts:
    """A team that takes part."""

    team: str
    part: str = "responsible"  # responsible | consulted | informed
    handoff: str | None = None
    unit: str | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True)
class KeyResultFacts:
    """A value wanted of a measure by the end of a quarter; `checked` is the day of its last confidence check."""

    measure: str
    unit: str
    start: float
    aim: float
    commitment: str = "committed"
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class SliceFacts:
    """The push of a quarter."""

    starts: date
    title: str
    key_results: tuple[KeyResultFacts, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class ObjectiveFacts:
    """An objective in force."""

    key: str
    title: str
    level: str  # enterprise | site | service_line | team
    domain: str
    unit: str
    rank: int | None = None
    perspective: str = ""
    owner: str | None = None
    sponsor: str | None = None
    parents: tuple[ContributionFacts, ...] = ()
    helps: tuple[str, ...] = ()
    roles: tuple[RoleFacts, ...] = ()
    contributors: tuple[ContributorFacts, ...] = ()
    slices: tuple[SliceFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """A measure's definition, and what is known of its figures where there are any."""

    key: str
    name: str
    library_id: str = ""
    numerator: str = ""
    denominator: str = ""
    display_unit: str = ""
    direction: str = ""  # up | down | band | none
    source: str = ""
    version: int | None = None
    scoring: str = ""  # proportion | ratio | rate | count | continuous
    grain: str = ""  # day | week | month | quarter | event
    data_lag_days: int = 0
    rule_profile: str = ""  # nhs | western-electric | nelson | anhoej | limits; empty: not known
    conformance: str = ""  # certified | approximation | local
    contributing_teams: tuple[str, ...] = ()
    domain: str = ""
    survey: bool = False  # its cases are answers of people who were asked
    defined: bool = True  # false: only its key is known, as of a measure that a plan file names and nobody defines
    rebased: bool | None = None  # the last change of definition has a break of the chart with a reason; none: no change
    heaped: bool | None = None  # values pile up just inside a threshold
    fits_chart: bool | None = None  # what it is judged by fits its data
    fitting_chart: str = ""  # what would fit
    last_on_agenda: date | None = None
    agendas_known: bool = False
    has_limit: bool = False  # a same-day limit stands on one of its series


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """An aim of a measure in a unit. `assurance` and the limits come from the figures; `cases` a period likewise."""

    measure: str
    unit: str
    stratum: str = "total"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    baseline: float | None = None
    baseline_points: int | None = None
    post: str | None = None
    commitment: str = "committed"
    assurance: str | None = None  # consistently_passes | inconsistent | consistently_fails
    lower: float | None = None
    upper: float | None = None
    cases: float | None = None  # expected denominator a period
    by: date | None = None

    @property
    def key(self) -> str:
        """`measure/unit`, with the stratum where it is not the total."""
        return "/".join([self.measure, self.unit, *([self.stratum] if self.stratum != "total" else [])])


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """An influence link. `counted` says that it is used as evidence of an effect."""

    key: str
    lead: str
    lag: str
    sign: str
    delay_min_days: int
    delay_max_days: int
    grade: str
    caveat: str = ""
    verdict: str = "hypothesis"  # hypothesis | supported | not_supported | cannot_tell
    counted: bool = False


@dataclass(frozen=True, slots=True)
class TradeOffFacts:
    """Pushing `push` that way needs `guard` beside it. Both by key or, where the site has none, by library id."""

    key: str
    push: str
    push_direction: str
    guard: str
    guard_direction: str
    mechanism: str = ""


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
    from_signal: bool | None = None  # began from an item with a signal; none: from no item
    objective: str | None = None


@dataclass(frozen=True, slots=True)
class EscalationFacts:
    """An escalation without an answer yet, by how many hours it waits; an answered one waits none."""

    key: str
    title: str
    tier: int
    waiting_hours: float
    answered: bool


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An agenda item: closed or not, with what outcome, and the reason where that is "no action"."""

    key: str
    title: str
    closed: bool
    outcome: str = ""  # decision | action | escalation
    no_action: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """A free text: where it stands, and what it says."""

    key: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class CellFacts:
    """A shown or hidden count with the range that the shown totals leave for it."""

    key: str
    count: int | None
    hidden: bool
    threshold: int
    least: float | None = None
    most: float | None = None


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


@dataclass(frozen=True, slots=True)
class WaiverFacts:
    """A rule set aside for a subject until a day."""

    rule: str
    subject: str
    reason: str
    post: str
    expires: date


def owners_of(objective: ObjectiveFacts, role: RoleFacts) -> tuple[str, ...]:
    """The posts that answer for a measure in an objective: those named, else the objective's owner."""
    return role.owners or ((objective.owner,) if objective.owner else ())
