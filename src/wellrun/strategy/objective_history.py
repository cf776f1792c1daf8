"""Every change of one objective and of its parts."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from wellrun.strategy.models import Objective, PlanChange

# Kinds of changes whose subject begins with the key of an objective.
_ITS_OWN = (
    "objective",
    "role",
    "contributor",
    "parent",
    "arrow",
    "driver",
    "quarter",
    "key result",
    "catchball",
    "precedence",
)


def changes_of_objective(objective: Objective) -> QuerySet[PlanChange]:
    """The newest first. A key has no blank in it: what follows one names a part."""
    about = Q(subject=objective.key) | Q(subject__startswith=f"{objective.key} ")
    rows = PlanChange.objects.filter(about, plan=objective.plan, kind__in=_ITS_OWN)
    return rows.select_related("by").order_by("-id")
