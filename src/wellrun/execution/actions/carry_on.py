"""Work under way outlives the plan it began in: it goes on for the objective of the next one."""

from __future__ import annotations

from django.db import transaction

from wellrun.access.permissions import Permission
from wellrun.audit.actions import record
from wellrun.execution.models import Action, Initiative
from wellrun.execution.permission import Doer, permit
from wellrun.strategy.models import DriverNode, Objective


@transaction.atomic
def carry_on_initiative(*, initiative: Initiative, objective: Objective, by: Doer) -> None:
    """The initiative goes on for the objective; the idea it tries is the one of the same key there, if there is one."""
    permit(by, Permission.CHAIR, objective.unit_id)
    idea = initiative.idea and DriverNode.objects.filter(objective=objective, key=initiative.idea.key).first()
    data = _told(initiative.objective, objective) | {"key": initiative.key}
    Initiative.objects.filter(pk=initiative.pk).update(objective=objective, idea=idea)
    record(by=by, verb="carry_on_initiative", subject=initiative, data=data)


@transaction.atomic
def carry_on_action(*, action: Action, objective: Objective, by: Doer) -> None:
    """The open action goes on for the objective."""
    permit(by, Permission.CHAIR, objective.unit_id)
    data = _told(action.objective, objective) | {"number": action.number}
    Action.objects.filter(pk=action.pk).update(objective=objective)
    record(by=by, verb="carry_on_action", subject=action, data=data)


def _told(before: Objective | None, after: Objective) -> dict[str, str]:
    return {"objective": after.key, "from": before.plan.key if before else "", "to": after.plan.key}
