"""Where objectives pull against each other: one measure both ways, or one pushes what the other has to guard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wellrun.check.facts import ModelFacts, ObjectiveFacts, RoleFacts

_TURNED = {"up": "down", "down": "up"}
_KEPT = {"up": "up", "down": "down"}


Bearing = Sequence[tuple[ObjectiveFacts, RoleFacts]]


class Pull(NamedTuple):
    """What an objective wants of a measure. `through`: the measure by which it does, where that is a part of it."""

    objective: ObjectiveFacts
    direction: str  # up | down
    through: str = ""


def wanted(facts: ModelFacts, role: RoleFacts) -> str:
    """Which way an objective wants a measure to go: as it says, else as the definition does."""
    if role.direction:
        return role.direction
    measure = facts.measure.get(role.measure)
    return measure.direction if measure else ""


def pulls_on(facts: ModelFacts, measure: str, *, priorities: bool = False) -> tuple[Pull, ...]:
    """What objectives want of a measure, by itself or through a component that is a structural part of it.

    `priorities`: of the enterprise objectives only.
    """
    bearing = facts.priorities_on if priorities else facts.roles_of
    direct = _pulls(facts, bearing.get(measure, ()), measure, "+")
    parts = [
        pull
        for link in facts.links_of_lag.get(measure, ())
        if link.grade == "structural"
        for pull in _pulls(facts, bearing.get(link.lead, ()), link.lead, link.sign, link.lead)
    ]
    return (*direct, *parts)


def opposite_pulls(facts: ModelFacts, measure: str) -> tuple[Pull, Pull] | None:
    """The first two objectives that want the opposite of a measure, at least one of them of the measure itself."""
    pulls = pulls_on(facts, measure)
    against = {way: [pull for pull in pulls if pull.direction == turned] for way, turned in _TURNED.items()}
    for one in pulls:
        if one.through:
            break  # those through a part come last
        for other in against[one.direction]:
            if other.objective.key != one.objective.key:
                return one, other
    return None


def in_conflict_with(facts: ModelFacts, objective: ObjectiveFacts) -> tuple[tuple[ObjectiveFacts, str], ...]:
    """The other enterprise objectives that pull against one, each with the measure over which they do."""
    found: dict[str, tuple[ObjectiveFacts, str]] = {}
    for other, measure in (*_opposed(facts, objective), *_traded_off(facts, objective)):
        if other.key != objective.key:
            found.setdefault(other.key, (other, measure))
    return tuple(found.values())


def _opposed(facts: ModelFacts, objective: ObjectiveFacts) -> Iterator[tuple[ObjectiveFacts, str]]:
    """Those that want the opposite of one of its measures, of a part of it, or of what it is a part of."""
    for role in objective.roles:
        way = wanted(facts, role)
        if way not in _TURNED:
            continue
        for pull in pulls_on(facts, role.measure, priorities=True):
            if pull.direction != way:
                yield pull.objective, role.measure
        for link in facts.links_of_lead.get(role.measure, ()):
            there = _pulls(facts, facts.priorities_on.get(link.lag, ()), link.lag, "+")
            implied = way if link.sign == "+" else _TURNED[way]
            if link.grade == "structural":
                yield from ((pull.objective, link.lag) for pull in there if pull.direction != implied)


def _traded_off(facts: ModelFacts, objective: ObjectiveFacts) -> Iterator[tuple[ObjectiveFacts, str]]:
    """Where one pushes what harms a result of the other, and does not guard it by itself."""
    for role in objective.roles:
        for one in facts.trade_offs_of.get(role.measure, ()) if role.role != "balancing" else ():
            if wanted(facts, role) == one.push_direction and not has(objective, one.guard):
                yield from ((other, one.guard) for other in _results(facts, one.guard))
        for one in facts.trade_offs_by_guard.get(role.measure, ()) if role.role == "lag" else ():
            for other, pushed in facts.priorities_on.get(one.push, ()):
                pushes = pushed.role != "balancing" and wanted(facts, pushed) == one.push_direction
                if pushes and not has(other, role.measure):
                    yield other, role.measure


def has(objective: ObjectiveFacts, measure: str) -> bool:
    """Whether a measure bears on an objective in any role."""
    return any(role.measure == measure for role in objective.roles)


def _results(facts: ModelFacts, measure: str) -> list[ObjectiveFacts]:
    return [one for one, role in facts.priorities_on.get(measure, ()) if role.role == "lag"]


def _pulls(facts: ModelFacts, bearing: Bearing, measure: str, sign: str, through: str = "") -> list[Pull]:
    """What is wanted up or down of a measure, turned round where it moves the other one against its own way."""
    found = facts.measure.get(measure)
    usual = found.direction if found else ""
    ways = _TURNED if sign == "-" else _KEPT
    return [Pull(one, ways[way], through) for one, role in bearing if (way := role.direction or usual) in _TURNED]
