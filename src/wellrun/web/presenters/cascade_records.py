"""What a cascade is drawn from: the objectives of a unit and below with all that hangs on them, read at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from wellrun.access.queries import granted_unit_ids
from wellrun.check.cascade import gap_of
from wellrun.execution.models import Action, Initiative
from wellrun.execution.queries import with_words
from wellrun.execution.visibility import visible_actions
from wellrun.measures.models import MeasureVersion, Target
from wellrun.organisation.queries import subtree_ids
from wellrun.strategy.models import Objective, ObjectiveMeasure, ObjectiveParent
from wellrun.strategy.queries import objectives_in_force
from wellrun.web.frame import Frame
from wellrun.web.presenters.rows import current_versions
from wellrun.web.presenters.too_late import TooLate, too_late_leads

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
    """

    unit_id: UUID
    objectives: Mapping[UUID, Objective]
    links: tuple[ObjectiveParent, ...]
    gaps: Mapping[UUID, Gap]
    late: Mapping[UUID, list[TooLate]]
    initiatives: Mapping[UUID, list[Initiative]]
    actions: Mapping[UUID, list[Action]]

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

    @cached_property
    def served_from_outside(self) -> frozenset[UUID]:
        """Those here that an objective serves which does not stand here."""
        return frozenset(one.parent_id for one in self.links if one.child_id not in self.objectives)


def cascade_records(frame: Frame) -> CascadeRecords:
    """What the unit and all below it that the caller sees have in the plan in force; nine queries."""
    rows = objectives_in_force().filter(unit__in=subtree_ids(frame.unit.pk), unit_id__in=granted_unit_ids(frame.user))
    ids = rows.order_by().values("pk")
    found = sorted(rows.select_related("unit", "owner", "plan"), key=_order)
    in_force = Q(parent__in=objectives_in_force().order_by().values("pk"))
    links = ObjectiveParent.objects.filter(in_force, child__in=objectives_in_force().order_by().values("pk"))
    initiatives = Initiative.objects.filter(objective__in=ids, status__in=Initiative.UNDER_WAY).select_related("owner")
    roles = list(ObjectiveMeasure.objects.filter(objective__in=ids).order_by("position"))
    versions = current_versions(role.measure_id for role in roles)
    return CascadeRecords(
        unit_id=frame.unit.pk,
        objectives={one.pk: one for one in found},
        links=tuple(
            links.filter(Q(child__in=ids) | Q(parent__in=ids))
            .select_related("parent__unit")
            .order_by("parent__rank", "parent__title")
        ),
        gaps=gaps_by_objective(found, roles, versions),
        late=_late(roles, versions),
        initiatives=_by(initiatives.order_by("starts", "title"), "objective_id"),
        actions=_actions(frame, ids),
    )


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


def _late(roles: Iterable[ObjectiveMeasure], versions: Mapping[UUID, MeasureVersion]) -> dict[UUID, list[TooLate]]:
    """By objective its leads that are too late to act on; two queries."""
    found: dict[UUID, list[TooLate]] = defaultdict(list)
    for (objective, _measure), one in too_late_leads(roles, versions).items():
        found[objective].append(one)
    return found


def _actions(frame: Frame, ids: Any) -> dict[UUID, list[Action]]:
    """The open actions by the initiative they are part of, those of none by their objective."""
    rows = visible_actions(frame.user, frame.today).filter(status__in=Action.OPEN)
    about = Q(objective__in=ids) | Q(initiative__objective__in=ids, initiative__status__in=Initiative.UNDER_WAY)
    found: dict[UUID, list[Action]] = defaultdict(list)
    for one in with_words(rows.filter(about), frame.today):
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
