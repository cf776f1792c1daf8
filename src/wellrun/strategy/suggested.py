"""What the library and the site believe of the measures of one objective, and the objective does not heed yet.

Guards of what it pushes, leads of its results, and links between measures it has: hypotheses, each with its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from wellrun.library import library
from wellrun.library.definition import LinkSpec, TradeOffSpec
from wellrun.measures.models import Measure, MeasureVersion
from wellrun.strategy.models import InfluenceLink, Objective, ObjectiveMeasure, TradeOff
from wellrun.strategy.models.links import Origin

_BALANCING = ObjectiveMeasure.Role.BALANCING


@dataclass(frozen=True)
class Suggestion:
    """One hypothesis about a measure of the objective and another one.

    `kind`: guard (the other must not get worse), lead (the other may move it), link (both are there).
    `other`: the site's measure at its other end; None where the site has none, then `library_id` names it.
    `take`: the library's id where the site does not say it yet; empty where it does.
    """

    kind: str
    about: Measure
    other: Measure | None
    library_id: str
    push: str
    sign: str
    delay_days: tuple[int, int]
    grade: str
    because: str
    source: str
    take: str

    @property
    def role(self) -> str:
        """The role that the other measure would have; empty for a link between two that are there."""
        return {"guard": str(_BALANCING), "lead": str(ObjectiveMeasure.Role.LEAD)}.get(self.kind, "")


def suggestions_of(
    objective: Objective,
    roles: Iterable[ObjectiveMeasure] | None = None,
    versions: Mapping[UUID, MeasureVersion] | None = None,
) -> list[Suggestion]:
    """Guards first, then links between what is there, then leads that the site has. Five queries.

    `roles`, `versions`: those of the objective with their measures, and the definitions in force, where the caller has
    read them already.
    """
    found = _Found(objective, roles, versions)
    every = [*found.guards(), *found.links()]
    order = {"guard": 0, "link": 1, "lead": 2}
    return sorted(every, key=lambda one: (order[one.kind], one.other is None))


class _Found:
    """The objective's measures with what is said of them."""

    def __init__(
        self,
        objective: Objective,
        roles: Iterable[ObjectiveMeasure] | None,
        versions: Mapping[UUID, MeasureVersion] | None,
    ) -> None:
        self.versions = versions
        known = objective.measures.select_related("measure").order_by("position") if roles is None else roles
        self.roles = list(known)
        self.has = {role.measure_id for role in self.roles}
        self.pushed = [role for role in self.roles if role.role != _BALANCING]

    @cached_property
    def way(self) -> Mapping[UUID, str]:
        """By definition, which way is good of each measure that is pushed."""
        if self.versions is not None:
            return {pk: version.direction for pk, version in self.versions.items()}
        rows = MeasureVersion.objects.filter(measure__in=[role.measure_id for role in self.pushed], current=True)
        return dict(rows.values_list("measure_id", "direction"))

    @cached_property
    def known_trades(self) -> list[TradeOff]:
        """The trade-offs that hold in the site, of what is pushed."""
        pushed = [role.measure_id for role in self.pushed]
        rows = TradeOff.objects.filter(push__in=pushed, retired_on__isnull=True)
        return list(rows.select_related("push", "guard"))

    @cached_property
    def known_links(self) -> list[InfluenceLink]:
        """The links that hold in the site, from or to its measures."""
        about = Q(lead__in=self.has) | Q(lag__in=self.has)
        return list(InfluenceLink.objects.filter(about, retired_on__isnull=True).select_related("lead", "lag"))

    @cached_property
    def here(self) -> Mapping[str, Measure]:
        """The site's measure of each library id that is named; of several one that the objective has."""
        shelf, ids = library(), {role.measure.library_id for role in self.roles} - {""}
        ends = {end for key in ids for link in shelf.links_of(key) for end in (link.lead, link.lag)}
        ends |= {end for key in ids for trade in shelf.trade_offs_of(key) for end in (trade.push, trade.guard)}
        rows = Measure.objects.filter(library_id__in=ends, retired_on__isnull=True)
        in_order = sorted(rows, key=lambda one: (one.pk in self.has, one.key))
        return {one.library_id: one for one in in_order}

    def guards(self) -> Iterator[Suggestion]:
        """What a push needs beside it and the objective has not: as the site says, then as the library does."""
        known = {(one.push_id, one.push_direction, one.guard_id) for one in self.known_trades}
        for role in self.pushed:
            wanted = role.direction or self.way.get(role.measure_id, "")
            for one in self.known_trades:
                if one.push_id == role.measure_id and one.push_direction == wanted and one.guard_id not in self.has:
                    yield _local_guard(role.measure, one)
            for trade in library().trade_offs_of(role.measure.library_id) if role.measure.library_id else ():
                if trade.push != role.measure.library_id or trade.push_good != wanted:
                    continue
                guard = self.here.get(trade.guard)
                if guard is None or (role.measure_id, wanted, guard.pk) not in known:
                    yield _library_guard(
                        role.measure, guard, trade, is_there=guard is not None and guard.pk in self.has
                    )

    def links(self) -> Iterator[Suggestion]:
        """Leads of its results that it has not, and links between its measures that the site does not say."""
        known = {(one.lead_id, one.lag_id) for one in self.known_links}
        results = {role.measure_id: role.measure for role in self.roles if role.role == ObjectiveMeasure.Role.LAG}
        for one in self.known_links:
            if one.lag_id in results and one.lead_id not in self.has and one.grade != InfluenceLink.Grade.STRUCTURAL:
                yield _local_lead(one)
        for link in self._of_library(results.values()):
            lead, lag = self.here.get(link.lead), self.here.get(link.lag)
            if lead is None or lag is None or lag.pk not in results or (lead.pk, lag.pk) in known:
                continue
            if lead.pk in self.has or link.grade != InfluenceLink.Grade.STRUCTURAL:
                yield _library_link(lag, lead, link, is_there=lead.pk in self.has)

    def _of_library(self, measures: Iterable[Measure]) -> Iterable[LinkSpec]:
        found = {}
        for measure in measures:
            for link in library().links_of(measure.library_id) if measure.library_id else ():
                if link.lag == measure.library_id:
                    found[link.id] = link
        return found.values()


def _local_guard(about: Measure, one: TradeOff) -> Suggestion:
    return Suggestion(
        kind="guard",
        about=about,
        other=one.guard,
        library_id=one.guard.library_id,
        push=one.push_direction,
        sign="",
        delay_days=(0, 0),
        grade="",
        because=one.mechanism,
        source=_source(one),
        take="",
    )


def _library_guard(about: Measure, guard: Measure | None, trade: TradeOffSpec, *, is_there: bool) -> Suggestion:
    return Suggestion(
        kind="link" if is_there else "guard",
        about=about,
        other=guard,
        library_id=trade.guard,
        push=trade.push_good,
        sign="",
        delay_days=(0, 0),
        grade="",
        because=trade.mechanism,
        source=trade.source,
        take=trade.id,
    )


def _local_lead(one: InfluenceLink) -> Suggestion:
    return Suggestion(
        kind="lead",
        about=one.lag,
        other=one.lead,
        library_id=one.lead.library_id,
        push="",
        sign=one.sign,
        delay_days=(one.delay_min_days, one.delay_max_days),
        grade=one.grade,
        because=one.caveat,
        source=_source(one),
        take="",
    )


def _library_link(lag: Measure, lead: Measure, link: LinkSpec, *, is_there: bool) -> Suggestion:
    least, most = link.delay_days
    return Suggestion(
        kind="link" if is_there else "lead",
        about=lag,
        other=lead,
        library_id=link.lead,
        push="",
        sign=link.sign,
        delay_days=(least, most),
        grade=link.grade,
        because=link.note,
        source=link.source,
        take=link.id,
    )


def _source(one: Any) -> str:
    """Where it comes from: a source that is named, else the site itself."""
    return str(one.source_text or (one.key if one.origin == Origin.LIBRARY else ""))
