"""One cycle's strategy: its objectives, the choices between them, the work for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wellrun.plans.specs.objective import ObjectiveSpec
from wellrun.plans.specs.work import ActionSpec, HoursSpec, InitiativeSpec


@dataclass(frozen=True)
class DomainSpec:
    """One of the few enterprise priority areas: five to begin with, renamed and extended as a site likes."""

    key: str
    name: str


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
class WaiverSpec:
    """A check rule set aside on purpose, by a post, until a day."""

    rule: str
    subject: str  # the key of what the rule fires on
    reason: str
    post: str
    expires: date


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
