"""The plan a page is about, and the objective: where the caller may see them, at any stage of the plan."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, may
from wellrun.organisation.models import Unit
from wellrun.strategy.models import Objective, Plan
from wellrun.web.frame import Frame, frame_for


@dataclass(frozen=True)
class PlanFrame:
    """The frame of a page about one plan."""

    frame: Frame
    plan: Plan

    @property
    def is_open(self) -> bool:
        """Whether anything of it may still be written: a closed plan is kept as it was."""
        return self.plan.stage != Plan.Stage.CLOSED

    def may_write(self, unit: Unit) -> bool:
        """Whether the caller writes what is the unit's in this plan. One query."""
        return self.is_open and may(self.frame.user, Permission.CHAIR, unit.pk)

    def objectives(self) -> QuerySet[Objective]:
        """The objectives of the plan that are not retired, of the units the caller sees."""
        seen = granted_unit_ids(self.frame.user)
        return Objective.objects.filter(plan=self.plan, retired_on__isnull=True, unit__in=seen)


def open_plan(request: HttpRequest, key: str) -> PlanFrame:
    """The plan of this key, inside the unit last looked at. NotFound without access to any unit."""
    frame = frame_for(request)
    plan = Plan.objects.filter(key=key).first()
    if plan is None:
        raise nothing_here()
    return PlanFrame(frame, plan)


def open_objective(request: HttpRequest, plan: str, key: str) -> tuple[PlanFrame, Objective]:
    """An objective of the plan with its unit, domain, owner and sponsor; NotFound where the caller does not see it."""
    opened = open_plan(request, plan)
    related = ("unit", "domain", "owner", "sponsor", "plan")
    found = opened.objectives().filter(key=key).select_related(*related).first()
    if found is None:
        raise nothing_here()
    return opened, found
