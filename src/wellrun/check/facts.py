"""What the model check looks at: the whole strategy model as frozen facts, from records or from a plan file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from wellrun.check.circles import in_circles
from wellrun.check.parts import (
    ActionFacts,
    CellFacts,
    ContributionFacts,
    ContributorFacts,
    EscalationFacts,
    ForumFacts,
    InitiativeFacts,
    ItemFacts,
    KeyResultFacts,
    LinkFacts,
    MeasureFacts,
    NoteFacts,
    ObjectiveFacts,
    ObligationFacts,
    PlanFacts,
    PostFacts,
    PredictionFacts,
    RightFacts,
    RoleFacts,
    SliceFacts,
    TargetFacts,
    TradeOffFacts,
    WaiverFacts,
    owners_of,
)

__all__ = [
    "ActionFacts",
    "CellFacts",
    "ContributionFacts",
    "ContributorFacts",
    "EscalationFacts",
    "ForumFacts",
    "InitiativeFacts",
    "ItemFacts",
    "KeyResultFacts",
    "LinkFacts",
    "MeasureFacts",
    "ModelFacts",
    "NoteFacts",
    "ObjectiveFacts",
    "ObligationFacts",
    "PlanFacts",
    "PostFacts",
    "PredictionFacts",
    "RightFacts",
    "RoleFacts",
    "SliceFacts",
    "TargetFacts",
    "TradeOffFacts",
    "WaiverFacts",
    "owners_of",
]


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
    open_catchballs: tuple[tuple[str, str, str], ...] = ()  # (parent objective, unit, what the unit is called)
    waivers: tuple[WaiverFacts, ...] = ()
    other_names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # of measures not there
    unit_parents: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))
    unit_names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
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

    @cached_property
    def units_of_measure(self) -> Mapping[str, tuple[str, ...]]:
        """The units whose objectives each measure bears on; of one that bears on none, those with an aim for it."""
        found: dict[str, dict[str, None]] = {}
        for one in self.objectives:
            for role in one.roles:
                found.setdefault(role.measure, {})[one.unit] = None
        for target in self.targets:
            if target.measure not in self.roles_of:
                found.setdefault(target.measure, {})[target.unit] = None
        return {measure: tuple(units) for measure, units in found.items()}

    def unit_name(self, unit: str) -> str:
        """What a unit is called; its key where its name is not known."""
        return self.unit_names.get(unit, unit)

    def unit_over(self, units: Collection[str]) -> str | None:
        """The lowest unit to which all of these belong; None where there is none, or none is known."""
        if len(set(units)) == 1:
            return next(iter(units))
        lines = [self.units_above(unit) for unit in units]
        return next((unit for unit in lines[0] if all(unit in line for line in lines)), None) if lines else None

    def units_above(self, unit: str) -> tuple[str, ...]:
        """The unit itself and those above it, as far as they are known."""
        found: list[str] = []
        above: str | None = unit
        while above is not None and above not in found:
            found.append(above)
            above = self.unit_parents.get(above)
        return tuple(found)
