"""A first driver diagram out of what is believed to move the objective's results. Nothing is drawn by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from wellrun.measures.models import Measure, MeasureVersion
from wellrun.strategy.models import DriverNode, InfluenceLink, Objective, ObjectiveMeasure

_PRIMARY, _SECONDARY = DriverNode.Kind.PRIMARY, DriverNode.Kind.SECONDARY


@dataclass(frozen=True, slots=True)
class SuggestedDriver:
    """A box that may be drawn, and the link that speaks for it. `parent`: the key of the box it would hang below."""

    key: str
    kind: str
    text: str
    parent: str | None
    measure: Measure
    link: InfluenceLink


def suggested_drivers(objective: Objective) -> list[SuggestedDriver]:
    """Parts of the results and what is believed to move them as primary drivers, what moves those as secondary ones.

    Only of links in force; a measure stands once, parts before other links, and none that is a result of the objective
    or in its diagram already. Each box comes after the one it hangs below. Five queries at most.
    """
    results = set(_roles(objective).filter(role=ObjectiveMeasure.Role.LAG).values_list("measure_id", flat=True))
    nodes = list(DriverNode.objects.filter(objective=objective).order_by("position", "key"))
    there = results | {node.measure_id for node in nodes if node.measure_id is not None}
    first = _from(results, there)
    standing = {node.measure_id: node.key for node in nodes if node.kind == _PRIMARY and node.measure_id is not None}
    leads = {link.lead_id for link in first}
    second = _from(leads | set(standing), there | leads)
    return _boxes(first, second, standing, _Keys(node.key for node in nodes))


def _boxes(
    first: list[InfluenceLink], second: list[InfluenceLink], standing: dict[UUID, str], keys: _Keys
) -> list[SuggestedDriver]:
    """What hangs below the primary drivers that stand, then each new one with what hangs below it."""
    names = _names([*first, *second])
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
    return found


def _roles(objective: Objective) -> QuerySet[ObjectiveMeasure]:
    return ObjectiveMeasure.objects.filter(objective=objective)


def _from(lags: Iterable[UUID], leave_out: set[UUID]) -> list[InfluenceLink]:
    """The links to these measures, one a lead: a part before what only moves it, else by their keys."""
    rows = InfluenceLink.objects.filter(lag__in=set(lags), retired_on__isnull=True, lead__retired_on__isnull=True)
    rows = rows.exclude(lead__in=leave_out).select_related("lead", "lag").order_by("key")
    found: dict[UUID, InfluenceLink] = {}
    for link in sorted(rows, key=lambda one: one.grade != InfluenceLink.Grade.STRUCTURAL):
        found.setdefault(link.lead_id, link)
    return list(found.values())


def _names(links: Iterable[InfluenceLink]) -> dict[UUID, str]:
    """What the leads are called."""
    rows = MeasureVersion.objects.filter(measure__in={link.lead_id for link in links}, current=True)
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
