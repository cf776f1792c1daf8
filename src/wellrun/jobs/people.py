"""Somebody comes, somebody goes: an account with what hangs on it, in one transaction."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wellrun.access.actions import grant
from wellrun.access.models import Grant, Level
from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.actions import add_user, close_account, reopen_account, set_password
from wellrun.accounts.models import User
from wellrun.audit.actions import Actor
from wellrun.execution.permission import Doer, permit, require_post_to_ask
from wellrun.lib import clock
from wellrun.lib.errors import Conflict, Refused, UserError
from wellrun.organisation.actions import hold_post, leave_post
from wellrun.organisation.models import Holding, Post
from wellrun.organisation.queries import enterprise, holdings_from, site_zone

AHEAD: Final = timedelta(days=366)
"""How long before somebody comes a post may be given to them."""
BACK: Final = timedelta(days=3653)
"""How far back a time in a post may begin: ten years, more than any plan and any figure that is judged reaches."""


@transaction.atomic
def welcome(*, username: str, display_name: str, password: str | None, administrator: bool = False, by: Actor) -> User:
    """Make an account, with a password that holds, and as administrator of the enterprise where asked.

    Raises what `add_user` and `set_password` raise, and `enterprise_missing`.
    """
    user = add_user(username=username, display_name=display_name or username, password=None, by=by)
    if password is not None:
        set_password(user=user, password=password, by=by)
    if administrator:
        top = enterprise()
        if top is None:
            raise Conflict(
                "enterprise_missing",
                _("There is no enterprise to administer yet: load the site's folder first, with wellrun load FOLDER."),
            )
        grant(user=user, unit=top, level=Level.ADMINISTRATOR, by=by)
    return user


@transaction.atomic
def farewell(*, user: User, by: Actor) -> list[Holding]:
    """Close an account and end its time in every post, so that each shows as unheld; the posts that are left.

    Raises `account_closed`, and what `require_reach` raises.
    """
    require_reach(user, by)
    close_account(user=user, by=by)
    today = clock.today(site_zone())
    left = list(holdings_from(today).filter(user=user).order_by("post__title"))
    for holding in left:
        leave_post(holding=holding, ends=today, by=by)
    return left


@transaction.atomic
def put_into_post(*, post: Post, user: User, starts: date, deputy: bool = False, by: Doer) -> Holding:
    """Put somebody into a post from a day on, or make them its deputy; who administers its unit may, and the console.

    Raises `account_closed`, `post_retired`, `starts_too_far_ahead`, `starts_too_far_back`, and what `hold_post` raises.
    """
    permit(by, Permission.ADMINISTER, post.unit_id)
    require_post_to_ask(by, post)
    _refuse_far_off(starts)
    if not user.is_active:
        raise Conflict("account_closed", _("The account of %(name)s is closed.") % {"name": user})
    return hold_post(post=post, user=user, starts=starts, deputy=deputy, by=by)


def _refuse_far_off(starts: date) -> None:
    """A mistyped year would keep everybody else out of the post until then, or claim times that nobody can check."""
    today = clock.today(site_zone())
    if starts > today + AHEAD:
        sentence = _("Somebody is put into a post at most a year ahead: choose a day up to %(last)s.")
        raise UserError("starts_too_far_ahead", sentence % {"last": f"{today + AHEAD:%Y-%m-%d}"})
    if starts < today - BACK:
        sentence = _("A time in a post begins at most ten years back: choose a day from %(first)s on.")
        raise UserError("starts_too_far_back", sentence % {"first": f"{today - BACK:%Y-%m-%d}"})


@transaction.atomic
def welcome_back(*, user: User, by: Actor) -> None:
    """Let a closed account sign in again. Raises `account_open`, and what `require_reach` raises."""
    require_reach(user, by)
    reopen_account(user=user, by=by)


def require_reach(user: User, by: Actor) -> None:
    """Pass for whoever acts for the machine, and for an administrator of all that the account holds and may do.

    Raises `own_account`, and `account_reaches_further` where it also stands elsewhere: there others decide.
    """
    if not isinstance(by, User):
        return
    if user.pk == by.pk:
        raise Refused("own_account", _("Nobody closes or opens the account they are signed in with."))
    if not stands_within(user, granted_unit_ids(by, Permission.ADMINISTER)):
        raise Refused(
            "account_reaches_further",
            _("This account also stands where you do not administer. Ask an administrator of the enterprise."),
        )


def accounts_in_reach(by: User) -> QuerySet[User]:
    """The open accounts that have a grant or a post where somebody administers."""
    reach = granted_unit_ids(by, Permission.ADMINISTER)
    held = holdings_from(clock.today(site_zone())).filter(post__unit_id__in=reach).values("user_id")
    granted = Grant.objects.filter(unit_id__in=reach).values("user_id")
    return User.objects.filter(Q(pk__in=granted) | Q(pk__in=held), is_active=True)


def stands_within(user: User, reach: QuerySet[Any, Any]) -> bool:
    """Whether an account has a grant or a post, now or to come, and none outside of `reach` (ids of units)."""
    grants = Grant.objects.filter(user=user)
    held = holdings_from(clock.today(site_zone())).filter(user=user)
    outside = grants.exclude(unit_id__in=reach).exists() or held.exclude(post__unit_id__in=reach).exists()
    return not outside and (grants.exists() or held.exists())
