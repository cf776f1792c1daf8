"""What the keys of a document mean on this site."""

from __future__ import annotations

from typing import Any

from wellrun.accounts.models import User
from wellrun.measures.actions import add_series
from wellrun.measures.models import Measure, Series
from wellrun.organisation.models import Post, Unit
from wellrun.plans.document import PlanDocument
from wellrun.reviews.models import Forum
from wellrun.strategy.models import Domain, DriverNode, Objective, Plan, QuarterSlice


def keys_besides(document: PlanDocument) -> dict[str, set[str]]:
    """The keys that a document may name beyond its own: units, accounts, measures, and posts it does not speak of.

    A post that was given up may still be named by what it owned.
    """
    posts = Post.objects.filter(retired_on__isnull=False) if "posts" in document.says else Post.objects.all()
    return {
        "unit": set(Unit.objects.values_list("key", flat=True)),
        "account": set(User.objects.values_list("username", flat=True)),
        "measure": set(Measure.objects.filter(retired_on__isnull=True).values_list("key", flat=True)),
        "post": set(posts.values_list("key", flat=True)),
    }


class Known:
    """Records by their keys, read once and kept up as more are written."""

    def __init__(self, plan: Plan | None, by: Any) -> None:
        self.by = by
        self.units = {unit.key: unit for unit in Unit.objects.all()}
        self.posts = {post.key: post for post in Post.objects.all()}
        self.measures = {measure.key: measure for measure in Measure.objects.all()}
        self.domains = {domain.key: domain for domain in Domain.objects.all()}
        self.forums = {forum.key: forum for forum in Forum.objects.all()}
        self.users = {user.username: user for user in User.objects.all()}
        self._series: dict[tuple[str, str, str], Series] = {}
        self.drivers: dict[tuple[str, str], DriverNode] = {}
        self.slices: dict[tuple[str, str], QuarterSlice] = {}
        self.objectives: dict[str, Objective] = {}
        self._plan = plan
        if plan is not None:
            self._read(plan)

    @property
    def plan(self) -> Plan:
        """The plan, which comes before anything in it."""
        assert self._plan is not None
        return self._plan

    @plan.setter
    def plan(self, plan: Plan) -> None:
        self._plan = plan

    @property
    def plan_or_none(self) -> Plan | None:
        """The plan, where it is there already."""
        return self._plan

    def post(self, key: str | None) -> Post | None:
        """The post, where one is named."""
        return self.posts[key] if key else None

    def measure(self, key: str | None) -> Measure | None:
        """The measure, where one is named."""
        return self.measures[key] if key else None

    def unit(self, key: str | None) -> Unit | None:
        """The unit, where one is named."""
        return self.units[key] if key else None

    def series(self, measure: str, unit: str, stratum: str = "total") -> Series:
        """The series, made where it is not there yet: an aim may come before figures."""
        name = (measure, unit, stratum)
        if name not in self._series:
            self._series[name] = add_series(
                measure=self.measures[measure], unit=self.units[unit], stratum=stratum, by=self.by
            )
        return self._series[name]

    def _read(self, plan: Plan) -> None:
        self.objectives = {one.key: one for one in Objective.objects.filter(plan=plan).select_related("unit")}
        for node in DriverNode.objects.filter(objective__plan=plan).select_related("objective"):
            self.drivers[node.objective.key, node.key] = node
        for part in QuarterSlice.objects.filter(objective__plan=plan).select_related("objective"):
            self.slices[part.objective.key, part.starts.isoformat()] = part
