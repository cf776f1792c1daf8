"""Which subjects a change may give another answer: what is checked when one thing is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from wellrun.check.facts import ModelFacts

Subject = tuple[str, str]
"""A kind and a key."""


def touched_by(facts: ModelFacts, changed: Iterable[Subject]) -> frozenset[Subject]:
    """What to check again when these were changed, added or taken away: themselves and what they touch.

    The facts are those after the change. What a rule looks at beside its subject lies one step away: the cascade above
    and below, the measures with their aims and links, the posts that answer, the forums before which they come.
    """
    found = {("plan", facts.plan.key)}
    for kind, key in changed:
        found.add((kind, key))
        found.update(_TOUCHED.get(kind, _nothing)(facts, key))
        found.update(("note", note) for note in _texts_of(facts, kind, key))
    return frozenset(found)


# The texts that a subject holds itself, by the field; one that was emptied is asked about as well.
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "objective": ("title", "description"),
    "initiative": ("title", "design"),
    "obligation": ("title", "evidence", "met_by"),
    "link": ("caveat",),
}


def _texts_of(facts: ModelFacts, kind: str, key: str) -> Iterable[str]:
    """The free texts of a subject, by where they stand; of an objective those of its parts, of a measure its limit."""
    if kind == "measure":
        return [f"limit/{key}/response"]
    parts = [note.key for note in facts.notes or () if note.key.startswith(f"{kind} {key}, ")]
    return [*(f"{kind}/{key}/{name}" for name in _FIELDS.get(kind, ())), *parts]


def _nothing(facts: ModelFacts, key: str) -> Iterable[Subject]:
    return ()


def _objective(facts: ModelFacts, key: str) -> Iterable[Subject]:
    yield from (("objective", child.key) for child, _ in facts.children.get(key, ()))
    one = facts.objective.get(key)
    if one is None:
        return
    yield "domain", one.domain
    yield from (("objective", part.parent) for part in one.parents)
    for role in one.roles:
        yield from _role(facts, role.measure)
        yield from _rivals(facts, role.measure)
        yield from (("post", post) for post in role.owners)
    yield from (("post", post) for post in (one.owner, one.sponsor) if post)


def _role(facts: ModelFacts, measure: str) -> Iterable[Subject]:
    """The measure, and what a structural part of it pulls."""
    yield "measure", measure
    yield from (("measure", link.lag) for link in facts.links_of_lead.get(measure, ()) if link.grade == "structural")


def _rivals(facts: ModelFacts, measure: str) -> Iterable[Subject]:
    """The priorities that may pull against each other over a measure, a part of it, or what guards it."""
    beside = {measure}
    beside |= {link.lead for link in facts.links_of_lag.get(measure, ()) if link.grade == "structural"}
    beside |= {link.lag for link in facts.links_of_lead.get(measure, ()) if link.grade == "structural"}
    beside |= {one.guard for one in facts.trade_offs_of.get(measure, ())}
    beside |= {one.push for one in facts.trade_offs_by_guard.get(measure, ())}
    for key in beside:
        yield from (("objective", one.key) for one, _ in facts.priorities_on.get(key, ()))


def _measure(facts: ModelFacts, key: str) -> Iterable[Subject]:
    yield from _role(facts, key)
    yield from _rivals(facts, key)
    yield from (("objective", one.key) for one, _ in facts.roles_of.get(key, ()))
    yield from (("target", one.key) for one in facts.targets if one.measure == key)
    yield from (("link", link.key) for link in facts.links_of_lead.get(key, ()))
    yield from (("forum", forum.key) for forum in facts.forums_of.get(key, ()))


def _target(facts: ModelFacts, key: str) -> Iterable[Subject]:
    measure, unit = key.split("/")[:2]
    yield from (("objective", one.key) for one, _ in facts.roles_of.get(measure, ()) if one.unit == unit)


def _link(facts: ModelFacts, key: str) -> Iterable[Subject]:
    for link in facts.links:
        if link.key == key:
            yield from (("measure", end) for end in (link.lead, link.lag))
            yield from (("objective", one.key) for one, _ in facts.roles_of.get(link.lead, ()))
            yield from _rivals(facts, link.lag)
            yield from _predicted(facts, link.lag)


def _predicted(facts: ModelFacts, measure: str) -> Iterable[Subject]:
    """The initiatives that are to move a measure."""
    for one in facts.initiatives:
        if any(prediction.measure == measure for prediction in one.targets):
            yield "initiative", one.key


def _obligation(facts: ModelFacts, key: str) -> Iterable[Subject]:
    """Whoever answers for it has a duty."""
    yield from (("post", one.owner) for one in facts.obligations if one.key == key and one.owner)


def _post(facts: ModelFacts, key: str) -> Iterable[Subject]:
    yield from (("forum", forum.key) for forum in facts.forums)
    yield from (("post", post.key) for post in facts.posts if post.rights)


def _forum(facts: ModelFacts, key: str) -> Iterable[Subject]:
    for forum in facts.forums:
        yield "forum", forum.key
        if forum.key == key:
            for measure in forum.reviewed:
                yield "measure", measure
                yield from (("objective", one.key) for one, _ in facts.roles_of.get(measure, ()))
    yield from (("obligation", one.key) for one in facts.obligations)


def _initiative(facts: ModelFacts, key: str) -> Iterable[Subject]:
    for one in facts.initiatives:
        if one.key == key:
            moved = {prediction.measure for prediction in one.targets}
            yield from (("target", target.key) for target in facts.targets if target.measure in moved)
            yield from (("post", post) for post, _ in one.hours)
            yield from (("post", post) for post in (one.owner,) if post)
            for prediction in one.targets:
                others = facts.initiatives_on.get((prediction.measure, prediction.unit), ())
                yield from (("initiative", other.key) for other in others)


_TOUCHED: Final[Mapping[str, Callable[[ModelFacts, str], Iterable[Subject]]]] = {
    "objective": _objective,
    "measure": _measure,
    "target": _target,
    "link": _link,
    "post": _post,
    "forum": _forum,
    "obligation": _obligation,
    "initiative": _initiative,
}
