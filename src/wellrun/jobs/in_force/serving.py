"""What a unit contributes to: each objective above it, and the ways in which the unit counts toward it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from uuid import UUID

from wellrun.jobs.in_force.cascade import CascadeRecords
from wellrun.jobs.in_force.looking import Looking
from wellrun.measures.models import MeasureVersion, Series
from wellrun.organisation.models import UnitClosure
from wellrun.strategy.models import Contributor, ObjectiveMeasure, ObjectiveParent
from wellrun.strategy.queries import RoleRow, links_up, objectives_in_force, results_by_gap, roles_at, roles_in_force

OBJECTIVE: Final = "objective"
BY_WAY: Final = "by_way"
HAND_OFF: Final = "hand_off"


@dataclass(frozen=True)
class Way:
    """How a unit counts toward an objective above.

    `objective`: one of its own serves it, by `link`. `by_way`: what its own serve serves it, by `link`. `hand_off`: it
    is named as a team that takes part, as `team` says. `measure`: in which the amount of a link is said, or what is
    handed on; None where none is.
    """

    kind: str
    link: ObjectiveParent | None = None
    team: Contributor | None = None
    measure: MeasureVersion | None = None


@dataclass
class Above:
    """An objective above. `figures`: its measures of which the unit has figures of its own."""

    plan: str
    key: str
    title: str
    unit_id: UUID
    ways: list[Way] = field(default_factory=list)
    figures: list[MeasureVersion] = field(default_factory=list)


def above_of(look: Looking, records: CascadeRecords) -> dict[UUID, Above]:
    """By objective, the nearest first; eight queries. Nothing for the enterprise, above which is nothing."""
    return {} if look.unit.enterprise else _Found(look, records).all()


class _Found:
    """Each way to contribute adds to what the ways before found."""

    def __init__(self, look: Looking, records: CascadeRecords) -> None:
        self.unit = look.unit
        self.own = [one.pk for one in records.objectives.values() if one.unit_id == look.unit.pk]
        self.inside = records.objectives
        self.roles = roles_in_force()
        named = Contributor.objects.filter(unit=look.unit, objective__in=objectives_in_force())
        self.named = list(named.select_related("objective__plan").order_by("objective__rank", "position"))
        above = UnitClosure.objects.filter(descendant_id=look.unit.pk, depth__gt=0)
        self.bearing = roles_at(self.roles, dict(above.values_list("ancestor_id", "depth")))
        self.versions = self._versions()
        self.found: dict[UUID, Above] = {}

    def _versions(self) -> Mapping[UUID, MeasureVersion]:
        measures = {role.measure_id for role in self.roles}
        measures |= {one.handoff_measure_id for one in self.named if one.handoff_measure_id}
        rows = MeasureVersion.objects.filter(measure_id__in=measures, current=True).select_related("measure")
        return {row.measure_id: row for row in rows}

    def all(self) -> dict[UUID, Above]:
        """By way of objectives, of hand-offs, of figures."""
        for depth, links in enumerate(links_up(self.own)):
            for link in links:
                self._by_objective(link, is_direct=depth == 0)
        for one in self.named:
            self._by_hand_off(one)
        self._by_figures()
        return self.found

    def _at(self, pk: UUID, plan: str, key: str, title: str, unit_id: UUID) -> Above:
        return self.found.setdefault(pk, Above(plan, key, title, unit_id))

    def _by_objective(self, link: ObjectiveParent, *, is_direct: bool) -> None:
        parent = link.parent
        if parent.pk in self.inside:
            return
        way = Way(OBJECTIVE, link, measure=self._result_of(parent.pk)) if is_direct else Way(BY_WAY, link)
        self._at(parent.pk, parent.plan.key, parent.key, parent.title, parent.unit_id).ways.append(way)

    def _result_of(self, objective_id: UUID) -> MeasureVersion | None:
        """The measure in whose unit what is taken on of an objective is said: that of its gap, else its first
        result; one query more where there are several.
        """
        lags = [one for one in self.roles if one.objective_id == objective_id and one.role == ObjectiveMeasure.Role.LAG]
        if len(lags) > 1:
            return self.versions.get(self._told_in[objective_id])
        return self.versions[lags[0].measure_id] if lags else None

    @cached_property
    def _told_in(self) -> Mapping[UUID, UUID]:
        rows = results_by_gap().filter(objective__in={one.objective_id for one in self.roles})
        return dict(reversed(list(rows.values_list("objective_id", "measure_id"))))

    def _by_hand_off(self, one: Contributor) -> None:
        if one.objective_id in self.inside:
            return
        measure = self.versions[one.handoff_measure_id] if one.handoff_measure_id else None
        to = one.objective
        self._at(to.pk, to.plan.key, to.key, to.title, to.unit_id).ways.append(Way(HAND_OFF, team=one, measure=measure))

    def _by_figures(self) -> None:
        """The unit's own series of what objectives above are measured by, each once at an objective."""
        measures = {role.measure_id for role in self.bearing}
        rows = Series.objects.filter(unit=self.unit, stratum="total", measure__in=measures)
        mine = set(rows.values_list("measure_id", flat=True))
        for role in self.bearing:
            if role.measure_id in mine:
                self._by_figure(role)

    def _by_figure(self, role: RoleRow) -> None:
        at = self._at(role.objective_id, role.plan_key, role.objective_key, role.objective_title, role.unit_id)
        at.figures.append(self.versions[role.measure_id])
