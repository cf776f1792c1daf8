"""Does everything a plan names exist, once, in words that are known? One remark for each thing that does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import Any

from wellrun.library.definition import MeasureSpec
from wellrun.library.shelf import library
from wellrun.plans.bounds import Remark, unstorable
from wellrun.plans.circles import first_of_circles
from wellrun.plans.document import PlanDocument
from wellrun.plans.meaning import KEYS, REFERS, WORDS, Spot, key_of, spots
from wellrun.plans.specs import (
    ContributionSpec,
    DriverSpec,
    InitiativeSpec,
    KeyResultSpec,
    LinkSpec,
    ObjectiveSpec,
    ObligationSpec,
    PlanSpec,
    PrecedenceSpec,
    PredictionSpec,
    TargetSpec,
    TradeOffSpec,
)

# A near word is looked for among all keys: where much is misspelt, the first hints say what is the matter.
_MOST_HINTS, _MOST_KEYS = 20, 10_000
# A plan stays in force past its last day until the next one is; its exceptions may be stated anew until then.
_OVERDUE = timedelta(days=366)
_ABOVE = {"primary": (None,), "secondary": ("primary",), "idea": ("primary", "secondary")}


def remarks(document: PlanDocument, known: Mapping[str, Collection[str]] | None = None) -> Iterator[Remark]:
    """What is wrong with a document by itself.

    `known`: what there is besides, by kind (unit, measure, account, post); a kind that is neither there nor in the
    document's own parts is not looked at. With `known`, measures that no library knows have to be in it.
    """
    named = _Named(document, known or {})
    yield from _twice(document, "")
    for spot in spots(document):
        yield from _word(spot)
        yield from named.reference(spot)
        yield from unstorable(spot)
    yield from _pairs(document)
    for place, entry in _entries(document, ""):
        yield from _shape(place, entry)


def _there(document: PlanDocument, known: Mapping[str, Collection[str]]) -> dict[str, Collection[str] | None]:
    posts = {one.key for one in document.posts}
    says_posts = "posts" in document.says
    return {
        "domain": {one.key for one in document.plan.domains},
        "objective": {one.key for one in document.plan.objectives},
        "initiative": {one.key for one in document.plan.initiatives},
        "post": {*posts, *known.get("post", ())} if says_posts else known.get("post"),
        "unit": known.get("unit"),
        "account": known.get("account"),
        "measure": _measures(document, known),
    }


def _measures(document: PlanDocument, known: Mapping[str, Collection[str]]) -> Collection[str] | None:
    """Those of the site and the file's own; outside a site, the library's, where the file says its own besides."""
    own = {one.key for one in document.measures}
    if "measure" in known:
        return {*known["measure"], *own}
    return {*own, *(one.key for one in library().measures)} if "measures" in document.says else None


def _word(spot: Spot) -> Iterator[Remark]:
    words = WORDS.get((spot.kind, spot.field))
    if words is not None and spot.value not in words:
        allowed = ", ".join(word for word in words if word)
        yield Remark(spot.place, f"{spot.value!r} is not known here; it is one of {allowed}")


class _Named:
    """What the references of a document may name, and what is near to what they name instead."""

    def __init__(self, document: PlanDocument, known: Mapping[str, Collection[str]]) -> None:
        self.there = _there(document, known)
        self.drivers: dict[str, set[str]] = defaultdict(set)
        for one in document.plan.objectives:
            self.drivers[one.key] |= {driver.key for driver in one.drivers}
        self.hints_left = _MOST_HINTS

    def reference(self, spot: Spot) -> Iterator[Remark]:
        kind = REFERS.get((spot.kind, spot.field))
        if kind is None or spot.value is None:
            return
        keys = self._of_diagram(spot) if kind == "driver" else self.there[kind]
        if keys is not None and spot.value not in keys:
            yield Remark(spot.place, f"there is no {kind} {spot.value!r}{self._hint(str(spot.value), keys)}")

    def _of_diagram(self, spot: Spot) -> Collection[str]:
        """The keys of the driver diagram that an entry belongs to: its objective's."""
        entry = spot.above[-1]
        if isinstance(entry, InitiativeSpec):
            return self.drivers.get(entry.objective or "", ())
        return self.drivers[next(one for one in spot.above if isinstance(one, ObjectiveSpec)).key]

    def _hint(self, value: str, keys: Collection[str]) -> str:
        if not self.hints_left or len(keys) > _MOST_KEYS:
            return ""
        self.hints_left -= 1
        near = get_close_matches(value, list(keys), n=1)
        return f"; did you mean {near[0]!r}?" if near else ""


def _twice(entry: Any, place: str) -> Iterator[Remark]:
    for one in fields(entry):
        value, here = getattr(entry, one.name), f"{place}.{one.name}".lstrip(".")
        if is_dataclass(value):
            yield from _twice(value, here)
        if not (isinstance(value, tuple) and value and type(value[0]) in KEYS):
            continue
        seen: set[tuple[str, ...]] = set()
        for number, item in enumerate(value):
            if key_of(item) in seen:
                yield Remark(f"{here}[{number}].{KEYS[type(item)][0]}", f"{' / '.join(key_of(item))!r} is there twice")
            seen.add(key_of(item))
            yield from _twice(item, f"{here}[{number}]")


def _pairs(document: PlanDocument) -> Iterator[Remark]:
    """Between two measures there is one link, and one guard for one push."""
    seen: dict[tuple[str, ...], str] = {}
    pairs = [(f"links[{n}]", one.key, ("link", one.lead, one.lag)) for n, one in enumerate(document.links)]
    pairs += [
        (f"trade_offs[{n}]", one.key, ("trade-off", one.push, one.push_direction, one.guard))  # type: ignore[misc]
        for n, one in enumerate(document.trade_offs)
    ]
    for place, key, pair in pairs:
        if pair in seen:
            yield Remark(place, f"the {pair[0]} {seen[pair]!r} says the same as {key!r}")
        seen[pair] = key


def _entries(entry: Any, place: str) -> Iterator[tuple[str, Any]]:
    yield place, entry
    for one in fields(entry):
        value, here = getattr(entry, one.name), f"{place}.{one.name}".lstrip(".")
        if is_dataclass(value):
            yield from _entries(value, here)
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            for number, item in enumerate(value):
                yield from _entries(item, f"{here}[{number}]")


def _shape(place: str, entry: Any) -> Iterator[Remark]:
    """What has to fit together inside one entry."""
    if isinstance(entry, PlanSpec):
        yield from _plan(place, entry)
    elif isinstance(entry, ObjectiveSpec):
        yield from _objective(place, entry)
    elif isinstance(entry, ContributionSpec) and entry.amount is not None and entry.share is not None:
        yield Remark(f"{place}.share", "say an amount or a share of the gap, not both")
    elif isinstance(entry, TargetSpec):
        is_band = entry.low is not None and entry.high is not None and entry.low < entry.high
        if is_band == (entry.value is not None) or (entry.low is None) != (entry.high is None):
            yield Remark(f"{place}.value", "an aim is a value, or low and a high above it")
    elif isinstance(entry, LinkSpec):
        if len(entry.delay_days) != 2 or entry.delay_days[0] > entry.delay_days[1]:
            yield Remark(f"{place}.delay_days", "say the least and the most days, like [0, 14]")
        if entry.lead == entry.lag:
            yield Remark(f"{place}.lag", "a link joins two measures")
    elif isinstance(entry, TradeOffSpec) and entry.push == entry.guard:
        yield Remark(f"{place}.guard", "a measure is no guard of itself")
    elif isinstance(entry, PrecedenceSpec) and entry.winner == entry.loser:
        yield Remark(f"{place}.loser", "one of two objectives wins over the other")
    elif isinstance(entry, ObligationSpec) and entry.met_on and not entry.met_by:
        yield Remark(f"{place}.met_by", "say what shows that it is met")
    elif isinstance(entry, KeyResultSpec) and entry.start == entry.aim:
        yield Remark(f"{place}.aim", "a key result moves from its start to another value")
    elif isinstance(entry, InitiativeSpec) and entry.ends is not None and entry.ends <= entry.starts:
        yield Remark(f"{place}.ends", "an initiative ends after it starts")
    elif isinstance(entry, PredictionSpec) and entry.change is not None and entry.change <= 0:
        yield Remark(f"{place}.change", "say by how much without a sign; the direction says which way")
    elif isinstance(entry, MeasureSpec) and not entry.name:
        yield Remark(f"{place}.name", "a measure needs a name")


def _plan(place: str, plan: PlanSpec) -> Iterator[Remark]:
    if plan.ends <= plan.starts:
        yield Remark(f"{place}.ends", "a plan ends after it starts")
    for number, waiver in enumerate(plan.waivers):
        if waiver.expires > plan.ends + _OVERDUE:
            yield Remark(f"{place}.waivers[{number}].expires", f"an exception ends with its plan, on {plan.ends}")
    yield from _circles(plan, place)
    ranks: dict[int, str] = {}
    for number, objective in enumerate(plan.objectives):
        here = f"{place}.objectives[{number}]"
        if objective.level != "enterprise":
            continue
        if objective.rank is None:
            yield Remark(here, "an enterprise objective needs a rank")
        elif objective.rank in ranks:
            yield Remark(
                f"{here}.rank", f"rank {objective.rank} is held by {ranks[objective.rank]!r}; there are no ties"
            )
        else:
            ranks[objective.rank] = objective.key


def _circles(plan: PlanSpec, place: str) -> Iterator[Remark]:
    """Objectives that would serve one another in a circle: each such circle once."""
    above = {one.key: {*one.parents, *(said.parent for said in one.contributions)} for one in plan.objectives}
    firsts = first_of_circles(above)
    for number, one in enumerate(plan.objectives):
        if one.key in firsts:
            yield Remark(f"{place}.objectives[{number}].parents", f"{one.key!r} would serve itself in a circle")


def _objective(place: str, objective: ObjectiveSpec) -> Iterator[Remark]:
    named = [*objective.parents, *(one.effect for one in objective.helps)]
    if objective.key in named:
        yield Remark(place, f"the objective {objective.key!r} names itself")
    measures = {role.measure for role in objective.measures}
    for n, quarter in enumerate(objective.quarters):
        # A closed quarter keeps what it was scored by, whatever the objective has now.
        for m, result in enumerate(() if quarter.is_closed else quarter.key_results):
            if result.measure not in measures:
                here = f"{place}.quarters[{n}].key_results[{m}].measure"
                yield Remark(
                    here, f"a key result is an aim on a measure of its objective, and {result.measure!r} is none"
                )
    drivers = {driver.key: driver.kind for driver in objective.drivers}
    for number, driver in enumerate(objective.drivers):
        yield from _driver(f"{place}.drivers[{number}]", driver, drivers)


def _driver(place: str, driver: DriverSpec, drivers: Mapping[str, str]) -> Iterator[Remark]:
    above = drivers.get(driver.parent) if driver.parent else None
    allowed = _ABOVE.get(driver.kind)
    if allowed is not None and above not in allowed and not (driver.parent and above is None):
        where = (
            "stands at the top" if driver.kind == "primary" else f"hangs below a {' or a '.join(map(str, allowed))} one"
        )
        yield Remark(place, f"a driver of the kind {driver.kind!r} {where}")
