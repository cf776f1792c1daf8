"""Who holds which post, who may do what where, and one account; by place, never by person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wellrun.access.errors import nothing_here
from wellrun.access.models import Grant, Level
from wellrun.accounts.models import User
from wellrun.jobs.staffing import StaffedPost
from wellrun.organisation.models import Holding, Post, Unit
from wellrun.organisation.queries import holdings_from, subtree_ids
from wellrun.web.dates import day
from wellrun.web.parts import Fact


@dataclass(frozen=True, slots=True)
class Person:
    """An account as a post or a grant names it; `note` says deputy, from when, until when."""

    name: str
    href: str
    note: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post and everybody who is in it, or to come."""

    title: str
    unit: str
    people: Sequence[Person]
    vacant: bool
    href: str


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A level over a unit, and whose it is."""

    unit: str
    level: str
    since: str
    person: Person


@dataclass(frozen=True, slots=True)
class AccountPage:
    """An account as far as it stands in a unit and below."""

    pk: UUID
    name: str
    facts: Sequence[Fact]
    posts: Sequence[Fact]
    grants: Sequence[Fact]
    closed: bool


def post_row(post: StaffedPost, unit: Unit) -> PostRow:
    """A post of the unit or below."""
    people = [
        Person(str(held.user), reverse("account", args=[unit.key, held.user_id]), _note(held, post.today))
        for held in post.holdings
    ]
    href = reverse("post_fill", args=[unit.key, post.post.key])
    return PostRow(post.post.title, post.post.unit.name, people, not post.is_held, href)


def accounts_within(unit: Unit, today: date) -> QuerySet[User]:
    """The open accounts that have a grant or a post in the unit or below, by name."""
    below = subtree_ids(unit.pk)
    held = holdings_from(today).filter(post__unit_id__in=below).values("user_id")
    granted = Grant.objects.filter(unit_id__in=below).values("user_id")
    rows = User.objects.filter(Q(pk__in=granted) | Q(pk__in=held), is_active=True)
    return rows.order_by("display_name", "username")


def post_within(unit: Unit, key: str, today: date) -> Post:
    """A post of the unit or below that is not given up; NotFound where there is none."""
    rows = Post.objects.filter(key=key, unit_id__in=subtree_ids(unit.pk)).exclude(retired_on__lte=today)
    found = rows.select_related("unit").first()
    if found is None:
        raise nothing_here()
    return found


def grants_within(unit: Unit) -> QuerySet[Grant]:
    """The grants over the unit and all below it, by unit and level; those from above are not told here."""
    rows = Grant.objects.filter(unit_id__in=subtree_ids(unit.pk)).select_related("user", "unit")
    return rows.order_by("unit__name", "level", "granted_at", "pk")


def grant_row(grant: Grant, unit: Unit, zone: tzinfo) -> GrantRow:
    """A grant of the unit or below."""
    person = Person(
        str(grant.user), reverse("account", args=[unit.key, grant.user_id]), closed=not grant.user.is_active
    )
    return GrantRow(
        grant.unit.name, level_word(grant.level), day(grant.granted_at.astimezone(zone).date(), year=True), person
    )


def account_within(unit: Unit, pk: UUID, today: date) -> User:
    """The account that has a grant or a post in the unit or below; one that has none is not there."""
    below = subtree_ids(unit.pk)
    held = holdings_from(today).filter(post__unit_id__in=below)
    found = Q(grants__unit_id__in=below) | Q(pk__in=held.values("user_id"))
    user = User.objects.filter(found, pk=pk).first()
    if user is None:
        raise nothing_here()
    return user


def account_page(user: User, unit: Unit, today: date) -> AccountPage:
    """What there is to say of an account; `unit` and all below bound the posts and the grants."""
    below = subtree_ids(unit.pk)
    held = holdings_from(today).filter(user=user, post__unit_id__in=below).order_by("post__unit__name", "post__title")
    return AccountPage(
        pk=user.pk,
        name=str(user),
        facts=[
            Fact(_("Signs in as"), user.username),
            Fact(_("Account"), _("Open") if user.is_active else _("Closed"), missing=not user.is_active),
            Fact(
                _("Password"),
                _("Set") if user.has_usable_password() else _("None yet"),
                missing=not user.has_usable_password(),
            ),
        ],
        posts=[Fact(each.post.title, _joined(each.post.unit.name, _note(each, today))) for each in held],
        grants=[Fact(level_word(each.level), each.unit.name) for each in grants_within(unit).filter(user=user)],
        closed=not user.is_active,
    )


def level_word(level: str) -> str:
    """A level as people say it."""
    words: dict[Any, str] = {
        Level.VIEWER: pgettext("level", "Viewer"),
        Level.CONTRIBUTOR: pgettext("level", "Contributor"),
        Level.CHAIR: pgettext("level", "Chair"),
        Level.ANALYST: pgettext("level", "Analyst"),
        Level.ADMINISTRATOR: pgettext("level", "Administrator"),
    }
    return words[Level(level)]


def _note(held: Holding, today: date) -> str:
    if held.starts > today:
        words = {"day": day(held.starts, year=True)}
        return (_("deputy from %(day)s") if held.deputy else _("from %(day)s")) % words
    if held.ends is not None:
        words = {"day": day(held.ends, year=True)}
        return (_("deputy until %(day)s") if held.deputy else _("until %(day)s")) % words
    return _("deputy") if held.deputy else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
