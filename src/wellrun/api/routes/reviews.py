"""Forums and their sittings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.schemas.agenda import AgendaOut, agenda_out
from wellrun.api.schemas.fields import FIRST_DAY, LAST_DAY, Key, Moment
from wellrun.api.schemas.reviews import AlarmBudgetIn, ForumOut, ReviewOut, forums_out, reviews_out
from wellrun.api.schemas.words import ReviewStatus
from wellrun.api.sight import the_one, unit_in_sight
from wellrun.jobs.change_budget import change_alarm_budget
from wellrun.organisation.queries import subtree_ids
from wellrun.reviews import actions
from wellrun.reviews.models import Forum, Review
from wellrun.reviews.queries import agenda, forums_for, next_sittings, review_for, reviews_for

router = Router(tags=["reviews"])

BEFORE_ALL = datetime.combine(FIRST_DAY, time.min, tzinfo=UTC)
AFTER_ALL = datetime.combine(LAST_DAY, time.min, tzinfo=UTC)


class ForumFilter(BaseModel):
    """`within`: of a unit and all below it."""

    key: Key | None = None
    within: Key | None = None


@router.get("/forums", response=Page[ForumOut])
def list_forums(request: HttpRequest, wanted: Query[ForumFilter], paging: Query[Paging]) -> Page[ForumOut]:
    """The forums the caller sees that still meet, by name; restricted ones for their members only."""
    user = caller(request)
    rows = _forums(user)
    if wanted.key:
        rows = rows.filter(key=wanted.key)
    if wanted.within:
        rows = rows.filter(unit__in=subtree_ids(unit_in_sight(user, wanted.within).pk))
    return Page[ForumOut].of(request, rows, paging, _shape(user))


@router.get("/forums/{uuid:forum_id}", response=ForumOut)
def get_forum(request: HttpRequest, forum_id: UUID) -> ForumOut:
    """One forum."""
    user = caller(request)
    return _shape(user)([the_one(_forums(user).filter(pk=forum_id))])[0]


@router.post("/forums/{uuid:forum_id}/alarm-budget", response=ForumOut)
def set_alarm_budget(request: HttpRequest, forum_id: UUID, given: AlarmBudgetIn) -> ForumOut:
    """Say how many false alarms a month the forum accepts of early watching. For who chairs or administers it."""
    user = caller(request)
    forum = the_one(_forums(user).filter(pk=forum_id))
    change_alarm_budget(forum=forum, false_alarms_a_month=given.false_alarms_a_month, by=user)
    return get_forum(request, forum_id)


class ReviewFilter(BaseModel):
    """`since`, `until`: sittings that start at or after the one, before the other. `within`: a unit and all below."""

    forum: UUID | None = None
    status: ReviewStatus | None = None
    within: Key | None = None
    since: Moment | None = None
    until: Moment | None = None


@router.get("/reviews", response=Page[ReviewOut])
def list_reviews(request: HttpRequest, wanted: Query[ReviewFilter], paging: Query[Paging]) -> Page[ReviewOut]:
    """The sittings the caller sees, in order of time."""
    user = caller(request)
    rows = reviews_for(user, wanted.since or BEFORE_ALL, wanted.until or AFTER_ALL)
    if wanted.forum:
        rows = rows.filter(forum=wanted.forum)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.within:
        rows = rows.filter(forum__unit__in=subtree_ids(unit_in_sight(user, wanted.within).pk))
    return Page[ReviewOut].of(request, rows.order_by("starts_at", "forum__name", "pk"), paging, reviews_out)


@router.get("/reviews/{uuid:review_id}", response=ReviewOut)
def get_review(request: HttpRequest, review_id: UUID) -> ReviewOut:
    """One sitting."""
    return reviews_out([review_for(caller(request), review_id)])[0]


@router.get("/reviews/{uuid:review_id}/agenda", response=AgendaOut)
def get_agenda(request: HttpRequest, review_id: UUID) -> AgendaOut:
    """The items of a sitting in the order in which they are taken: exceptions first."""
    user = caller(request)
    review = review_for(user, review_id)
    return agenda_out(agenda(review, user))


@router.post("/reviews/{uuid:review_id}/open", response=ReviewOut)
def open_review(request: HttpRequest, review_id: UUID) -> ReviewOut:
    """Begin the sitting. For its chair; opening an open one changes nothing."""
    return _take(request, review_id, actions.open_review)


@router.post("/reviews/{uuid:review_id}/close", response=ReviewOut)
def close_review(request: HttpRequest, review_id: UUID) -> ReviewOut:
    """End the sitting, once every item has an outcome or a later date. For its chair."""
    return _take(request, review_id, actions.close_review)


def _take(request: HttpRequest, review_id: UUID, step: Callable[..., Review]) -> ReviewOut:
    user = caller(request)
    step(review=review_for(user, review_id), by=user)
    return reviews_out([review_for(user, review_id)])[0]


def _forums(user: User) -> QuerySet[Forum]:
    return forums_for(user).prefetch_related("domains", "measures").order_by("name", "key")


def _shape(user: User) -> Callable[[Sequence[Forum]], list[ForumOut]]:
    """Forums with their next sittings; one query."""

    def shape(forums: Sequence[Forum]) -> list[ForumOut]:
        sittings = next_sittings(user, [forum.pk for forum in forums])
        return forums_out(forums, {key: starts_at for key, (_name, starts_at) in sittings.items()})

    return shape
