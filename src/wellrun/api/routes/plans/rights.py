"""Decision rights of posts and forums: given, changed, taken away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Status

from wellrun.access.errors import nothing_here
from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.meanwhile import as_read
from wellrun.api.paging import Page, Paging
from wellrun.api.saving import check_open_plans
from wellrun.api.schemas.plans.rights import RightChangeIn, RightFilter, RightIn, RightOut, right_out
from wellrun.api.sight import post_in_sight, the_one, unit_in_sight
from wellrun.organisation.models import DecisionRight
from wellrun.organisation.queries import subtree_ids
from wellrun.reviews import actions
from wellrun.reviews.models import ForumRight
from wellrun.reviews.visibility import visible_forums

router = Router(tags=["decision rights"])
_ONE = "/rights/{uuid:right_id}"


@router.get("/rights", response=Page[RightOut])
def list_rights(request: HttpRequest, wanted: Query[RightFilter], paging: Query[Paging]) -> Page[RightOut]:
    """Who may decide on what in the caller's units: posts, then forums, by kind and place."""
    user = caller(request)
    found: list[Any] = []
    for rows, holder in ((_of_posts(user), "post__key"), (_of_forums(user), "forum__key")):
        if wanted.within:
            rows = rows.filter(scope__in=subtree_ids(unit_in_sight(user, wanted.within).pk))
        if wanted.kind:
            rows = rows.filter(kind=wanted.kind)
        found += rows.order_by("kind", "scope__key", holder)
    return Page[RightOut].of_part(request, found, paging, lambda part: [right_out(one) for one in part])


@router.post("/rights", response={201: RightOut})
def give_right(request: HttpRequest, given: RightIn) -> Status[RightOut]:
    """Say that a post or a forum may decide on something. For who chairs its unit and the place, not for oneself."""
    user, said = caller(request), given.model_dump()
    post, forum = said.pop("post"), said.pop("forum")
    holder: Any = post_in_sight(user, post) if post else the_one(_forums(user).filter(key=forum))
    said["scope"] = unit_in_sight(user, given.scope)
    right = actions.give_right(holder=holder, by=user, **said)
    check_open_plans()
    return Status(201, right_out(right))


@router.post(f"{_ONE}/change", response=RightOut)
def change_right(request: HttpRequest, right_id: UUID, given: RightChangeIn) -> RightOut:
    """Say anew what it is a right to, where, up to what. For who may give it."""
    user, said = caller(request), given.model_dump(exclude={"read"})
    said["scope"] = unit_in_sight(user, given.scope)
    right = _right(user, right_id)
    with as_read(right, given.read):
        changed = actions.change_right(right=right, by=user, **said)
    check_open_plans()
    return right_out(changed)


@router.post(f"{_ONE}/remove", response=RightOut)
def remove_right(request: HttpRequest, right_id: UUID) -> RightOut:
    """Take it away; the answer is what it was. For who may give it."""
    user = caller(request)
    right = _right(user, right_id)
    was = right_out(right)
    actions.remove_right(right=right, by=user)
    check_open_plans()
    return was


def _right(user: User, right_id: UUID) -> Any:
    for rows in (_of_posts(user), _of_forums(user)):
        found = rows.filter(pk=right_id).first()
        if found is not None:
            return found
    raise nothing_here()


def _forums(user: User) -> QuerySet[Any]:
    return visible_forums(user).filter(retired_on__isnull=True).select_related("unit__parent", "chair")


def _of_posts(user: User) -> QuerySet[Any]:
    seen = granted_unit_ids(user)
    rows = DecisionRight.objects.filter(post__unit__in=seen, scope__in=seen, post__retired_on__isnull=True)
    return rows.select_related("post__unit__parent", "scope")


def _of_forums(user: User) -> QuerySet[Any]:
    rows = ForumRight.objects.filter(forum__in=_forums(user).values("pk"), scope__in=granted_unit_ids(user))
    return rows.select_related("forum__unit__parent", "forum__chair", "scope")
