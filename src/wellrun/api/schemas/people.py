"""Accounts and grants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from wellrun.access.models import Grant
from wellrun.accounts.models import User
from wellrun.api.schemas.fields import Answered, same
from wellrun.api.schemas.organisation import PostRef, UnitRef
from wellrun.api.schemas.words import LevelWord
from wellrun.organisation.models import Holding


class HeldOut(Answered):
    """A time in a post, now or to come; `ends` null: until somebody follows."""

    post: PostRef
    starts: date
    ends: date | None
    deputy: bool


class GrantOut(Answered):
    """A level over a unit and all below it, of the account that signs in as `user`."""

    id: UUID
    user: str
    unit: UnitRef
    level: LevelWord
    granted_at: datetime


class AccountOut(Answered):
    """An account, with the posts and grants it has where the caller administers."""

    id: UUID
    username: str
    display_name: str
    is_open: bool
    posts: list[HeldOut]
    grants: list[GrantOut]


class FarewellOut(Answered):
    """The posts that a closed account has left."""

    left: list[PostRef]


def account_out(user: User, held: Sequence[Holding], granted: Sequence[Grant]) -> AccountOut:
    """An account with its posts and grants at hand."""
    return AccountOut(
        **same(user, "id", "username", "display_name"),
        is_open=user.is_active,
        posts=[HeldOut(post=PostRef.of(one.post), **same(one, "starts", "ends", "deputy")) for one in held],
        grants=[grant_out(one) for one in granted],
    )


def grant_out(grant: Grant) -> GrantOut:
    """A grant with its unit and account at hand."""
    return GrantOut(**same(grant, "id", "level", "granted_at"), user=grant.user.username, unit=UnitRef.of(grant.unit))
