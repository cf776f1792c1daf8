"""A plan as single facts, each with a key of its own, so that two plans can be compared and one made from the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final

from wellrun.plans.document import PlanDocument
from wellrun.plans.meaning import key_of
from wellrun.plans.specs import ClosingSpec, ContributionSpec, ForumSpec, ObjectiveSpec, PostSpec

KINDS: Final = (
    "measure",
    "post",
    "post_right",
    "domain",
    "plan",
    "objective",
    "parent",
    "role",
    "contributor",
    "cause_effect",
    "driver",
    "slice",
    "key_result",
    "closing",
    "precedence",
    "stopped",
    "hours",
    "waiver",
    "target",
    "limit",
    "link",
    "trade_off",
    "obligation",
    "forum",
    "forum_right",
    "initiative",
    "action",
)
"""What a plan is made of, in the order in which one thing needs another."""

PART_OF: Final = {
    "measure": "measures",
    "post": "posts",
    "post_right": "posts",
    "target": "targets",
    "limit": "limits",
    "link": "links",
    "trade_off": "trade_offs",
    "obligation": "obligations",
    "forum": "forums",
    "forum_right": "forums",
}
"""The part of the file that each kind stands in; any other stands in the plan itself."""


@dataclass(frozen=True, slots=True)
class Row:
    """One fact. `path` are the keys from the outside in; `spec` says the rest, without what has rows of its own."""

    kind: str
    path: tuple[str, ...]
    spec: Any
    owner: tuple[str, tuple[str, ...]] | None = None
    position: int = 0

    @property
    def subject(self) -> str:
        """The keys as a person reads them."""
        return " / ".join(self.path)

    @property
    def name(self) -> tuple[str, tuple[str, ...]]:
        """What tells it from every other row."""
        return (self.kind, self.path)


def rows_of(document: PlanDocument) -> Iterator[Row]:
    """Every fact of a document; an entry that holds others comes before them."""
    plan = document.plan
    yield from _list("measure", document.measures)
    for post in document.posts:
        yield from _with_rights("post", post)
    yield from _list("domain", plan.domains)
    yield Row("plan", (plan.key,), _bare(plan))
    for position, objective in enumerate(plan.objectives):
        yield from _objective(objective, position)
    for kind, entries in (
        ("precedence", plan.precedences),
        ("stopped", plan.stopped),
        ("hours", plan.hours),
        ("waiver", plan.waivers),
        ("target", document.targets),
        ("limit", document.limits),
        ("link", document.links),
        ("trade_off", document.trade_offs),
        ("obligation", document.obligations),
    ):
        yield from _list(kind, entries)
    for forum in document.forums:
        yield from _with_rights("forum", forum)
    yield from _list("initiative", plan.initiatives)
    yield from _list("action", plan.actions)


def _objective(objective: ObjectiveSpec, position: int) -> Iterator[Row]:
    yield (top := Row("objective", (objective.key,), _bare(replace(objective, parents=())), position=position))
    said = {one.parent: one for one in objective.contributions}
    for parent in objective.parents:
        yield Row("parent", (objective.key, parent), said.get(parent, ContributionSpec(parent)), top.name)
    for kind, entries in (
        ("role", objective.measures),
        ("contributor", objective.contributors),
        ("cause_effect", objective.helps),
        ("driver", objective.drivers),
    ):
        yield from _list(kind, entries, top)
    for row in _list("slice", objective.quarters, top):
        yield replace(row, spec=replace(_bare(row.spec), learning=""))
        yield from _list("key_result", row.spec.key_results, row)
        if row.spec.is_closed:
            yield Row("closing", row.path, ClosingSpec(row.spec.learning), row.name)


def _with_rights(kind: str, entry: PostSpec | ForumSpec) -> Iterator[Row]:
    yield (top := Row(kind, (entry.key,), _bare(entry)))
    yield from _list(f"{kind}_right", entry.rights, top)


def _list(kind: str, entries: tuple[Any, ...], owner: Row | None = None) -> Iterator[Row]:
    above = owner.path if owner else ()
    for position, entry in enumerate(entries):
        yield Row(kind, (*above, *key_of(entry)), entry, owner.name if owner else None, position)


def _bare(entry: Any) -> Any:
    """The entry without the lists of entries in it."""
    emptied: dict[str, Any] = {}
    for one in fields(entry):
        value = getattr(entry, one.name)
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            emptied[one.name] = ()
    return replace(entry, **emptied) if emptied else entry
