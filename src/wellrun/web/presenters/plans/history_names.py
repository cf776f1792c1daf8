"""What the keys that a history names are called, and how the figures of a measure are shown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value

from wellrun.execution.models import Initiative
from wellrun.measures.models import MeasureVersion
from wellrun.measures.shown import FigureFormat, format_of
from wellrun.organisation.models import Post, Unit
from wellrun.reviews.models import Forum
from wellrun.strategy.models import Domain, DriverNode, Objective, Obligation, Plan, PlanChange, Stopped
from wellrun.strategy.queries import results_by_gap

BETWEEN: Final = " > "
"""Between the keys of a subject that has several parts."""
# What the parts of a subject name, by the kind of change; what a waiver is about may be any of several things.
_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "objective": ("objective",),
    "role": ("objective", "measure"),
    "contributor": ("objective", ""),
    "parent": ("objective", "objective"),
    "arrow": ("objective", "objective"),
    "driver": ("objective", "driver"),
    "precedence": ("objective", "objective"),
    "catchball": ("objective", "unit"),
    "quarter": ("objective", ""),
    "key result": ("objective", "", "measure", "unit"),
    "hours": ("post",),
    "post": ("post",),
    "post_right": ("post", "", "unit"),
    "forum": ("forum",),
    "forum_right": ("forum", "", "unit"),
    "target": ("measure", "unit"),
    "limit": ("measure", "unit"),
    "measure": ("measure",),
    "domain": ("domain",),
    "initiative": ("initiative",),
    "stopped": ("stopped",),
    "obligation": ("obligation",),
    "plan": ("plan",),
}
_ANY: Final = ("objective", "measure", "domain", "initiative", "post", "unit", "forum")
_FIELDS: Final = {
    **dict.fromkeys(("owner", "sponsor", "post", "chair"), "post"),
    **dict.fromkeys(("unit", "scope"), "unit"),
    **dict.fromkeys(("objective", "winner", "loser", "effect", "parent", "parents", "order"), "objective"),
    **dict.fromkeys(("measure", "measures", "handoff", "lead", "lag", "push", "guard"), "measure"),
    **dict.fromkeys(("domain", "domains"), "domain"),
    "initiative": "initiative",
    "forum": "forum",
    "from": "plan",
}


@dataclass(frozen=True)
class Names:
    """Names by table and key; `formats`: how the figures of a measure are shown, by its key.

    `gaps`: how those are shown in which parts of an objective are said, by the key of the objective.
    """

    called: Mapping[tuple[str, str], str] = field(default_factory=dict)
    formats: Mapping[str, FigureFormat] = field(default_factory=dict)
    gaps: Mapping[str, FigureFormat] = field(default_factory=dict)

    def of(self, table: str, key: str) -> str:
        """The name, or the key itself of what is not there any more or not the reader's to see."""
        return self.called.get((table, key), key)

    def of_subject(self, change: PlanChange) -> list[str]:
        """The parts of what a change is about, by name."""
        return [self._any(key) if table == "*" else self.of(table, key) for table, key in subject_parts(change)]

    def _any(self, key: str) -> str:
        return next((self.called[table, key] for table in _ANY if (table, key) in self.called), key)


def table_of(kind: str, name: str) -> str:
    """What a field of a change names; empty where its value is no key."""
    return "driver" if (kind, name) == ("driver", "parent") else _FIELDS.get(name, "")


def subject_parts(change: PlanChange) -> list[tuple[str, str]]:
    """The keys of a subject with the table each is in; "*": any, empty: none."""
    between = {"target": "/", "key result": r" > | |/"}.get(change.kind, BETWEEN)
    keys = re.split(between, change.subject)
    if change.kind == "waiver":
        return [("", keys[0]), *(("*", key) for key in keys[1:])]
    tables = _PARTS.get(change.kind, ())
    return [(tables[n] if n < len(tables) else "", key) for n, key in enumerate(keys)]


def shared_objective(change: PlanChange) -> str:
    """The key of the objective of whose gap a change says parts; empty where it says none."""
    if change.kind == "objective":
        return next(iter(change.after.get("parents") or change.before.get("parents") or ()), "")
    place = {"parent": 1, "catchball": 0}.get(change.kind)
    keys = change.subject.split(BETWEEN)
    return keys[place] if place is not None and place < len(keys) else ""


def names_of(plan: Plan, changes: Iterable[PlanChange], seen: Collection[UUID] | QuerySet[Any]) -> Names:
    """The names of all that these changes speak of; one query, and one more where measures are named.

    `seen`: the units whose objectives and initiatives the reader may be told of by name.
    """
    asked = _asked(changes)
    result = results_by_gap().filter(objective=OuterRef("pk")).values("measure__key")[:1]
    rows: dict[str, QuerySet[Any]] = {
        "result": Objective.objects.filter(plan=plan).annotate(said=Subquery(result)),
        "objective": Objective.objects.filter(plan=plan, unit__in=seen).annotate(said=F("title")),
        "post": Post.objects.annotate(said=F("title")),
        "unit": Unit.objects.annotate(said=F("name")),
        "domain": Domain.objects.annotate(said=F("name")),
        "forum": Forum.objects.annotate(said=F("name")),
        "plan": Plan.objects.annotate(said=F("name")),
        "initiative": Initiative.objects.filter(objective__unit__in=seen).annotate(said=F("title")),
        "driver": DriverNode.objects.filter(objective__plan=plan).annotate(said=F("text")),
        "stopped": Stopped.objects.filter(plan=plan).annotate(said=F("title")),
        "obligation": Obligation.objects.annotate(said=F("title")),
    }
    found = [_told(rows[table].filter(key__in=keys), table) for table, keys in asked.items() if table in rows]
    called = {(table, key): said for table, key, said in found[0].union(*found[1:], all=True)} if found else {}
    results = {key: called.pop((table, key)) for table, key in list(called) if table == "result"}
    versions = _versions(asked["measure"].union(filter(None, results.values())))
    called |= {("measure", key): version.name for key, version in versions.items()}
    formats = {key: format_of(version) for key, version in versions.items()}
    return Names(called, formats, {key: formats[one] for key, one in results.items() if one in formats})


def _told(rows: QuerySet[Any], table: str) -> QuerySet[Any]:
    named: QuerySet[Any] = rows.order_by().annotate(table=Value(table, output_field=CharField()))
    told: QuerySet[Any] = named.values_list("table", "key", "said")
    return told


def _versions(keys: Collection[str]) -> dict[str, MeasureVersion]:
    if not keys:
        return {}
    rows = MeasureVersion.objects.filter(measure__key__in=keys, current=True).select_related("measure")
    return {version.measure.key: version for version in rows}


def _asked(changes: Iterable[PlanChange]) -> dict[str, set[str]]:
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for change in changes:
        for table, key in subject_parts(change):
            for one in _ANY if table == "*" else (table,):
                asked[one].add(key)
        if objective := shared_objective(change):
            asked["result"].add(objective)
        for facts in (change.before, change.after):
            for name, value in facts.items():
                for table, key in _keys(change.kind, name, value):
                    asked[table].add(key)
    return asked


def _keys(kind: str, name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for inner, one in value.items():
            yield from _keys(kind, inner, one)
    elif isinstance(value, list):
        for one in value:
            yield from _keys(kind, name, one)
    elif isinstance(value, str) and (table := table_of(kind, name)):
        yield table, value
