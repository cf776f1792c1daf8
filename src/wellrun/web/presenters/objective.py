"""One objective as a card of the strategy page."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.web.parts import Fact
from wellrun.web.presenters.priority import PriorityState
from wellrun.web.presenters.rows import MeasureRow


@dataclass(frozen=True)
class Handoff:
    """A contributing team and the hand-off measure it owns."""

    team: str
    measure: str
    href: str


@dataclass(frozen=True)
class ObjectiveCard:
    """One objective with who answers for it, its measures, and its holes. `is_idle`: no initiative is on it.

    `serves`: the titles of those above, with an address where the caller sees their unit.
    `begin_href`: where who chairs the unit begins one, empty where one is there. `library_href`: where to look for
    measures in the roles that are missing; empty where none is.
    """

    key: str
    href: str
    rank: int | None
    title: str
    domain: str
    serves: list[tuple[str, str]]
    people: list[Fact]
    initiatives: list[Fact]
    next_review: Fact
    handoffs: list[Handoff]
    without_handoff: str
    rows: list[MeasureRow]
    state: PriorityState
    holes: list[str]
    library_href: str
    is_idle: bool
    begin_href: str = ""

    @property
    def result(self) -> MeasureRow | None:
        """Its first lag measure; None where nothing says whether it is reached."""
        return next((row for row in self.rows if row.role == "lag"), None)
