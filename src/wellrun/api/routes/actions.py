"""Actions: what is asked, what the post answers, what the chair makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.schemas.execution import (
    AcceptIn,
    ActionDetailOut,
    ActionOut,
    CounterIn,
    EvidenceIn,
    ReasonIn,
    ReassignIn,
    TextIn,
    action_detail_out,
    actions_out,
)
from wellrun.api.schemas.fields import Day, Key, Word
from wellrun.api.schemas.words import ActionStatus
from wellrun.api.sight import post_in_sight, series_id_in_sight, the_one, unit_id_in_sight
from wellrun.execution import actions
from wellrun.execution.models import Action, ActionUpdate
from wellrun.execution.queries import ActionFilter, matching_actions
from wellrun.reviews import actions as reviewed
from wellrun.reviews.queries import action_ids_of, forum_for

router = Router(tags=["actions"])

ANY = frozenset(Action.Status.values)


class ActionWanted(BaseModel):
    """`within`: about a unit and all below it. `mine`: asked of posts the caller holds. `forum`: asked by it.

    `open`: not done and not cancelled; `status` narrows to one. `text`: part of the title or of done_when, or a number.
    """

    within: Key | None = None
    status: ActionStatus | None = None
    open: bool = False
    due_from: Day | None = None
    due_to: Day | None = None
    mine: bool = False
    forum: UUID | None = None
    series: UUID | None = None
    objective: Key | None = None
    initiative: Key | None = None
    text: Word = ""


@router.get("/actions", response=Page[ActionOut])
def list_actions(request: HttpRequest, wanted: Query[ActionWanted], paging: Query[Paging]) -> Page[ActionOut]:
    """The actions the caller sees, by due date; never by who they are asked of."""
    user = caller(request)
    rows = matching_actions(user, _filter(user, wanted))
    if wanted.objective:
        rows = rows.filter(objective__key=wanted.objective)
    if wanted.initiative:
        rows = rows.filter(initiative__key=wanted.initiative)
    return Page[ActionOut].of(request, rows, paging, actions_out)


@router.get("/actions/{uuid:action_id}", response=ActionDetailOut)
def get_action(request: HttpRequest, action_id: UUID) -> ActionDetailOut:
    """One action with its story."""
    return _detail(_action(caller(request), action_id))


@router.post("/actions/{uuid:action_id}/accept", response=ActionDetailOut)
def accept_action(request: HttpRequest, action_id: UUID, given: AcceptIn) -> ActionDetailOut:
    """The post takes it on, and owns it from now on. For whoever holds the post."""
    return _take(request, action_id, actions.accept_action, text=given.text)


@router.post("/actions/{uuid:action_id}/counter", response=ActionDetailOut)
def counter_action(request: HttpRequest, action_id: UUID, given: CounterIn) -> ActionDetailOut:
    """The post would take it on by another day. For whoever holds the post."""
    return _take(request, action_id, actions.counter_action, due=given.due, text=given.text)


@router.post("/actions/{uuid:action_id}/decline", response=ActionDetailOut)
def decline_action(request: HttpRequest, action_id: UUID, given: ReasonIn) -> ActionDetailOut:
    """The post does not take it on. For whoever holds the post."""
    return _take(request, action_id, actions.decline_action, reason=given.reason)


@router.post("/actions/{uuid:action_id}/progress", response=ActionDetailOut)
def report_progress(request: HttpRequest, action_id: UUID, given: TextIn) -> ActionDetailOut:
    """The post says how it goes. For whoever holds the post."""
    return _take(request, action_id, actions.report_progress, text=given.text)


@router.post("/actions/{uuid:action_id}/complete", response=ActionDetailOut)
def complete_action(request: HttpRequest, action_id: UUID, given: EvidenceIn) -> ActionDetailOut:
    """The post says that it is done, and how that is seen. For whoever holds the post."""
    return _take(request, action_id, reviewed.complete_action, evidence=given.evidence)


@router.post("/actions/{uuid:action_id}/agree", response=ActionDetailOut)
def agree_counter(request: HttpRequest, action_id: UUID) -> ActionDetailOut:
    """The chair agrees to the post's date; with that the post has accepted."""
    return _take(request, action_id, actions.agree_counter)


@router.post("/actions/{uuid:action_id}/insist", response=ActionDetailOut)
def insist_on_action(request: HttpRequest, action_id: UUID, given: TextIn) -> ActionDetailOut:
    """The chair asks the same post again for the same day."""
    return _take(request, action_id, actions.insist, text=given.text)


@router.post("/actions/{uuid:action_id}/reassign", response=ActionDetailOut)
def reassign_action(request: HttpRequest, action_id: UUID, given: ReassignIn) -> ActionDetailOut:
    """The chair asks another post, or the same one by another day."""
    user = caller(request)
    action = _action(user, action_id)
    post = post_in_sight(user, given.post)
    actions.reassign_action(action=action, post=post, due=given.due, reason=given.reason, by=user)
    return _detail(_action(user, action_id))


@router.post("/actions/{uuid:action_id}/cancel", response=ActionDetailOut)
def cancel_action(request: HttpRequest, action_id: UUID, given: ReasonIn) -> ActionDetailOut:
    """The chair takes the question back."""
    return _take(request, action_id, reviewed.cancel_action, reason=given.reason)


@router.post("/actions/{uuid:action_id}/reopen", response=ActionDetailOut)
def reopen_action(request: HttpRequest, action_id: UUID, given: ReasonIn) -> ActionDetailOut:
    """It was not done after all. For whoever holds the post, and the chair, within thirty days."""
    return _take(request, action_id, actions.reopen_action, reason=given.reason)


def _take(request: HttpRequest, action_id: UUID, step: Callable[..., Action], **said: Any) -> ActionDetailOut:
    user = caller(request)
    step(action=_action(user, action_id), by=user, **said)
    return _detail(_action(user, action_id))


def _action(user: User, action_id: UUID) -> Action:
    return the_one(matching_actions(user, ActionFilter(statuses=ANY)).filter(pk=action_id))


def _detail(action: Action) -> ActionDetailOut:
    updates = ActionUpdate.objects.filter(action=action).select_related("by").order_by("at", "pk")
    return action_detail_out(action, list(updates))


def _filter(user: User, wanted: ActionWanted) -> ActionFilter:
    statuses = frozenset(Action.OPEN) if wanted.open else ANY
    return ActionFilter(
        unit_id=unit_id_in_sight(user, wanted.within),
        statuses=statuses & {wanted.status} if wanted.status else statuses,
        due_from=wanted.due_from,
        due_to=wanted.due_to,
        mine=wanted.mine,
        among=action_ids_of(forum_for(user, wanted.forum)) if wanted.forum else None,
        series_id=series_id_in_sight(user, wanted.series),
        text=wanted.text,
    )
