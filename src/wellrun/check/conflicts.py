"""Where objectives pull against each other: one measure both ways, or one pushes what the other has to guard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wellrun.check.facts import LinkFacts, ModelFacts, ObjectiveFacts, RoleFacts, TradeOffFacts

_TURNED = {"up": "down", "down": "up"}
_KEPT = {"up": "up", "down": "down"}


Bearing = Sequence[tuple[ObjectiveFacts, RoleFacts]]


class Pull(NamedTuple):
    """What an objective wants of a measure. `through`: the measure by which it does, where that is a part of it."""

    objective: ObjectiveFacts
    direction: str  # up | down
    through: str = ""


class End(NamedTuple):
    """One side of a clash: what an objective wants of a measure."""

    objective: ObjectiveFacts
    measure: str
    way: str  # up | down | band


class Clash(NamedTuple):
    """One reason for which two objectives pull against each other, over `measure`.

    `opposite`: they want the opposite of it; `part`: `other` wants of a structural part of it what moves it the other
    way; `trade_off`: `one` pushes what may harm it, a result of `other`. `by`: the key of the link or trade-off.
    """

    kind: str
    one: End
    other: End
    measure: str
    by: str = ""

    def against(self, objective: ObjectiveFacts) -> ObjectiveFacts:
        """The one of the two that is not this."""
        ends = (self.one.objective, self.other.objective)
        return ends[1] if ends[0].key == objective.key else ends[0]


class Conflict(NamedTuple):
    """Two objectives that pull against each other, the higher one first, and why."""

    first: ObjectiveFacts
    second: ObjectiveFacts
    clashes: tuple[Clash, ...]


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
    for clash in clashes_of(facts, objective):
        other = clash.against(objective)
        found.setdefault(other.key, (other, clash.measure))
    return tuple(found.values())


def clashes_of(facts: ModelFacts, objective: ObjectiveFacts) -> Iterator[Clash]:
    """Every reason for which another enterprise objective pulls against one."""
    for clash in (*_opposed(facts, objective), *_traded_off(facts, objective)):
        if clash.one.objective.key != clash.other.objective.key:
            yield clash


def conflicts_among(facts: ModelFacts) -> tuple[Conflict, ...]:
    """Every two enterprise objectives that pull against each other, by rank, each with all the reasons."""
    found: dict[tuple[str, str], dict[Clash, None]] = {}
    foremost = sorted((one for one in facts.objectives if one.level == "enterprise"), key=place_of)
    for objective in foremost:
        for clash in clashes_of(facts, objective):
            other = clash.against(objective)
            if place_of(objective) < place_of(other):
                found.setdefault((objective.key, other.key), {}).setdefault(clash)
    by_key = facts.objective
    return tuple(Conflict(by_key[one], by_key[other], tuple(why)) for (one, other), why in found.items())


def place_of(objective: ObjectiveFacts) -> tuple[float, str]:
    """Where an objective stands in the order; those without a rank come last."""
    return (float("inf") if objective.rank is None else objective.rank, objective.key)


def _opposed(facts: ModelFacts, objective: ObjectiveFacts) -> Iterator[Clash]:
    """Those that want the opposite of one of its measures, of a part of it, or of what it is a part of."""
    for role in objective.roles:
        way = wanted(facts, role)
        if way not in _TURNED:
            continue
        one = End(objective, role.measure, way)
        for pull in pulls_on(facts, role.measure, priorities=True):
            if pull.direction != way and not pull.through:
                yield Clash("opposite", one, End(pull.objective, role.measure, pull.direction), role.measure)
        for link in facts.links_of_lag.get(role.measure, ()):
            yield from _over_a_part(facts, link, one, role.measure) if link.grade == "structural" else ()
        for link in facts.links_of_lead.get(role.measure, ()):
            yield from _over_the_whole(facts, link, one) if link.grade == "structural" else ()


def _over_a_part(facts: ModelFacts, link: LinkFacts, one: End, measure: str) -> Iterator[Clash]:
    """Those that want of a part what moves its whole against the way wanted."""
    for pull in _pulls(facts, facts.priorities_on.get(link.lead, ()), link.lead, link.sign):
        if pull.direction != one.way:
            way = pull.direction if link.sign == "+" else _TURNED[pull.direction]
            yield Clash("part", one, End(pull.objective, link.lead, way), measure, link.key)


def _over_the_whole(facts: ModelFacts, link: LinkFacts, one: End) -> Iterator[Clash]:
    """Those that want the opposite of the whole that a part moves."""
    implied = one.way if link.sign == "+" else _TURNED[one.way]
    for pull in _pulls(facts, facts.priorities_on.get(link.lag, ()), link.lag, "+"):
        if pull.direction != implied:
            yield Clash("part", End(pull.objective, link.lag, pull.direction), one, link.lag, link.key)


def _traded_off(facts: ModelFacts, objective: ObjectiveFacts) -> Iterator[Clash]:
    """Where one pushes what harms a result of the other, and does not guard it by itself."""
    for role in objective.roles:
        for one in facts.trade_offs_of.get(role.measure, ()) if role.role != "balancing" else ():
            if wanted(facts, role) == one.push_direction and not has(objective, one.guard):
                yield from (_harm(one, objective, other) for other in _results(facts, one.guard))
        for one in facts.trade_offs_by_guard.get(role.measure, ()) if role.role == "lag" else ():
            for other, pushed in facts.priorities_on.get(one.push, ()):
                pushes = pushed.role != "balancing" and wanted(facts, pushed) == one.push_direction
                if pushes and not has(other, role.measure):
                    yield _harm(one, other, objective)


def _harm(one: TradeOffFacts, pushing: ObjectiveFacts, harmed: ObjectiveFacts) -> Clash:
    push = End(pushing, one.push, one.push_direction)
    return Clash("trade_off", push, End(harmed, one.guard, one.guard_direction), one.guard, one.key)


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
