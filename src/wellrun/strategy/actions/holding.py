"""One writer of a plan at a time, so that each sees what the one before wrote and says only what is new."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model

from wellrun.access.errors import nothing_here
from wellrun.strategy.models import Plan

Part = TypeVar("Part", bound=Model)


def hold_plan(plan_id: UUID) -> None:
    """Wait until nobody else writes the plan, and keep it until the transaction ends. Before anything is looked up."""
    Plan.objects.select_for_update().filter(pk=plan_id).values_list("pk", flat=True).first()


def still_there(part: Part) -> Part:
    """The part as it stands now, of a plan that is held; NotFound where somebody else took it away just now."""
    found = type(part)._default_manager.filter(pk=part.pk).first()
    if found is None:
        raise nothing_here()
    return found


def held_now(record: Part) -> Part:
    """The record as it stands now, kept until the transaction ends; NotFound where somebody else took it away just now.

    For what belongs to no plan, and for what is written under a plan beside its parts.
    """
    found = type(record)._default_manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
    if found is None:
        raise nothing_here()
    return found
