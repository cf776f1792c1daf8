"""What a unit contributes to in one view: each objective above it, and what of the unit's counts toward it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.measures.models import MeasureVersion, Series
from wellrun.organisation.models import UnitClosure
from wellrun.strategy.models import Contributor, Objective, ObjectiveMeasure, ObjectiveParent
from wellrun.strategy.queries import RoleRow, links_up, objectives_in_force, roles_at, roles_in_force
from wellrun.web.frame import Frame
from wellrun.web.presenters.cascade_records import CascadeRecords
from wellrun.web.presenters.cascade_words import amount_words
from wellrun.web.presenters.rows import current_versions


@dataclass
class Serving:
    """An objective above. `through`: objectives and hand-offs of the unit; `figures`: its own, name and address."""

    title: str
    href: str
    through: list[str] = field(default_factory=list)
    figures: list[tuple[str, str]] = field(default_factory=list)


def serving_of(frame: Frame, records: CascadeRecords) -> list[Serving]:
    """Nearest first: what its objectives serve, where it is named as taking part, where its figures count; eight
    queries. Nothing for the enterprise, above which is nothing.
    """
    if frame.unit.enterprise:
        return []
    return list(_Above(frame, records).all().values())


class _Above:
    """The objectives above a unit by id; each way to contribute adds to what the ways before found."""

    def __init__(self, frame: Frame, records: CascadeRecords) -> None:
        self.frame = frame
        self.own = [one.pk for one in records.objectives.values() if one.unit_id == frame.unit.pk]
        self.inside = records.objectives
        self.roles = roles_in_force()
        named = Contributor.objects.filter(unit=frame.unit, objective__in=objectives_in_force())
        self.named = list(named.select_related("objective__plan").order_by("objective__rank", "position"))
        above = UnitClosure.objects.filter(descendant_id=frame.unit.pk, depth__gt=0)
        self.bearing = roles_at(self.roles, dict(above.values_list("ancestor_id", "depth")))
        self.key_of = {placed.unit.pk: placed.unit.key for placed in frame.units}
        self.versions = self._versions()
        self.found: dict[UUID, Serving] = {}

    def _versions(self) -> Mapping[UUID, MeasureVersion]:
        measures = {role.measure_id for role in self.roles}
        return current_versions(measures | {one.handoff_measure_id for one in self.named if one.handoff_measure_id})

    def all(self) -> dict[UUID, Serving]:
        """By way of objectives, of hand-offs, of figures."""
        for depth, links in enumerate(links_up(self.own)):
            for link in links:
                self._by_objective(link, is_direct=depth == 0)
        for one in self.named:
            self._by_handoff(one)
        self._by_figures()
        return self.found

    def _at(self, objective: Objective) -> Serving:
        return self._row(objective.pk, objective.plan.key, objective.key, objective.title, objective.unit_id)

    def _row(self, pk: UUID, plan: str, key: str, title: str, unit_id: UUID) -> Serving:
        """The row of an objective; a link only where the caller sees its unit."""
        href = reverse("objective", args=[plan, key]) if unit_id in self.key_of else ""
        return self.found.setdefault(pk, Serving(title, href))

    def _by_objective(self, link: ObjectiveParent, *, is_direct: bool) -> None:
        if link.parent_id in self.inside:
            return
        if not is_direct:
            self._at(link.parent).through.append(_("By way of “%(title)s”.") % {"title": link.child.title})
            return
        taken = amount_words(link, self._version_of(link.parent_id))
        words = {"title": link.child.title, "taken": taken}
        said = (
            _("“%(title)s” takes on %(taken)s.")
            if taken
            else _("“%(title)s” serves it; how much it takes on: nothing said.")
        )
        self._at(link.parent).through.append(said % words)

    def _version_of(self, objective_id: UUID) -> MeasureVersion | None:
        """The measure in whose unit what is taken on of an objective is said: its first result."""
        lags = [one for one in self.roles if one.objective_id == objective_id and one.role == ObjectiveMeasure.Role.LAG]
        return self.versions[min(lags, key=lambda one: one.position).measure_id] if lags else None

    def _by_handoff(self, one: Contributor) -> None:
        if one.objective_id in self.inside:
            return
        at = self._at(one.objective)
        if one.handoff_measure_id is None:
            at.through.append(_("Named as taking part (%(team)s); no hand-off measure agreed.") % {"team": one.team})
            return
        words = {"team": one.team, "measure": self.versions[one.handoff_measure_id].name}
        at.through.append(_("Owns a hand-off (%(team)s): %(measure)s.") % words)

    def _by_figures(self) -> None:
        """The unit's own series of what objectives above are measured by, each once at an objective."""
        measures = {role.measure_id for role in self.bearing}
        mine = set(
            Series.objects.filter(unit=self.frame.unit, stratum="total", measure__in=measures).values_list(
                "measure_id", flat=True
            )
        )
        for role in self.bearing:
            if role.measure_id in mine:
                at = self._row(role.objective_id, role.plan_key, role.objective_key, role.objective_title, role.unit_id)
                at.figures.append(self._figure(role))

    def _figure(self, role: RoleRow) -> tuple[str, str]:
        version = self.versions[role.measure_id]
        return version.name, reverse("measure", args=[self.frame.unit.key, version.measure.key])
