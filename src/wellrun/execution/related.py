"""What an action, decision or initiative may point at: what the caller sees, or what the unit serves."""

from __future__ import annotations

from wellrun.access.permissions import Permission
from wellrun.execution.permission import Doer, permit
from wellrun.measures.models import Series
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import ancestor_ids
from wellrun.strategy.models import Objective


def require_series(by: Doer, series: Series | None) -> None:
    """Pass without a series or with one in a unit that the caller sees; raise NotFound."""
    if series is not None:
        permit(by, Permission.SEE, series.unit_id)


def require_objective(by: Doer, objective: Objective | None, unit: Unit) -> None:
    """Pass when the objective is one that `unit` serves (its own or an ancestor's) or that the caller sees."""
    if objective is not None and objective.unit_id not in ancestor_ids(unit.pk):
        permit(by, Permission.SEE, objective.unit_id)
