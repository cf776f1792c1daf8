"""What the model check looks at: the whole strategy model as frozen facts, from records or from a plan file.

`None` says that a fact is not known there, as the holders of posts are not in a plan file: a rule that needs it
answers "not checked". Keys name everything; figures are as stored (a proportion is 0 to 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from wellrun.check.circles import in_circles


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


@dataclass(frozen=True)
class ModelFacts:
    """The whole model on one day. Tuples of what only a running site has are `None` for a plan file."""

    as_of: date
    plan: PlanFacts
    objectives: tuple[ObjectiveFacts, ...] = ()
    measures: tuple[MeasureFacts, ...] = ()
    targets: tuple[TargetFacts, ...] = ()
    links: tuple[LinkFacts, ...] = ()
    trade_offs: tuple[TradeOffFacts, ...] = ()
    posts: tuple[PostFacts, ...] = ()
    forums: tuple[ForumFacts, ...] = ()
    initiatives: tuple[InitiativeFacts, ...] = ()
    obligations: tuple[ObligationFacts, ...] = ()
    precedences: tuple[tuple[str, str], ...] = ()  # (winner, loser)
    open_catchballs: tuple[tuple[str, str], ...] = ()  # (parent objective, unit)
    waivers: tuple[WaiverFacts, ...] = ()
    other_names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # of measures not there
    unit_parents: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))
    actions: tuple[ActionFacts, ...] | None = None
    escalations: tuple[EscalationFacts, ...] | None = None
    items: tuple[ItemFacts, ...] | None = None
    notes: tuple[NoteFacts, ...] | None = None
    cells: tuple[CellFacts, ...] | None = None

    @property
    def is_running(self) -> bool:
        """Whether they are those of a running site: what happens there is known, and not only what is planned."""
        return self.actions is not None

    @cached_property
    def objective(self) -> Mapping[str, ObjectiveFacts]:
        """By key."""
        return {one.key: one for one in self.objectives}

    @cached_property
    def children(self) -> Mapping[str, tuple[tuple[ObjectiveFacts, ContributionFacts], ...]]:
        """The objectives that serve each one, with what they take on."""
        found: dict[str, list[tuple[ObjectiveFacts, ContributionFacts]]] = {}
        for one in self.objectives:
            for contribution in one.parents:
                found.setdefault(contribution.parent, []).append((one, contribution))
        return {key: tuple(pairs) for key, pairs in found.items()}

    @cached_property
    def measure(self) -> Mapping[str, MeasureFacts]:
        """By key."""
        return {one.key: one for one in self.measures}

    @cached_property
    def roles_of(self) -> Mapping[str, tuple[tuple[ObjectiveFacts, RoleFacts], ...]]:
        """The objectives that each measure bears on, with its role."""
        found: dict[str, list[tuple[ObjectiveFacts, RoleFacts]]] = {}
        for one in self.objectives:
            for role in one.roles:
                found.setdefault(role.measure, []).append((one, role))
        return {key: tuple(pairs) for key, pairs in found.items()}

    @cached_property
    def priorities_on(self) -> Mapping[str, tuple[tuple[ObjectiveFacts, RoleFacts], ...]]:
        """The enterprise objectives that each measure bears on, with its role."""
        found: dict[str, list[tuple[ObjectiveFacts, RoleFacts]]] = {}
        for one in self.objectives:
            for role in one.roles if one.level == "enterprise" else ():
                found.setdefault(role.measure, []).append((one, role))
        return {key: tuple(pairs) for key, pairs in found.items()}

    @cached_property
    def links_of_lead(self) -> Mapping[str, tuple[LinkFacts, ...]]:
        """By the key of the lead measure."""
        found: dict[str, list[LinkFacts]] = {}
        for link in self.links:
            found.setdefault(link.lead, []).append(link)
        return {key: tuple(links) for key, links in found.items()}

    @cached_property
    def links_of_lag(self) -> Mapping[str, tuple[LinkFacts, ...]]:
        """By the key of the lag measure."""
        found: dict[str, list[LinkFacts]] = {}
        for link in self.links:
            found.setdefault(link.lag, []).append(link)
        return {key: tuple(links) for key, links in found.items()}

    @cached_property
    def trade_offs_of(self) -> Mapping[str, tuple[TradeOffFacts, ...]]:
        """By the key of the pushed measure."""
        found: dict[str, list[TradeOffFacts]] = {}
        for one in self.trade_offs:
            found.setdefault(one.push, []).append(one)
        return {key: tuple(ones) for key, ones in found.items()}

    @cached_property
    def trade_offs_by_guard(self) -> Mapping[str, tuple[TradeOffFacts, ...]]:
        """By the key of the guard."""
        found: dict[str, list[TradeOffFacts]] = {}
        for one in self.trade_offs:
            found.setdefault(one.guard, []).append(one)
        return {key: tuple(ones) for key, ones in found.items()}

    @cached_property
    def target_of(self) -> Mapping[tuple[str, str], TargetFacts]:
        """By measure and unit, of the total."""
        return {(one.measure, one.unit): one for one in self.targets if one.stratum == "total"}

    @cached_property
    def post(self) -> Mapping[str, PostFacts]:
        """By key."""
        return {one.key: one for one in self.posts}

    @cached_property
    def forums_of(self) -> Mapping[str, tuple[ForumFacts, ...]]:
        """The forums before which each measure comes."""
        found: dict[str, list[ForumFacts]] = {}
        for forum in self.forums:
            for measure in forum.reviewed:
                found.setdefault(measure, []).append(forum)
        return {key: tuple(forums) for key, forums in found.items()}

    @cached_property
    def initiatives_on(self) -> Mapping[tuple[str, str], tuple[InitiativeFacts, ...]]:
        """By (measure, unit) that they are to move; stopped and finished ones left out."""
        found: dict[tuple[str, str], list[InitiativeFacts]] = {}
        for one in self.initiatives:
            if one.status in ("planned", "active"):
                for target in one.targets:
                    found.setdefault((target.measure, target.unit), []).append(one)
        return {key: tuple(ones) for key, ones in found.items()}

    @cached_property
    def in_circle(self) -> frozenset[str]:
        """The keys of the objectives that serve themselves."""
        return in_circles({one.key: [part.parent for part in one.parents] for one in self.objectives})

    @cached_property
    def measures_owned(self) -> Mapping[str, frozenset[str]]:
        """The keys of the measures that each post answers for; the objective's owner where the role names none."""
        found: dict[str, set[str]] = {}
        for one in self.objectives:
            for role in one.roles:
                for post in owners_of(one, role):
                    found.setdefault(post, set()).add(role.measure)
        return {post: frozenset(keys) for post, keys in found.items()}

    @cached_property
    def posts_with_duties(self) -> frozenset[str]:
        """The posts that own an objective, a measure, work under way or an obligation."""
        owners = {one.owner for one in self.objectives}
        owners |= {one.owner for one in self.initiatives if one.status in ("planned", "active")}
        owners |= {one.owner for one in self.obligations if one.met_on is None}
        owners |= {one.owner for one in self.actions or ()}
        return frozenset(owner for owner in owners if owner) | frozenset(self.measures_owned)

    @cached_property
    def rulings(self) -> frozenset[tuple[str, str]]:
        """The pairs of objectives of which it is said who wins, either way round."""
        return frozenset(pair for winner, loser in self.precedences for pair in ((winner, loser), (loser, winner)))

    @cached_property
    def has_rights(self) -> bool:
        """Whether anybody's decision rights are recorded at all."""
        return any(one.rights for one in self.posts) or any(one.rights for one in self.forums)

    @cached_property
    def unlimited_rights(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The posts that may decide without a ceiling, by kind and scope."""
        found: dict[tuple[str, str], list[str]] = {}
        for post in self.posts:
            for right in post.rights:
                if right.is_unlimited:
                    found.setdefault((right.kind, right.scope), []).append(post.key)
        return {key: tuple(posts) for key, posts in found.items()}

    @cached_property
    def initiatives_of_post(self) -> Mapping[str, tuple[InitiativeFacts, ...]]:
        """Those planned or active that take hours of each post."""
        found: dict[str, dict[str, InitiativeFacts]] = {}
        for one in self.initiatives:
            if one.status in ("planned", "active"):
                for post, _ in one.hours:
                    found.setdefault(post, {})[one.key] = one
        return {post: tuple(ones.values()) for post, ones in found.items()}

    def units_above(self, unit: str) -> tuple[str, ...]:
        """The unit itself and those above it, as far as they are known."""
        found: list[str] = []
        above: str | None = unit
        while above is not None and above not in found:
            found.append(above)
            above = self.unit_parents.get(above)
        return tuple(found)


def owners_of(objective: ObjectiveFacts, role: RoleFacts) -> tuple[str, ...]:
    """The posts that answer for a measure in an objective: those named, else the objective's owner."""
    return role.owners or ((objective.owner,) if objective.owner else ())
