"""Somebody comes, somebody goes: an account with what hangs on it, in one transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.actions import grant
from wellrun.access.models import Level
from wellrun.accounts.actions import add_user, close_account, set_password
from wellrun.accounts.models import User
from wellrun.audit.actions import Actor
from wellrun.lib import clock
from wellrun.lib.errors import Conflict
from wellrun.organisation.actions import leave_post
from wellrun.organisation.models import Holding
from wellrun.organisation.queries import enterprise, holdings_from, site_zone


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

    Raises `account_closed`.
    """
    close_account(user=user, by=by)
    today = clock.today(site_zone())
    left = list(holdings_from(today).filter(user=user).order_by("post__title"))
    for holding in left:
        leave_post(holding=holding, ends=today, by=by)
    return left
