"""What each kind of subject is in the facts, and the key by which a finding names it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
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


def unit_of(facts: ModelFacts, kind: str, key: str, units: Collection[str] = ()) -> str | None:
    """The unit that a subject is of, by its key; None for what is of the plan as a whole.

    `units`: those of which more is said than of the subject; what is of several is of the lowest above them.
    """
    if units:
        return facts.unit_over(units)
    if kind == "measure":
        return facts.unit_over(facts.units_of_measure.get(key, ()))
    if kind == "objective":
        one = facts.objective.get(key)
        return one.unit if one else None
    if kind == "target":
        return key.split("/")[1]
    if kind == "initiative":
        return next((_of_objective(facts, one.objective) for one in facts.initiatives if one.key == key), None)
    if kind == "note":
        return _of_note(facts, key)
    named: dict[str, Iterable[Any]] = {
        "post": facts.posts,
        "forum": facts.forums,
        "obligation": facts.obligations,
        "action": facts.actions or (),
        "escalation": facts.escalations or (),
        "item": facts.items or (),
    }
    return next((one.unit or None for one in named.get(kind, ()) if one.key == key), None)


def _of_objective(facts: ModelFacts, key: str) -> str | None:
    one = facts.objective.get(key)
    return one.unit if one else None


def _of_note(facts: ModelFacts, key: str) -> str | None:
    """The unit of what a text belongs to; of one beside the plan as it says itself."""
    if found := next((one.unit for one in facts.notes or () if one.key == key and one.unit), ""):
        return found
    # "objective/KEY/title", or for a part of it "objective KEY, driver/KEY/text".
    place, _, rest = key.partition("/")
    kind, _, whole = place.partition(" ")
    subject = whole.partition(",")[0] or rest.partition("/")[0]
    kind = "measure" if kind == "limit" else kind
    return unit_of(facts, kind, subject) if kind in _WITH_TEXTS else None


_WITH_TEXTS = frozenset({"objective", "initiative", "obligation", "measure"})
KINDS = tuple(_KINDS)
"""What a rule may be about."""
