"""Accounts and grants, for who administers: who stands where, what they may do; closed and opened again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from wellrun.access.models import Grant
from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, require
from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.saving import check_open_plans
from wellrun.api.schemas.fields import Key, Word
from wellrun.api.schemas.organisation import PostRef
from wellrun.api.schemas.people import AccountOut, FarewellOut, GrantOut, account_out, grant_out
from wellrun.api.sight import the_one, unit_in_sight
from wellrun.jobs.people import farewell, welcome_back
from wellrun.lib import clock
from wellrun.organisation.models import Holding
from wellrun.organisation.queries import holdings_from, site_zone, subtree_ids

router = Router(tags=["people"])
_ONE = "/accounts/{uuid:account_id}"


class PeopleFilter(BaseModel):
    """`within`: of a unit and all below it, which the caller administers. `text`: part of a name."""

    within: Key
    text: Word = ""


@router.get("/accounts", response=Page[AccountOut])
def list_accounts(request: HttpRequest, wanted: Query[PeopleFilter], paging: Query[Paging]) -> Page[AccountOut]:
    """The accounts with a post or a grant in a unit or below, by name, closed ones too."""
    user = caller(request)
    below = _below(user, wanted.within)
    named = Q(display_name__icontains=wanted.text) | Q(username__icontains=wanted.text)
    rows = _standing_in(below).filter(named).order_by("display_name", "username")
    return Page[AccountOut].of(request, rows, paging, lambda found: _shape(found, below))


@router.get(_ONE, response=AccountOut)
def get_account(request: HttpRequest, account_id: UUID) -> AccountOut:
    """One account, as far as it stands where the caller administers."""
    return _shown(caller(request), account_id)


@router.post(f"{_ONE}/close", response=FarewellOut)
def close_one_account(request: HttpRequest, account_id: UUID) -> FarewellOut:
    """Close an account and end its time in every post. For who administers all that it holds and may do."""
    user = caller(request)
    left = farewell(user=_account(user, account_id), by=user)
    check_open_plans()
    posts = [PostRef.of(holding.post) for holding in left]
    return FarewellOut(left=posts)


@router.post(f"{_ONE}/reopen", response=AccountOut)
def reopen_one_account(request: HttpRequest, account_id: UUID) -> AccountOut:
    """Let a closed account sign in again; posts are given anew. For who may close it."""
    user = caller(request)
    welcome_back(user=_account(user, account_id), by=user)
    check_open_plans()
    return _shown(user, account_id)


@router.get("/grants", response=Page[GrantOut])
def list_grants(request: HttpRequest, wanted: Query[PeopleFilter], paging: Query[Paging]) -> Page[GrantOut]:
    """Who may do what in a unit and below, by unit and level; what was given further up is not told."""
    below = _below(caller(request), wanted.within)
    named = Q(user__display_name__icontains=wanted.text) | Q(user__username__icontains=wanted.text)
    rows = Grant.objects.filter(named, unit_id__in=below).select_related("user", "unit")
    rows = rows.order_by("unit__name", "level", "granted_at", "pk")
    return Page[GrantOut].of(request, rows, paging, lambda found: [grant_out(one) for one in found])


def _below(user: User, key: str) -> QuerySet[Any, Any]:
    """The ids of a unit and all below it, where the caller administers."""
    unit = unit_in_sight(user, key)
    require(user, Permission.ADMINISTER, unit.pk)
    return subtree_ids(unit.pk)


def _standing_in(units: QuerySet[Any, Any]) -> QuerySet[User]:
    held = _held_in(units).values("user_id")
    granted = Grant.objects.filter(unit_id__in=units).values("user_id")
    return User.objects.filter(Q(pk__in=granted) | Q(pk__in=held))


def _held_in(units: QuerySet[Any, Any]) -> QuerySet[Holding]:
    return holdings_from(clock.today(site_zone())).filter(post__unit_id__in=units)


def _account(user: User, pk: UUID) -> User:
    return the_one(_standing_in(granted_unit_ids(user, Permission.ADMINISTER)).filter(pk=pk))


def _shown(user: User, pk: UUID) -> AccountOut:
    return _shape([_account(user, pk)], granted_unit_ids(user, Permission.ADMINISTER))[0]


def _shape(accounts: Sequence[User], units: QuerySet[Any, Any]) -> list[AccountOut]:
    """Accounts with their posts and grants in those units; two queries."""
    held = list(_held_in(units).filter(user__in=accounts).order_by("post__title", "starts"))
    granted = list(Grant.objects.filter(user__in=accounts, unit_id__in=units).select_related("unit", "user"))
    return [
        account_out(
            one,
            [holding for holding in held if holding.user_id == one.pk],
            [grant for grant in granted if grant.user_id == one.pk],
        )
        for one in accounts
    ]
