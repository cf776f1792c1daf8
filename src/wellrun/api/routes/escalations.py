"""Escalations: questions handed up, and their answers."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.schemas.execution import EscalationOut, ReplyIn, escalation_out, escalations_out
from wellrun.api.schemas.fields import Key
from wellrun.api.schemas.words import EscalationStatus
from wellrun.api.sight import the_one, unit_in_sight
from wellrun.execution.models import Escalation
from wellrun.execution.queries import escalations_for
from wellrun.organisation.queries import subtree_ids
from wellrun.reviews.actions import reply_to_escalation

router = Router(tags=["escalations"])


class EscalationFilter(BaseModel):
    """`within`: from a unit and all below it."""

    status: EscalationStatus | None = None
    within: Key | None = None


@router.get("/escalations", response=Page[EscalationOut])
def list_escalations(
    request: HttpRequest, wanted: Query[EscalationFilter], paging: Query[Paging]
) -> Page[EscalationOut]:
    """The questions from and to the units the caller sees, the soonest reply first."""
    user = caller(request)
    rows = _escalations(user)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.within:
        rows = rows.filter(from_unit__in=subtree_ids(unit_in_sight(user, wanted.within).pk))
    return Page[EscalationOut].of(request, rows, paging, escalations_out)


@router.get("/escalations/{uuid:escalation_id}", response=EscalationOut)
def get_escalation(request: HttpRequest, escalation_id: UUID) -> EscalationOut:
    """One question."""
    return escalation_out(the_one(_escalations(caller(request)).filter(pk=escalation_id)))


@router.post("/escalations/{uuid:escalation_id}/reply", response=EscalationOut)
def reply(request: HttpRequest, escalation_id: UUID, given: ReplyIn) -> EscalationOut:
    """The answer of the forum asked (for its chair) or of the post asked (for whoever holds it)."""
    user = caller(request)
    escalation = the_one(_escalations(user).filter(pk=escalation_id))
    return escalation_out(reply_to_escalation(escalation=escalation, reply=given.reply, by=user))


def _escalations(user: User) -> QuerySet[Escalation]:
    rows = escalations_for(user, statuses=Escalation.Status.values)
    return rows.order_by("reply_by", "raised_at", "pk")
