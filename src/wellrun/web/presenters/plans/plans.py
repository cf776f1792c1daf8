"""All plans: what was in force, is, and is being written."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from wellrun.access.queries import granted_unit_ids
from wellrun.strategy.models import Plan
from wellrun.web.frame import Frame
from wellrun.web.presenters.plans.stages import StageWord, cycle_words, stage_said, stage_word


@dataclass(frozen=True)
class PlanRow:
    """One plan. `objectives`: how many of it the reader sees."""

    name: str
    href: str
    stage: StageWord
    cycle: str
    said: str
    objectives: int
    illustrative: bool


def plans_in_order(frame: Frame) -> QuerySet[Plan]:
    """The plans, the newest cycle first, with how many objectives the reader sees of each."""
    seen = Q(objectives__retired_on__isnull=True, objectives__unit__in=granted_unit_ids(frame.user))
    return Plan.objects.annotate(seen=Count("objectives", filter=seen)).order_by("-starts", "key")


def plan_row(plan: Plan) -> PlanRow:
    """What the list says of one; no query."""
    return PlanRow(
        name=plan.name,
        href=reverse("plan", args=[plan.key]),
        stage=stage_word(plan),
        cycle=cycle_words(plan),
        said=stage_said(plan),
        objectives=getattr(plan, "seen", 0),
        illustrative=plan.illustrative,
    )
