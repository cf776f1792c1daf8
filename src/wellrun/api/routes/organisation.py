"""Units and posts, as far as the caller sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from wellrun.access.queries import granted_unit_ids, units_where
from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.schemas.fields import Key, Word
from wellrun.api.schemas.organisation import PostOut, UnitOut, posts_out, unit_out
from wellrun.api.sight import the_one, unit_in_sight
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import subtree_ids

router = Router(tags=["organisation"])


class UnitFilter(BaseModel):
    """`within`: a unit and all below it. `text`: part of the name."""

    key: Key | None = None
    kind: Unit.Kind | None = None
    within: Key | None = None
    text: Word = ""


@router.get("/units", response=Page[UnitOut])
def list_units(request: HttpRequest, wanted: Query[UnitFilter], paging: Query[Paging]) -> Page[UnitOut]:
    """The units of one's own organisation that the caller sees, by name."""
    user = caller(request)
    rows = units_where(user).filter(name__icontains=wanted.text).order_by("name", "key")
    if wanted.key:
        rows = rows.filter(key=wanted.key)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.within:
        rows = rows.filter(pk__in=subtree_ids(unit_in_sight(user, wanted.within).pk))
    return Page[UnitOut].of(request, rows, paging, _shape(user))


@router.get("/units/{uuid:unit_id}", response=UnitOut)
def get_unit(request: HttpRequest, unit_id: UUID) -> UnitOut:
    """One unit."""
    user = caller(request)
    return _shape(user)([the_one(units_where(user).filter(pk=unit_id))])[0]


class PostFilter(BaseModel):
    """`within`: posts of a unit and all below it. `text`: part of the title."""

    within: Key | None = None
    text: Word = ""


@router.get("/posts", response=Page[PostOut])
def list_posts(request: HttpRequest, wanted: Query[PostFilter], paging: Query[Paging]) -> Page[PostOut]:
    """The posts that the caller can ask something of, by title."""
    user = caller(request)
    rows = Post.objects.filter(unit__in=granted_unit_ids(user), title__icontains=wanted.text).select_related("unit")
    if wanted.within:
        rows = rows.filter(unit__in=subtree_ids(unit_in_sight(user, wanted.within).pk))
    return Page[PostOut].of(request, rows.order_by("title", "key"), paging, posts_out)


def _shape(user: User) -> Callable[[Sequence[Unit]], list[UnitOut]]:
    """Units with the parents the caller sees; one query."""

    def shape(units: Sequence[Unit]) -> list[UnitOut]:
        above = {unit.parent_id for unit in units if unit.parent_id}
        parents = {unit.pk: unit for unit in units_where(user).filter(pk__in=above)}
        return [unit_out(unit, parents) for unit in units]

    return shape
