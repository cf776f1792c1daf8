"""What a cascade is drawn from: the objectives of a unit and below with all that hangs on them, read at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Subquery

from wellrun.access.queries import granted_unit_ids
from wellrun.check.cascade import gap_of
from wellrun.execution.models import Action, Initiative
from wellrun.execution.queries import with_words
from wellrun.execution.visibility import visible_actions
from wellrun.jobs.in_force.looking import Looking
from wellrun.jobs.in_force.too_late import TooLate, too_late_leads
from wellrun.measures.models import MeasureVersion, Target
from wellrun.organisation.queries import subtree_ids
from wellrun.strategy.models import Objective, ObjectiveMeasure, ObjectiveParent, Plan
from wellrun.strategy.queries import objectives_in_force

_LAST = 1_000_000


@dataclass(frozen=True)
class Gap:
    """What lies between the baseline and the aim of an objective's first result that has both, as stored.

    Nothing where the baseline was on the good side of the aim.
    """

    value: float
    target: Target
    version: MeasureVersion


@dataclass(frozen=True)
class CascadeRecords:
    """The objectives that stand here by id, in their order, and what belongs to them.

    `links`: each one from or to such an objective; the other end may lie outside, and then shows its title at most.
    `late`: by objective its leads that are too late to act on.
    """

    unit_id: UUID
    objectives: Mapping[UUID, Objective]
    links: tuple[ObjectiveParent, ...]
    gaps: Mapping[UUID, Gap]
    roles: Sequence[ObjectiveMeasure]
    versions: Mapping[UUID, MeasureVersion]
    initiatives: Mapping[UUID, list[Initiative]]
    actions: Mapping[UUID, list[Action]]
    late: Mapping[UUID, list[TooLate]]

    @cached_property
    def children(self) -> Mapping[UUID, list[ObjectiveParent]]:
        """The links to those that serve an objective here, in their order; without those outside."""
        place = {pk: at for at, pk in enumerate(self.objectives)}
        inside = [one for one in self.links if one.child_id in place and one.parent_id in place]
        return _by(sorted(inside, key=lambda one: place[one.child_id]), "parent_id")

    @cached_property
    def parents(self) -> Mapping[UUID, list[ObjectiveParent]]:
        """The links from an objective here to all that it serves."""
        return _by((one for one in self.links if one.child_id in self.objectives), "child_id")

    def result_of(self, objective_id: UUID) -> MeasureVersion | None:
        """The measure in whose unit parts of an objective here are said: that of its gap, else its first result."""
        gap = self.gaps.get(objective_id)
        return gap.version if gap else self._first_results.get(objective_id)

    @cached_property
    def _first_results(self) -> Mapping[UUID, MeasureVersion]:
        lags = [role for role in self.roles if role.role == ObjectiveMeasure.Role.LAG]
        return {role.objective_id: self.versions[role.measure_id] for role in reversed(lags)}

    @cached_property
    def served_from_outside(self) -> frozenset[UUID]:
        """Those here that an objective serves which does not stand here."""
        return frozenset(one.parent_id for one in self.links if one.child_id not in self.objectives)


def cascade_records(look: Looking) -> CascadeRecords:
    """What the unit and all below it that the caller sees have in the plan in force; nine queries."""
    return _records(look, objectives_in_force().filter(unit__in=subtree_ids(look.unit.pk)))


def records_below(look: Looking, objective: Objective) -> CascadeRecords:
    """An objective in force with all that serves it, in whatever unit that the caller sees; a query a level more."""
    found, asked = {objective.pk}, {objective.pk}
    while asked:
        rows = ObjectiveParent.objects.filter(parent__in=asked, child__retired_on__isnull=True)
        below = rows.filter(child__unit__in=granted_unit_ids(look.user)).values_list("child_id", flat=True)
        asked = set(below) - found
        found |= asked
    return _records(look, objectives_in_force().filter(pk__in=found))


def _records(look: Looking, among: QuerySet[Objective]) -> CascadeRecords:
    rows = among.filter(unit_id__in=granted_unit_ids(look.user))
    ids = rows.order_by().values("pk")
    found = sorted(rows.select_related("unit", "owner", "plan"), key=_order)
    initiatives = Initiative.objects.filter(objective__in=ids, status__in=Initiative.UNDER_WAY).select_related("owner")
    roles = list(ObjectiveMeasure.objects.filter(objective__in=ids).order_by("position"))
    versions = _definitions({role.measure_id for role in roles})
    return CascadeRecords(
        unit_id=look.unit.pk,
        objectives={one.pk: one for one in found},
        links=_links({one.pk for one in found}),
        gaps=gaps_by_objective(found, roles, versions),
        roles=roles,
        versions=versions,
        initiatives=_by(initiatives.order_by("starts", "title"), "objective_id"),
        actions=_actions(look, ids),
        late=_late(roles, versions),
    )


def _links(ids: set[UUID]) -> tuple[ObjectiveParent, ...]:
    """Each link in force from or to one of these, by the parent's rank and title.

    All of the plan are read, and sorted out here: asked for by either end a database looks at each with each.
    """
    plan = Subquery(Plan.objects.filter(stage=Plan.Stage.ACTIVE).values("pk")[:1])
    standing = Q(child__plan=plan, child__retired_on__isnull=True, parent__retired_on__isnull=True)
    rows = ObjectiveParent.objects.filter(standing).select_related("parent__unit")
    return tuple(
        one for one in rows.order_by("parent__rank", "parent__title") if one.child_id in ids or one.parent_id in ids
    )


def _definitions(measure_ids: set[UUID]) -> dict[UUID, MeasureVersion]:
    rows = MeasureVersion.objects.filter(measure_id__in=measure_ids, current=True).select_related("measure")
    return {row.measure_id: row for row in rows}


def _late(roles: Iterable[ObjectiveMeasure], versions: Mapping[UUID, MeasureVersion]) -> dict[UUID, list[TooLate]]:
    found: dict[UUID, list[TooLate]] = defaultdict(list)
    for (objective, _measure), one in too_late_leads(roles, versions).items():
        found[objective].append(one)
    return found


def _order(one: Objective) -> tuple[int, str, str]:
    return (_LAST if one.rank is None else one.rank, one.unit.name, one.title)


def gaps_by_objective(
    objectives: Iterable[Objective], roles: Iterable[ObjectiveMeasure], versions: Mapping[UUID, MeasureVersion]
) -> dict[UUID, Gap]:
    """The gap of each objective that has one, by the first of its results; one query."""
    results = [role for role in roles if role.role == ObjectiveMeasure.Role.LAG]
    measures = {role.measure_id for role in results}
    aims = Target.objects.filter(retired_at__isnull=True, series__stratum="total", series__measure__in=measures)
    target_of = {(one.series.measure_id, one.series.unit_id): one for one in aims.select_related("series")}
    unit_of = {one.pk: one.unit_id for one in objectives}
    found: dict[UUID, Gap] = {}
    for role in results:
        target = target_of.get((role.measure_id, unit_of[role.objective_id]))
        version = versions[role.measure_id]
        value = gap_of(target, role.direction or version.direction) if target else None
        if target is not None and value is not None:
            found.setdefault(role.objective_id, Gap(value, target, version))
    return found


def _actions(look: Looking, ids: Any) -> dict[UUID, list[Action]]:
    """The open actions by the initiative they are part of, those of none by their objective."""
    rows = visible_actions(look.user, look.today).filter(status__in=Action.OPEN)
    about = Q(objective__in=ids) | Q(initiative__objective__in=ids, initiative__status__in=Initiative.UNDER_WAY)
    found: dict[UUID, list[Action]] = defaultdict(list)
    for one in with_words(rows.filter(about), look.today):
        found[_stands_under(one)].append(one)
    return found


def _stands_under(action: Action) -> UUID:
    """An action stands under its initiative where that still runs for the same objective, else under its objective."""
    initiative = action.initiative
    runs = initiative is not None and initiative.status in Initiative.UNDER_WAY
    if initiative is not None and (
        action.objective_id is None or (runs and initiative.objective_id == action.objective_id)
    ):
        return initiative.pk
    assert action.objective_id is not None
    return action.objective_id


def _by(rows: Iterable[Any], key: str) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
