"""An objective with what hangs on it: measures, teams, what it serves, its quarters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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


def owners_of(objective: ObjectiveFacts, role: RoleFacts) -> tuple[str, ...]:
    """The posts that answer for a measure in an objective: those named, else the objective's owner."""
    return role.owners or ((objective.owner,) if objective.owner else ())
