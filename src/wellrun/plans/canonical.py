"""One way to say a plan: what means the same becomes the same value, so that it becomes the same text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wellrun.library.definition import MeasureSpec
from wellrun.library.shelf import library
from wellrun.plans.document import PlanDocument
from wellrun.plans.meaning import IN_ORDER, SETS, key_of, named_measures
from wellrun.plans.specs import ContributionSpec, ForumSpec, ObjectiveSpec, PlanSpec

T = TypeVar("T")
_LEVELS = ("enterprise", "site", "service_line", "team")
_LAST = 1_000_000
_BY_THE_SITE = {"early_detection": False, "rule_profile": "nhs", "tier": ""}
"""What a plan file leaves to the site: how a measure of one's own is watched and judged."""


def canonical(document: PlanDocument) -> PlanDocument:
    """The same plan in the one form: lists that are sets sorted, what goes without saying said or left out."""
    return _canonical(document, document.says)


# One application asks for the canonical form of the same few documents again and again.
@lru_cache(maxsize=8)
def _canonical(document: PlanDocument, says: frozenset[str]) -> PlanDocument:
    forums = tuple(replace(one, first_start=_wall_time(one)) for one in document.forums)
    tidy = replace(document, plan=_plan(document.plan), measures=_own(document), forums=forums)
    return _sorted(tidy)


def settled(document: PlanDocument) -> PlanDocument:
    """The canonical plan without what happens by itself: its day, its base, how work in hand goes."""
    plan = document.plan
    initiatives = tuple(replace(one, last_update=None) for one in plan.initiatives)
    still = replace(document, as_of=None, base="", plan=replace(plan, initiatives=initiatives, actions=()))
    return canonical(still)


def said_of_measure(measure: MeasureSpec) -> MeasureSpec:
    """A definition with what a plan file says of it."""
    return replace(measure, **_BY_THE_SITE)  # type: ignore[arg-type]


def _plan(plan: PlanSpec) -> PlanSpec:
    activated = plan.activated
    if activated is None and plan.stage == "active":
        activated = plan.starts
    return replace(
        plan,
        activated=activated,
        objectives=tuple(_objective(one) for one in plan.objectives),
    )


def _objective(objective: ObjectiveSpec) -> ObjectiveSpec:
    said = tuple(one for one in objective.contributions if one != ContributionSpec(one.parent))
    parents = {*objective.parents, *(one.parent for one in objective.contributions)}
    return replace(objective, parents=tuple(sorted(parents)), contributions=said)


def _wall_time(forum: ForumSpec) -> datetime:
    """The first start as the clock on the wall says it; a zone that is not known is left for others to refuse."""
    if forum.first_start.tzinfo is None:
        return forum.first_start
    try:
        return forum.first_start.astimezone(ZoneInfo(forum.time_zone)).replace(tzinfo=None)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return forum.first_start


def _own(document: PlanDocument) -> tuple[MeasureSpec, ...]:
    """The measures that something in the plan names and the library does not know, with what a plan says of them."""
    if not document.measures:
        return ()
    named = named_measures(document)
    return tuple(
        said_of_measure(one) for one in document.measures if one.key in named and library().find(one.key) is None
    )


def _sorted(entry: T) -> T:
    changed: dict[str, Any] = {}
    for one in fields(entry):  # type: ignore[arg-type]
        value = getattr(entry, one.name)
        if isinstance(value, str) and value != value.strip():
            changed[one.name] = value.strip()
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
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
