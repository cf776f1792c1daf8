"""Agenda items, and the one way in which they close: with a decision, an action or an escalation."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.schemas.execution import ReasonIn
from wellrun.api.schemas.fields import Key
from wellrun.api.schemas.reviews import (
    AnswersIn,
    DeferralOut,
    ItemOut,
    OutcomeIn,
    OutcomeOut,
    deferral_out,
    item_out,
    outcome_out,
)
from wellrun.api.schemas.words import ItemKind, ItemStatus
from wellrun.api.sight import initiative_named, post_in_sight, post_or_none, the_one, unit_in_sight
from wellrun.execution.models import Decision
from wellrun.organisation.queries import subtree_ids
from wellrun.reviews.actions import (
    ActionSpec,
    Answers,
    DecisionSpec,
    EscalationSpec,
    answer_questions,
    close_item_with,
    defer_item,
    reopen_item,
)
from wellrun.reviews.actions.outcomes import OutcomeSpec
from wellrun.reviews.models import AgendaItem, Outcome
from wellrun.reviews.naming import measure_names, title_of
from wellrun.reviews.queries import item_for
from wellrun.reviews.visibility import visible_items

router = Router(tags=["items"])


class ItemFilter(BaseModel):
    """`review`: on the agenda of a sitting. `forum`: of a forum's. `within`: about a unit and all below it."""

    review: UUID | None = None
    forum: UUID | None = None
    kind: ItemKind | None = None
    status: ItemStatus | None = None
    series: UUID | None = None
    within: Key | None = None


@router.get("/items", response=Page[ItemOut])
def list_items(request: HttpRequest, wanted: Query[ItemFilter], paging: Query[Paging]) -> Page[ItemOut]:
    """The items on the agendas the caller sees, the newest first, with what they say of themselves."""
    user = caller(request)
    exact = {
        "review": wanted.review,
        "review__forum": wanted.forum,
        "kind": wanted.kind,
        "status": wanted.status,
        "series__uid": wanted.series,
    }
    rows = _items(user).filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.within:
        rows = rows.filter(unit__in=subtree_ids(unit_in_sight(user, wanted.within).pk))
    return Page[ItemOut].of(request, rows.order_by("-raised_at", "pk"), paging, _shape)


@router.get("/items/{uuid:item_id}", response=ItemOut)
def get_item(request: HttpRequest, item_id: UUID) -> ItemOut:
    """One item."""
    return _shape([the_one(_items(caller(request)).filter(pk=item_id))])[0]


@router.get("/items/{uuid:item_id}/outcomes", response=list[OutcomeOut])
def list_item_outcomes(request: HttpRequest, item_id: UUID) -> list[OutcomeOut]:
    """Every outcome that was recorded for an item, the oldest first; only the one in force closes it."""
    item = item_for(caller(request), item_id)
    return _outcomes_out(list(_with_created(Outcome.objects.filter(item=item)).order_by("recorded_at", "pk")))


@router.post("/items/{uuid:item_id}/outcomes", response={201: OutcomeOut})
def close_item(request: HttpRequest, item_id: UUID, given: OutcomeIn) -> OutcomeOut:
    """Close an item with what was agreed, while its review is open. For the chair."""
    user = caller(request)
    item = item_for(user, item_id)
    return outcome_out(close_item_with(item=item, outcome=_spec(user, given), by=user), in_force=True)


@router.post("/items/{uuid:item_id}/defer", response=DeferralOut)
def defer(request: HttpRequest, item_id: UUID) -> DeferralOut:
    """Say that an item was not reached: it moves to the next sitting, the second time it goes up. For the chair."""
    user = caller(request)
    item = item_for(user, item_id)
    deferral = defer_item(item=item, by=user)
    settled = item.closing_outcome
    return deferral_out(deferral, settled.escalation_id if settled else None)


@router.post("/items/{uuid:item_id}/answers", response=ItemOut)
def answer_item(request: HttpRequest, item_id: UUID, given: AnswersIn) -> ItemOut:
    """Write down what drives it, whether it is local or systemic, and who owns the next action; it stays open."""
    user = caller(request)
    answers = Answers(drivers=given.drivers, scope=given.scope, post=post_or_none(user, given.next_owner))
    answer_questions(item=item_for(user, item_id), answers=answers, by=user)
    return get_item(request, item_id)


@router.post("/items/{uuid:item_id}/reopen", response=ItemOut)
def reopen(request: HttpRequest, item_id: UUID, given: ReasonIn) -> ItemOut:
    """Take back what closed an item, while its review is open; it stays in the minutes. For the chair."""
    user = caller(request)
    reopen_item(item=item_for(user, item_id), reason=given.reason, by=user)
    return get_item(request, item_id)


class OutcomeFilter(BaseModel):
    """`forum`, `review`: of items on their agendas. `within`: about a unit and all below it."""

    forum: UUID | None = None
    review: UUID | None = None
    within: Key | None = None


@router.get("/outcomes", response=Page[OutcomeOut])
def list_outcomes(request: HttpRequest, wanted: Query[OutcomeFilter], paging: Query[Paging]) -> Page[OutcomeOut]:
    """What was agreed in the reviews the caller sees, the newest first, what was taken back included."""
    user = caller(request)
    rows = _outcomes(user)
    exact = {"item__review__forum": wanted.forum, "item__review": wanted.review}
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.within:
        rows = rows.filter(item__unit__in=subtree_ids(unit_in_sight(user, wanted.within).pk))
    return Page[OutcomeOut].of(request, rows.order_by("-recorded_at", "pk"), paging, _outcomes_out)


@router.get("/outcomes/{uuid:outcome_id}", response=OutcomeOut)
def get_outcome(request: HttpRequest, outcome_id: UUID) -> OutcomeOut:
    """One outcome."""
    return _outcomes_out([the_one(_outcomes(caller(request)).filter(pk=outcome_id))])[0]


def _spec(user: User, given: OutcomeIn) -> OutcomeSpec:
    if given.decision is not None:
        return DecisionSpec(**dict(given.decision) | {"kind": Decision.Kind(given.decision.kind)})
    if given.escalation is not None:
        return EscalationSpec(**dict(given.escalation))
    assert given.action is not None
    asked = dict(given.action)
    asked["post"] = post_in_sight(user, given.action.post)
    asked["initiative"] = initiative_named(given.action.initiative)
    return ActionSpec(**asked)


def _items(user: User) -> QuerySet[AgendaItem]:
    subject = ("action", "initiative", "escalation", "obligation")
    about = ("unit", "series__measure", "objective", *subject, "next_owner", "review__forum")
    settled = ("decision", "action", "escalation")
    return (
        visible_items(user)
        .select_related(*about, *(f"closing_outcome__{name}" for name in settled))
        .prefetch_related("signals")
    )


def _shape(items: Sequence[AgendaItem]) -> list[ItemOut]:
    names = measure_names(item.series.measure_id for item in items if item.series is not None)
    return [item_out(item, title_of(item, names), [link.signal_id for link in item.signals.all()]) for item in items]


def _outcomes(user: User) -> QuerySet[Outcome]:
    return _with_created(Outcome.objects.filter(item__in=visible_items(user).values("pk")))


def _with_created(rows: QuerySet[Outcome]) -> QuerySet[Outcome]:
    return rows.select_related("decision", "action", "escalation").annotate(closes_item=F("closes__pk"))


def _outcomes_out(outcomes: Sequence[Outcome]) -> list[OutcomeOut]:
    return [outcome_out(one, in_force=one.closes_item is not None) for one in outcomes]  # type: ignore[attr-defined]
