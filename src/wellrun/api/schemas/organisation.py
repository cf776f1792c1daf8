"""Units and posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from wellrun.api.schemas.fields import Answered, same
from wellrun.api.schemas.words import UnitKind
from wellrun.organisation.models import Post, Unit


class UnitRef(Answered):
    """Which unit."""

    id: UUID
    key: str
    name: str

    @classmethod
    def of(cls, unit: Unit) -> UnitRef:
        """The unit's own names."""
        return cls(id=unit.pk, key=unit.key, name=unit.name)


class PostRef(Answered):
    """Which post."""

    id: UUID
    key: str
    title: str

    @classmethod
    def of(cls, post: Post) -> PostRef:
        """The post's own names."""
        return cls(id=post.pk, key=post.key, title=post.title)


class UnitOut(UnitRef):
    """A place in the organisation. `parent` is null at the top of what the caller sees."""

    kind: UnitKind
    parent: UnitRef | None
    enterprise: bool
    opened: date | None
    closed: date | None


class PostOut(PostRef):
    """A job in a unit; `retired_on`: from when nothing more is asked of it."""

    unit: UnitRef
    retired_on: date | None


def posts_out(posts: Sequence[Post]) -> list[PostOut]:
    """Posts with their units at hand."""
    return [
        PostOut(id=post.pk, key=post.key, title=post.title, unit=UnitRef.of(post.unit), retired_on=post.retired_on)
        for post in posts
    ]


def unit_out(unit: Unit, parents: dict[UUID, Unit]) -> UnitOut:
    """A unit; `parents` holds those that the caller sees."""
    parent = parents.get(unit.parent_id) if unit.parent_id else None
    return UnitOut(
        id=unit.pk,
        key=unit.key,
        name=unit.name,
        parent=UnitRef.of(parent) if parent else None,
        **same(unit, "kind", "enterprise", "opened", "closed"),
    )
