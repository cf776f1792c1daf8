"""What the page of one objective is drawn from, read at once whatever hangs on it: ten queries, twelve with leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from wellrun.access.errors import nothing_here
from wellrun.access.queries import granted_unit_ids
from wellrun.check.cascade import gap_of
from wellrun.check.models import Finding
from wellrun.check.queries import findings_for, its_waivers
from wellrun.execution.models import Action, Initiative
from wellrun.execution.queries import with_words
from wellrun.execution.visibility import visible_actions
from wellrun.jobs.in_force.cascade import Gap
from wellrun.jobs.in_force.too_late import TooLate, too_late_leads
from wellrun.measures.models import MeasureVersion, Series, Target
from wellrun.measures.queries import Never, never_reported_in
from wellrun.organisation.queries import posts_held
from wellrun.strategy.models import CauseEffect, Contributor, Objective, ObjectiveMeasure, ObjectiveParent
from wellrun.web.frame import Frame
from wellrun.web.presenters.rows import current_versions

_LAG = ObjectiveMeasure.Role.LAG
_AIM = ("value", "low", "high", "baseline", "by_date")
SeriesAt = tuple[UUID, UUID]
"""A unit and a measure."""


def read_objective(frame: Frame, plan: str, key: str) -> Objective:
    """An objective of a plan with its people and whether their posts are held; NotFound outside the caller's units.

    One that is retired can be read, as what was kept.
    """
    rows: QuerySet[Any] = Objective.objects.filter(plan__key=plan, key=key, unit__in=granted_unit_ids(frame.user))
    related = rows.select_related("unit", "domain", "owner", "sponsor", "plan")
    found: Objective | None = related.annotate(**posts_held(frame.today, "owner", "sponsor")).first()
    if found is None:
        raise nothing_here()
    return found


@dataclass(frozen=True)
class ObjectiveRecords:
    """One objective with all that belongs to it. Each part is one query, read when it is first asked for.

    `only_measures`: for a page that shows its measures, without what is above it and who takes part.
    """

    frame: Frame
    objective: Objective
    only_measures: bool = False

    @cached_property
    def links(self) -> list[ObjectiveParent]:
        """What serves it, what it serves up to three levels above, and what else serves its parents."""
        every = ObjectiveParent.objects.filter(child__retired_on__isnull=True, parent__retired_on__isnull=True)
        above = every.filter(child=self.objective).values("parent")
        higher = every.filter(child__in=above).values("parent")
        beside = Q(parent=self.objective) | Q(parent__in=above)
        upward = Q(child=self.objective) | Q(child__in=above) | Q(child__in=higher)
        return list(
            every.filter(beside | upward)
            .select_related("child__unit", "child__owner", "parent__unit")
            .annotate(child_is_seen=self._seen("child__unit"), parent_is_seen=self._seen("parent__unit"))
            .order_by("parent__rank", "parent__title", "child__rank", "child__title")
        )

    @cached_property
    def parents(self) -> list[ObjectiveParent]:
        """What it serves."""
        return [] if self.only_measures else [one for one in self.links if one.child_id == self.objective.pk]

    def below(self, objective_id: UUID) -> list[ObjectiveParent]:
        """All that serves an objective: this one, or one of its parents."""
        return [one for one in self.links if one.parent_id == objective_id]

    @cached_property
    def every_role(self) -> list[ObjectiveMeasure]:
        """Its roles and those of its parents."""
        objectives = [self.objective.pk, *(one.parent_id for one in self.parents)]
        rows = ObjectiveMeasure.objects.filter(objective__in=objectives)
        return list(rows.select_related("owner", "measure").order_by("position"))

    @cached_property
    def roles(self) -> list[ObjectiveMeasure]:
        """Results first, then leads, then what is watched beside them."""
        order = {"lag": 0, "lead": 1, "balancing": 2}
        own = [one for one in self.every_role if one.objective_id == self.objective.pk]
        return sorted(own, key=lambda one: (order[one.role], one.position))

    @cached_property
    def contributors(self) -> list[Contributor]:
        """The teams that take part, those responsible first."""
        if self.only_measures:
            return []
        rows = Contributor.objects.filter(objective=self.objective).select_related("unit", "post", "handoff_measure")
        held = rows.annotate(**posts_held(self.frame.today, "post"))
        return sorted(held, key=lambda one: (Contributor.Part.values.index(one.part), one.position))

    @cached_property
    def versions(self) -> Mapping[UUID, MeasureVersion]:
        """The definition in force of every measure that is named."""
        handed = (one.handoff_measure_id for one in self.contributors if one.handoff_measure_id)
        return current_versions([*(one.measure_id for one in self.every_role), *handed])

    @cached_property
    def series(self) -> Mapping[SeriesAt, Series]:
        """The total series of its measures in its unit, of its parents' in theirs, of hand-offs in the team's.

        Each has its state, and its aim in fields of their own.
        """
        unit_of = {self.objective.pk: self.objective.unit_id} | {
            one.parent_id: one.parent.unit_id for one in self.parents
        }
        wanted: dict[UUID, set[UUID]] = defaultdict(set)
        for role in self.every_role:
            wanted[unit_of[role.objective_id]].add(role.measure_id)
        for team in self.contributors:
            if team.handoff_measure_id:
                wanted[team.unit_id or self.objective.unit_id].add(team.handoff_measure_id)
                wanted[self.objective.unit_id].add(team.handoff_measure_id)
        where = Q(pk__in=())
        for unit, measures in wanted.items():
            where |= Q(unit=unit, measure__in=measures)
        rows = (
            Series.objects.filter(where, stratum="total", unit__in=granted_unit_ids(self.frame.user))
            .select_related("state", "unit")
            .annotate(aim=FilteredRelation("targets", condition=Q(targets__retired_at__isnull=True)))
            .annotate(aim_id=F("aim__id"), **{f"aim_{name}": F(f"aim__{name}") for name in _AIM})
        )
        return {(one.unit_id, one.measure_id): one for one in rows}

    def aim_of(self, unit_id: UUID, measure_id: UUID) -> Target | None:
        """The aim of a measure in a unit, where one is set."""
        series: Any = self.series.get((unit_id, measure_id))
        if series is None or series.aim_id is None:
            return None
        return Target(series=series, **{name: getattr(series, f"aim_{name}") for name in _AIM})

    def gap_of(self, objective: Objective) -> Gap | None:
        """The gap of the first result of an objective, this one or a parent, that has an aim with a baseline."""
        for role in self.every_role:
            if role.objective_id != objective.pk or role.role != _LAG:
                continue
            aim, version = self.aim_of(objective.unit_id, role.measure_id), self.versions.get(role.measure_id)
            value = gap_of(aim, role.direction or version.direction) if aim is not None and version else None
            if aim is not None and version is not None and value is not None:
                return Gap(value, aim, version)
        return None

    def result_of(self, objective_id: UUID) -> MeasureVersion | None:
        """The first result of an objective, this one or a parent: in its unit amounts are said."""
        lags = (one for one in self.every_role if one.objective_id == objective_id and one.role == _LAG)
        first = next(lags, None)
        return self.versions.get(first.measure_id) if first else None

    @cached_property
    def never(self) -> Never:
        """Which units below its unit never reported which of its measures."""
        own = [self.versions[one.measure_id] for one in self.roles if one.measure_id in self.versions]
        return never_reported_in([self.objective.unit_id] if own else [], own, self.frame.today)

    @cached_property
    def too_late(self) -> Mapping[tuple[UUID, UUID], TooLate]:
        """Its leads that are too late to act on."""
        return too_late_leads(self.roles, self.versions)

    @cached_property
    def arrows(self) -> list[CauseEffect]:
        """The arrows of the map from it and to it."""
        either = Q(cause=self.objective) | Q(effect=self.objective)
        in_force = Q(cause__retired_on__isnull=True, effect__retired_on__isnull=True)
        rows = CauseEffect.objects.filter(either, in_force).select_related("cause", "effect")
        return list(
            rows.annotate(cause_is_seen=self._seen("cause__unit"), effect_is_seen=self._seen("effect__unit")).order_by(
                "effect__title", "cause__title"
            )
        )

    @cached_property
    def initiatives(self) -> list[Initiative]:
        """What is planned or under way for it."""
        rows = Initiative.objects.filter(objective=self.objective, status__in=Initiative.UNDER_WAY)
        return list(rows.select_related("owner").order_by("starts", "title"))

    @cached_property
    def actions(self) -> list[Action]:
        """The open actions for it or for one of its initiatives, as the caller sees them."""
        about = Q(objective=self.objective) | Q(initiative__objective=self.objective)
        rows = visible_actions(self.frame.user, self.frame.today).filter(about, status__in=Action.OPEN)
        return list(with_words(rows, self.frame.today))

    @cached_property
    def findings(self) -> list[Finding]:
        """What the check has open about it, its measures, their aims in its unit, and its initiatives."""
        plan, unit = self.objective.plan, self.objective.unit.key
        keys = [one.measure.key for one in self.roles]
        about = (
            Q(kind="objective", subject=self.objective.key)
            | Q(kind="measure", subject__in=keys)
            | Q(kind="target", subject__in=[f"{key}/{unit}" for key in keys])
            | Q(kind="initiative", subject__in=[one.key for one in self.initiatives])
        )
        held = its_waivers(self.frame.today)
        rows = findings_for(self.frame.user).filter(about, plan=plan, resolved_at__isnull=True)
        return list(rows.select_related("unit").annotate(set_aside_until=Subquery(held.values("expires")[:1])))

    def _seen(self, field: str) -> Exists:
        return Exists(granted_unit_ids(self.frame.user).filter(descendant_id=OuterRef(field)))
