"""The cascade and the map: what an objective serves, how much of the gap it takes on, what it helps."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.lib.errors import UserError
from wellrun.strategy.actions.holding import hold_plan, still_there
from wellrun.strategy.actions.noting import note_part
from wellrun.strategy.errors import other_plan, same_twice
from wellrun.strategy.models import (
    CauseEffect,
    Objective,
    ObjectiveParent,
)
from wellrun.strategy.permission import Doer, permit_unit


@transaction.atomic
def serve(
    *, child: Objective, parent: Objective, amount: float | None = None, share: float | None = None, by: Doer
) -> ObjectiveParent:
    """Say that an objective serves another, and how much of its gap it takes on.

    Raises `same_twice`, `other_plan`, `serves_in_a_circle`, `contribution_unclear`.
    """
    permit_unit(by, child.unit_id)
    if child.pk == parent.pk:
        raise same_twice()
    if child.plan_id != parent.plan_id:
        raise other_plan()
    if (amount is not None and share is not None) or (amount or 0) < 0 or not 0 <= (share or 0) <= 1:
        raise UserError("contribution_unclear", _("Say an amount of the gap, or a share of it between 0 and 1."))
    hold_plan(child.plan_id)
    if _serves(parent, child):
        raise UserError("serves_in_a_circle", _("They would serve one another in a circle."))
    known = ObjectiveParent.objects.filter(child=child, parent=parent).first()
    before = {"amount": known.amount, "share": known.share} if known else {}
    link, _new = ObjectiveParent.objects.update_or_create(
        child=child, parent=parent, defaults={"amount": amount, "share": share}
    )
    after = {"amount": amount, "share": share}
    if before != after:
        note_part(child, parent.key, "serve", "parent", link, before=before, after=after, by=by)
    return link


@transaction.atomic
def stop_serving(*, child: Objective, parent: Objective, by: Doer) -> None:
    """It does not serve the other any more."""
    permit_unit(by, child.unit_id)
    hold_plan(child.plan_id)
    link = ObjectiveParent.objects.filter(child=child, parent=parent).first()
    if link is not None:
        before = {"amount": link.amount, "share": link.share}
        note_part(child, parent.key, "stop_serving", "parent", link, before=before, by=by)
        link.delete()


@transaction.atomic
def draw_arrow(*, cause: Objective, effect: Objective, because: str = "", by: Doer) -> CauseEffect:
    """Draw an arrow of the strategy map. Raises `same_twice`, `other_plan`."""
    permit_unit(by, cause.unit_id)
    if cause.pk == effect.pk:
        raise same_twice()
    if cause.plan_id != effect.plan_id:
        raise other_plan()
    hold_plan(cause.plan_id)
    known = CauseEffect.objects.filter(cause=cause, effect=effect).first()
    if known is not None and known.because == because:
        return known
    arrow, _new = CauseEffect.objects.update_or_create(cause=cause, effect=effect, defaults={"because": because})
    note_part(cause, effect.key, "draw_arrow", "arrow", arrow, after={"because": because}, by=by)
    return arrow


@transaction.atomic
def rub_out_arrow(*, arrow: CauseEffect, by: Doer) -> None:
    """Take an arrow off the map; NotFound where somebody else just did."""
    permit_unit(by, arrow.cause.unit_id)
    hold_plan(arrow.cause.plan_id)
    arrow = still_there(arrow)
    note_part(arrow.cause, arrow.effect.key, "rub_out_arrow", "arrow", arrow, before={"because": arrow.because}, by=by)
    arrow.delete()


def _serves(objective: Objective, other: Objective) -> bool:
    """Whether the objective serves the other, directly or through what it serves."""
    seen, fresh = {objective.pk}, {objective.pk}
    while fresh:
        above = ObjectiveParent.objects.filter(child__in=fresh).values_list("parent_id", flat=True)
        fresh = set(above) - seen
        if other.pk in fresh:
            return True
        seen |= fresh
    return False
