"""A closed plan is kept as it was: one question that every write of a plan asks."""

from __future__ import annotations

from uuid import UUID

from wellrun.strategy.errors import plan_closed
from wellrun.strategy.models import Plan


def refuse_closed(plan_id: UUID) -> None:
    """Pass while the plan is drafted, consulted on or in force, as it stands now. Raises `plan_closed`. One query."""
    closed = Plan.objects.filter(pk=plan_id, stage=Plan.Stage.CLOSED).first()
    if closed is not None:
        raise plan_closed(closed)
