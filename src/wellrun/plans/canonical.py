"""One way to say a plan: what means the same becomes the same value, so that it becomes the same text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from wellrun.library.definition import MeasureSpec
from wellrun.library.shelf import library
from wellrun.plans.document import PlanDocument
from wellrun.plans.meaning import IN_ORDER, REFERS, SETS, key_of, spots
from wellrun.plans.specs import ContributionSpec, InitiativeSpec, ObjectiveSpec, PlanSpec

T = TypeVar("T")
_LEVELS = ("enterprise", "site", "service_line", "team")
_LAST = 1_000_000
MEASURE_FACTS = (
    "key",
    "name",
    "domain",
    "definition",
    "numerator",
    "denominator",
    "exclusions",
    "grain",
    "scoring",
    "bounded",
    "may_pass_one",
    "least_cases",
    "direction",
    "roll_up",
    "display_unit",
    "multiplier",
    "decimals",
    "data_lag_days",
    "licence",
    "source",
    "conformance",
    "contributing_teams",
)
"""What a plan file says of a measure of one's own; how it is watched and charted is the site's."""


def canonical(document: PlanDocument) -> PlanDocument:
    """The same plan in the one form: lists that are sets sorted, what goes without saying said or left out."""
    tidy = replace(document, plan=_plan(document.plan), measures=_own(document))
    return _sorted(tidy)


def settled(document: PlanDocument) -> PlanDocument:
    """The canonical plan without what happens by itself: its day, its base, how work in hand goes."""
    plan = document.plan
    initiatives = tuple(replace(one, last_update=None) for one in plan.initiatives)
    still = replace(document, as_of=None, base="", plan=replace(plan, initiatives=initiatives, actions=()))
    return canonical(still)


def _plan(plan: PlanSpec) -> PlanSpec:
    activated = plan.activated
    if activated is None and plan.stage == "active":
        activated = plan.starts
    return replace(
        plan,
        activated=activated,
        objectives=tuple(_objective(one) for one in plan.objectives),
        initiatives=tuple(_initiative(one, plan) for one in plan.initiatives),
    )


def _objective(objective: ObjectiveSpec) -> ObjectiveSpec:
    said = tuple(one for one in objective.contributions if one != ContributionSpec(one.parent))
    parents = {*objective.parents, *(one.parent for one in objective.contributions)}
    return replace(objective, parents=tuple(sorted(parents)), contributions=said)


def _initiative(initiative: InitiativeSpec, plan: PlanSpec) -> InitiativeSpec:
    return initiative if initiative.ends else replace(initiative, ends=plan.ends)


def _own(document: PlanDocument) -> tuple[MeasureSpec, ...]:
    """The measures that something in the plan names and the library does not know, with what a plan says of them."""
    if not document.measures:
        return ()
    named = {spot.value for spot in spots(document) if REFERS.get((spot.kind, spot.field)) == "measure"}
    return tuple(
        MeasureSpec(**{name: getattr(one, name) for name in MEASURE_FACTS})
        for one in document.measures
        if one.key in named and library().find(one.key) is None
    )


def _sorted(entry: T) -> T:
    changed: dict[str, Any] = {}
    for one in fields(entry):  # type: ignore[arg-type]
        value = getattr(entry, one.name)
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            changed[one.name] = _in_order(_sorted(item) for item in value)
        elif (type(entry), one.name) in SETS:
            changed[one.name] = tuple(sorted(value))
        elif is_dataclass(value):
            changed[one.name] = _sorted(value)
    return replace(entry, **changed) if changed else entry  # type: ignore[type-var]


def _in_order(items: Iterable[Any]) -> tuple[Any, ...]:
    entries = tuple(items)
    kind = type(entries[0])
    if kind in IN_ORDER:
        return entries
    return tuple(sorted(entries, key=_rank if kind is ObjectiveSpec else key_of))


def _rank(objective: ObjectiveSpec) -> tuple[int, str, int, str]:
    """The enterprise's priorities first, then place by place."""
    level = _LEVELS.index(objective.level) if objective.level in _LEVELS else len(_LEVELS)
    rank = _LAST if objective.rank is None else objective.rank
    return (level, "" if level == 0 else objective.unit, rank, objective.key)
