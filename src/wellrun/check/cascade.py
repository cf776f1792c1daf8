"""The arithmetic of a cascade: what is missing to an aim, and how much of it those below take on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from wellrun.check.facts import ModelFacts, ObjectiveFacts, RoleFacts


class Aim(Protocol):
    """A value or a band that is wanted, and what it was when that was said: a fact of the check or a record."""

    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def baseline(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class TakenOn:
    """How much of a parent's gap those that serve it take on, as a share of it; who of them says nothing.

    `gap` is as the measure is stored; none where shares alone are said. `share` is none where it cannot be told.
    """

    gap: float | None
    share: float | None
    said: int
    unsaid: tuple[str, ...]


def gap_of(target: Aim, direction: str = "") -> float | None:
    """What lies between a baseline and its aim, without sign; of a band, up to its nearer end.

    `direction`: which way is good, `up` or `down`; a baseline that is better than the aim leaves no gap.
    """
    if target.baseline is None:
        return None
    if target.value is not None:
        missing = {"up": target.value - target.baseline, "down": target.baseline - target.value}.get(direction)
        return abs(target.value - target.baseline) if missing is None else max(missing, 0.0)
    if target.low is None or target.high is None:
        return None
    return max(target.low - target.baseline, target.baseline - target.high, 0.0)


def gap_of_objective(facts: ModelFacts, objective: ObjectiveFacts) -> float | None:
    """The gap of its first result that has an aim with a baseline in its unit."""
    for role in objective.roles:
        target = facts.target_of.get((role.measure, objective.unit)) if role.role == "lag" else None
        gap = gap_of(target, _direction(facts, role)) if target else None
        if gap is not None:
            return gap
    return None


def _direction(facts: ModelFacts, role: RoleFacts) -> str:
    """Which way is good of a measure, for the objective or by its definition."""
    measure = facts.measure.get(role.measure)
    return role.direction or (measure.direction if measure else "")


def taken_on(facts: ModelFacts, objective: ObjectiveFacts) -> TakenOn:
    """What the objectives that serve one take on of its gap; one that says nothing takes on nothing."""
    parts = facts.children.get(objective.key, ())
    unsaid = tuple(child.key for child, part in parts if part.amount is None and part.share is None)
    amounts = [part.amount for _, part in parts if part.amount is not None]
    shares = [part.share for _, part in parts if part.share is not None]
    gap = gap_of_objective(facts, objective)
    return TakenOn(gap, share_of(gap, amounts, shares), len(parts) - len(unsaid), unsaid)


def share_of(gap: float | None, amounts: Sequence[float], shares: Sequence[float]) -> float | None:
    """What amounts and shares come to as a share of the gap; none where there are amounts of no known gap."""
    if not amounts:
        return sum(shares)
    return None if not gap else sum(shares) + sum(amounts) / gap
