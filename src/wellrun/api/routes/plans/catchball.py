"""Exchanges: a part of an objective is offered below, comes back otherwise, is agreed or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Status

from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.saving import Saved, saved
from wellrun.api.schemas.plans.catchball import (
    AgreementIn,
    CounterProposalIn,
    ExchangeOut,
    ProposalIn,
    WithdrawalIn,
    exchange_out,
)
from wellrun.api.sight import objective_in_sight, plan_in_sight, post_in_sight, the_one, unit_in_sight
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone
from wellrun.strategy import actions
from wellrun.strategy.exchanges import visible_exchanges
from wellrun.strategy.models import Catchball

router = Router(tags=["exchanges"])
_ONE = "/exchanges/{uuid:exchange_id}"


@router.get("/plans/{slug:plan}/exchanges", response=Page[ExchangeOut])
def list_exchanges(request: HttpRequest, plan: str, paging: Query[Paging]) -> Page[ExchangeOut]:
    """The exchanges of a plan of units that the caller sees, and in which a post of theirs was asked."""
    user = caller(request)
    rows = _exchanges(user).filter(plan=plan_in_sight(user, plan))
    return Page[ExchangeOut].of(request, rows.order_by("parent__key", "unit__key"), paging, _out)


@router.get(_ONE, response=ExchangeOut)
def get_exchange(request: HttpRequest, exchange_id: UUID) -> ExchangeOut:
    """One exchange with every turn."""
    return exchange_out(_exchange(caller(request), exchange_id))


@router.post("/plans/{slug:plan}/objectives/{slug:objective}/propose", response={201: Saved[ExchangeOut]})
def propose(request: HttpRequest, plan: str, objective: str, given: ProposalIn) -> Status[Saved[ExchangeOut]]:
    """Ask a unit to take on a part of an objective. For who chairs the objective's unit."""
    user = caller(request)
    asked = actions.propose(
        parent=objective_in_sight(user, plan, objective),
        unit=unit_in_sight(user, given.unit),
        post=post_in_sight(user, given.post),
        by=user,
        **given.model_dump(include={"title", "contribution", "text", "to_turn"}),
    )
    return Status(201, _saved(user, asked))


@router.post(f"{_ONE}/counter", response=Saved[ExchangeOut])
def counter(request: HttpRequest, exchange_id: UUID, given: CounterProposalIn) -> Saved[ExchangeOut]:
    """The unit would take on something else. For the post that was asked, and who chairs its unit."""
    user = caller(request)
    one = _exchange(user, exchange_id)
    actions.counter(catchball=one, by=user, **given.model_dump())
    return _saved(user, one)


@router.post(f"{_ONE}/agree", response=Saved[ExchangeOut])
def agree(request: HttpRequest, exchange_id: UUID, given: AgreementIn) -> Saved[ExchangeOut]:
    """Agree to what was said last; an objective comes of it. For the side that did not speak last."""
    user = caller(request)
    one = _exchange(user, exchange_id)
    actions.agree(catchball=one, key=given.key or "", text=given.text, to_turn=given.to_turn, by=user)
    return _saved(user, one)


@router.post(f"{_ONE}/withdraw", response=Saved[ExchangeOut])
def withdraw(request: HttpRequest, exchange_id: UUID, given: WithdrawalIn) -> Saved[ExchangeOut]:
    """Take the proposal back. For who chairs the objective's unit."""
    user = caller(request)
    one = _exchange(user, exchange_id)
    actions.withdraw(catchball=one, text=given.text, to_turn=given.to_turn, by=user)
    return _saved(user, one)


def _exchanges(user: User) -> QuerySet[Catchball]:
    rows = visible_exchanges(user, clock.today(site_zone()))
    return rows.select_related("plan", "parent__plan", "unit", "post", "child").prefetch_related("turns__by")


def _exchange(user: User, pk: UUID) -> Catchball:
    return the_one(_exchanges(user).filter(pk=pk))


def _saved(user: User, one: Catchball) -> Saved[ExchangeOut]:
    return saved(user, one.plan, exchange_out(_exchange(user, one.pk)))


def _out(rows: Sequence[Catchball]) -> list[ExchangeOut]:
    return [exchange_out(one) for one in rows]
