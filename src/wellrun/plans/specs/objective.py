"""An objective with what hangs on it, as a plan file says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
    """What of an objective is pushed in the quarter that begins on `starts`.

    One that says what was learned is closed; one that does not goes on.
    """

    starts: date
    title: str
    key_results: tuple[KeyResultSpec, ...] = ()
    learning: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether it says what was learned."""
        return bool(self.learning.strip())


@dataclass(frozen=True)
class ClosingSpec:
    """That a quarter is closed, as a fact beside what was pushed in it: its scores are fixed by it."""

    learning: str


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
