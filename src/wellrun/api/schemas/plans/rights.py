"""Who may decide on what, where, up to what."""

from __future__ import annotations

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from wellrun.api.schemas.fields import Answered, Given, Key, Number, same
from wellrun.api.schemas.organisation import PostRef, UnitRef
from wellrun.api.schemas.reviews import ForumRef
from wellrun.api.schemas.words import RightKind
from wellrun.organisation.models import DecisionRight

Ceiling = Annotated[Number, Field(ge=0, le=1e12)]


class RightFilter(BaseModel):
    """`within`: over a unit or below it. `kind`: one kind of decision."""

    within: Key | None = None
    kind: RightKind | None = None


class RightIn(Given):
    """What a post or a forum (exactly one) may decide on in `scope` and below; no ceiling: as much as it takes."""

    post: Key | None = None
    forum: Key | None = None
    kind: RightKind
    scope: Key
    spending_ceiling: Ceiling | None = None
    staffing_ceiling: Ceiling | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if bool(self.post) == bool(self.forum):
            raise ValueError("give exactly one of post, forum")
        return self


class RightSaid(Given):
    """What was read of a right."""

    kind: RightKind = "spend"
    scope: Key = "-"
    spending_ceiling: Ceiling | None = None
    staffing_ceiling: Ceiling | None = None


class RightChangeIn(Given):
    """The right as it is to be: all of it.

    `read`: what was read of it; where it says something else by now, nothing is changed.
    """

    read: RightSaid | None = None

    kind: RightKind
    scope: Key
    spending_ceiling: Ceiling | None = None
    staffing_ceiling: Ceiling | None = None


class RightOut(Answered):
    """A kind of decision that a post or a forum may take in a unit and below. It opens no page: grants do."""

    id: UUID
    post: PostRef | None
    forum: ForumRef | None
    kind: RightKind
    scope: UnitRef
    spending_ceiling: float | None
    staffing_ceiling: float | None


def right_out(one: Any) -> RightOut:
    """A right with its post or forum and its place at hand."""
    is_post = isinstance(one, DecisionRight)
    return RightOut(
        **same(one, "id", "kind", "spending_ceiling", "staffing_ceiling"),
        post=PostRef.of(one.post) if is_post else None,
        forum=None if is_post else ForumRef.of(one.forum),
        scope=UnitRef.of(one.scope),
    )
