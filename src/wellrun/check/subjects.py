"""What each kind of subject is in the facts, and the key by which a finding names it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wellrun.check.facts import ModelFacts

Subjects = list[tuple[str, Any]]


def subjects_of(facts: ModelFacts, kind: str) -> Subjects:
    """The (key, subject) pairs of a kind; none where the facts do not hold that kind."""
    return _KINDS[kind](facts)


def _keyed(ones: Iterable[Any] | None) -> Subjects:
    return [(one.key, one) for one in ones or ()]


_KINDS: dict[str, Callable[[ModelFacts], Subjects]] = {
    "plan": lambda facts: [(facts.plan.key, facts.plan)],
    "domain": lambda facts: [(domain, domain) for domain in facts.plan.domains],
    "objective": lambda facts: _keyed(facts.objectives),
    "measure": lambda facts: _keyed(facts.measures),
    "target": lambda facts: _keyed(facts.targets),
    "link": lambda facts: _keyed(facts.links),
    "post": lambda facts: _keyed(facts.posts),
    "forum": lambda facts: _keyed(facts.forums),
    "initiative": lambda facts: _keyed(facts.initiatives),
    "obligation": lambda facts: _keyed(facts.obligations),
    "action": lambda facts: _keyed(facts.actions),
    "escalation": lambda facts: _keyed(facts.escalations),
    "item": lambda facts: _keyed(facts.items),
    "note": lambda facts: _keyed(facts.notes),
    "cell": lambda facts: _keyed(facts.cells),
}


def unit_of(facts: ModelFacts, kind: str, key: str) -> str | None:
    """The unit that a subject is of, by its key; None for what is of the plan as a whole."""
    if kind == "objective":
        one = facts.objective.get(key)
        return one.unit if one else None
    if kind == "target":
        return key.split("/")[1]
    if kind == "initiative":
        return next((_of_objective(facts, one.objective) for one in facts.initiatives if one.key == key), None)
    named: dict[str, Iterable[Any]] = {"post": facts.posts, "forum": facts.forums, "obligation": facts.obligations}
    return next((one.unit or None for one in named.get(kind, ()) if one.key == key), None)


def _of_objective(facts: ModelFacts, key: str) -> str | None:
    one = facts.objective.get(key)
    return one.unit if one else None


KINDS = tuple(_KINDS)
"""What a rule may be about."""
