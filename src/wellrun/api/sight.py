"""Looking up what a caller names; what they do not see answers as if it did not exist."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from wellrun.access.errors import nothing_here
from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.execution.models import Initiative
from wellrun.measures.queries import series_for
from wellrun.organisation.models import Post, Unit

M = TypeVar("M", bound=Model)


def the_one(rows: QuerySet[M]) -> M:
    """The only record among those the caller sees. Raises NotFound."""
    found = rows.first()
    if found is None:
        raise nothing_here()
    return found


def unit_in_sight(user: User, key: str) -> Unit:
    """The unit of this key, or NotFound."""
    return the_one(Unit.objects.filter(key=key, pk__in=granted_unit_ids(user)))


def unit_id_in_sight(user: User, key: str | None) -> UUID | None:
    """The id of the unit of this key; None without a key."""
    return unit_in_sight(user, key).pk if key else None


def series_id_in_sight(user: User, uid: UUID | None) -> int | None:
    """The inner id of a series; None without one."""
    return the_one(series_for(user).filter(uid=uid)).pk if uid else None


def post_in_sight(user: User, key: str) -> Post:
    """The post of this key in a unit the caller sees, or NotFound."""
    return the_one(Post.objects.filter(key=key, unit__in=granted_unit_ids(user)).select_related("unit"))


def initiative_named(key: str | None) -> Initiative | None:
    """The initiative of this key, None without one; whether the caller may point at it, the verb says."""
    return the_one(Initiative.objects.filter(key=key).select_related("objective")) if key else None
