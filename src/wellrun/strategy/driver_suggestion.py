"""A first driver diagram out of what is believed to move the objective's results. Nothing is drawn by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from wellrun.measures.models import Measure, MeasureVersion
from wellrun.strategy.models import DriverNode, InfluenceLink, Objective, ObjectiveMeasure

_LEAD = ObjectiveMeasure.Role.LEAD
_PRIMARY, _SECONDARY = DriverNode.Kind.PRIMARY, DriverNode.Kind.SECONDARY


@dataclass(frozen=True, slots=True)
class SuggestedDriver:
    """A box that may be drawn. `parent`: the key of the box it would hang below.

    `link`: what speaks for it; None: it is a lead of the objective.
    """

    key: str
    kind: str
    text: str
    parent: str | None
    measure: Measure
    link: InfluenceLink | None


def suggested_drivers(objective: Objective) -> list[SuggestedDriver]:
    """Parts of the results and what is believed to move them as primary drivers, what moves those as secondary ones.

    Only of links in force; a measure stands once, parts before other links, and none that is a result of the objective
    or in its diagram already. Leads of the objective of which no link speaks come last, as primary ones. Each box comes
    after the one it hangs below. Six queries at most.
    """
    roles = list(ObjectiveMeasure.objects.filter(objective=objective).select_related("measure").order_by("position"))
    results = {role.measure_id for role in roles if role.role == ObjectiveMeasure.Role.LAG}
    nodes = list(DriverNode.objects.filter(objective=objective).order_by("position", "key"))
    there = results | {node.measure_id for node in nodes if node.measure_id is not None}
    first = _from(results, there)
    standing = {node.measure_id: node.key for node in nodes if node.kind == _PRIMARY and node.measure_id is not None}
    leads = {link.lead_id for link in first}
    second = _from(leads | set(standing), there | leads)
    placed = there | leads | {link.lead_id for link in second}
    others = [role.measure for role in roles if role.role == _LEAD and role.measure_id not in placed]
    return _boxes(first, second, standing, others, _Keys(node.key for node in nodes))


def _boxes(
    first: list[InfluenceLink],
    second: list[InfluenceLink],
    standing: dict[UUID, str],
    others: list[Measure],
    keys: _Keys,
) -> list[SuggestedDriver]:
    """What hangs below the primary drivers that stand, each new one with what hangs below it, then the other leads."""
    names = _names([*(link.lead_id for link in [*first, *second]), *(one.pk for one in others)])
    below: dict[UUID, list[InfluenceLink]] = defaultdict(list)
    for link in second:
        below[link.lag_id].append(link)

    def box(link: InfluenceLink, parent: str | None) -> SuggestedDriver:
        kind = _SECONDARY if parent else _PRIMARY
        return SuggestedDriver(keys.of(link.lead.key), kind, names[link.lead_id], parent, link.lead, link)

    found = [box(link, key) for measure, key in standing.items() for link in below[measure]]
    for link in first:
        primary = box(link, None)
        found += [primary, *(box(one, primary.key) for one in below[link.lead_id])]
    known = [one for one in others if one.pk in names]
    return [*found, *(SuggestedDriver(keys.of(one.key), _PRIMARY, names[one.pk], None, one, None) for one in known)]


def _from(lags: Iterable[UUID], leave_out: set[UUID]) -> list[InfluenceLink]:
    """The links to these measures, one a lead: a part before what only moves it, else by their keys."""
    rows = InfluenceLink.objects.filter(lag__in=set(lags), retired_on__isnull=True, lead__retired_on__isnull=True)
    rows = rows.exclude(lead__in=leave_out).select_related("lead", "lag").order_by("key")
    found: dict[UUID, InfluenceLink] = {}
    for link in sorted(rows, key=lambda one: one.grade != InfluenceLink.Grade.STRUCTURAL):
        found.setdefault(link.lead_id, link)
    return list(found.values())


def _names(measures: Iterable[UUID]) -> dict[UUID, str]:
    """What the measures are called."""
    rows = MeasureVersion.objects.filter(measure__in=set(measures), current=True)
    return dict(rows.values_list("measure_id", "name"))


class _Keys:
    """Keys of boxes: that of the measure, with a number where it is taken."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)

    def of(self, wanted: str) -> str:
        key, number = wanted[:80], 1
        while key in self.taken:
            number += 1
            key = f"{wanted[:70]}-{number}"
        self.taken.add(key)
        return key
