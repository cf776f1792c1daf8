"""What outlives a plan: work under way that the next plan has the same objective for, and what is left open."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import QuerySet

from wellrun.execution.actions.carry_on import carry_on_action, carry_on_initiative
from wellrun.execution.models import Action, Initiative
from wellrun.jobs.plan_code.exporting.initiatives import initiatives_for
from wellrun.plans.document import PlanDocument
from wellrun.plans.specs import InitiativeSpec
from wellrun.strategy.exchanges import open_exchanges
from wellrun.strategy.models import Catchball, Objective, Plan, QuarterSlice
from wellrun.strategy.permission import Doer
from wellrun.strategy.queries import active_plan


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What of a plan is not finished: its quarters, exchanges, and the work that no next plan takes on."""

    quarters: tuple[QuarterSlice, ...]
    exchanges: tuple[Catchball, ...]
    initiatives: tuple[Initiative, ...]
    actions: int


def continued(plan: Plan) -> QuerySet[Objective]:
    """The objectives of the plan in force whose key this plan has too: their work goes on in it."""
    former = active_plan()
    if former is None or former.pk == plan.pk:
        return Objective.objects.none()
    kept = Objective.objects.filter(plan=plan, retired_on__isnull=True)
    return Objective.objects.filter(plan=former, key__in=kept.values("key"))


def initiatives_going_on(plan: Plan) -> list[Initiative]:
    """The planned and running initiatives of the plan in force that this one takes on; two queries."""
    rows = Initiative.objects.filter(objective__in=continued(plan), status__in=Initiative.UNDER_WAY)
    return list(rows.select_related("objective__plan", "idea").order_by("title"))


def specs_going_on(plan: Plan) -> tuple[InitiativeSpec, ...]:
    """The same as the plan's file would say them."""
    return tuple(one for one in initiatives_for(continued(plan)) if one.status in Initiative.UNDER_WAY)


def with_work_going_on(document: PlanDocument, plan: Plan) -> PlanDocument:
    """The document of a plan that is not in force yet, with the work under way that will go on in it."""
    if plan.stage not in (Plan.Stage.DRAFT, Plan.Stage.CONSULTATION):
        return document
    initiatives = (*document.plan.initiatives, *specs_going_on(plan))
    return replace(document, plan=replace(document.plan, initiatives=initiatives))


def left_open(plan: Plan, following: Plan | None = None) -> LeftOpen:
    """What of a plan is left open when it closes, beyond what the following one takes on; four queries."""
    taken = continued(following) if following else Objective.objects.none()
    staying = Objective.objects.filter(plan=plan).exclude(pk__in=taken.values("pk"))
    work = Initiative.objects.filter(objective__in=staying, status__in=Initiative.UNDER_WAY)
    slices = QuarterSlice.objects.filter(objective__plan=plan, objective__retired_on__isnull=True, closed_at=None)
    return LeftOpen(
        quarters=tuple(slices.select_related("objective").order_by("starts", "objective__title")),
        exchanges=tuple(open_exchanges(plan).select_related("parent", "unit").order_by("parent__title", "unit__name")),
        initiatives=tuple(work.select_related("objective").order_by("title")),
        actions=Action.objects.filter(objective__in=staying, status__in=Action.OPEN).count(),
    )


@transaction.atomic
def carry_on(*, plan: Plan, by: Doer) -> int:
    """Let the work under way of the plan in force go on under the same objectives of this one; how much there was."""
    homes = {
        one.key: one for one in Objective.objects.filter(plan=plan, retired_on__isnull=True).select_related("plan")
    }
    initiatives = initiatives_going_on(plan)
    for initiative in initiatives:
        carry_on_initiative(initiative=initiative, objective=homes[initiative.objective.key], by=by)
    actions = Action.objects.filter(objective__in=continued(plan), status__in=Action.OPEN)
    count = 0
    for action in actions.select_related("objective__plan"):
        assert action.objective is not None
        carry_on_action(action=action, objective=homes[action.objective.key], by=by)
        count += 1
    return len(initiatives) + count
