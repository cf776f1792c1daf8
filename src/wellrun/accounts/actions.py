"""Making, closing and reopening accounts; passwords and tokens."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wellrun.accounts.models import ApiToken, User
from wellrun.audit.actions import Actor, record
from wellrun.lib import clock
from wellrun.lib.errors import Conflict, UserError

# How exactly the last use of a token is known: a write for every request would cost more than it tells.
USE_NOTED_EVERY = timedelta(minutes=5)
_USERNAME = re.compile(r"[\w.@+-]{1,150}")


@transaction.atomic
def add_user(*, username: str, display_name: str, password: str | None, about: str = "", by: Actor) -> User:
    """Make an account; without a password it cannot sign in. Raises `username_unreadable`, `username_taken`."""
    if not _USERNAME.fullmatch(username):
        raise UserError(
            "username_unreadable",
            _("“%(name)s” is no name to sign in with: use letters, digits and . _ - @ +, without blanks.")
            % {"name": username},
        )
    if User.objects.filter(username__iexact=username).exists():
        raise Conflict("username_taken", _("There is an account “%(name)s” already.") % {"name": username})
    user = User.objects.create_user(username, password, display_name=display_name, about=about, created_at=clock.now())
    record(by=by, verb="add_user", subject=user, data={"username": username})
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by: Actor) -> None:
    """Give an account a password; whoever is signed in with the one before is signed out.

    Raises `password_weak` with all that speaks against it.
    """
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UserError("password_weak", " ".join(error.messages)) from error
    user.set_password(password)
    User.objects.filter(pk=user.pk).update(password=user.password)
    _sign_out(user)
    record(by=by, verb="set_password", subject=user, data={"username": user.username})


@transaction.atomic
def close_account(*, user: User, by: Actor) -> None:
    """Let nobody in under this account any more: signed out at once, its tokens ended for good.

    What it did stays its own, and so do its grants, which come back with it. Raises `account_closed`.
    """
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise Conflict("account_closed", _("The account “%(name)s” is closed already.") % {"name": user.username})
    user.is_active = False
    _sign_out(user)
    tokens = ApiToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=clock.now())
    record(by=by, verb="close_account", subject=user, data={"username": user.username, "tokens_ended": tokens})


@transaction.atomic
def reopen_account(*, user: User, by: Actor) -> None:
    """Let it sign in again, with the password and the grants it had; tokens are given out anew.

    Raises `account_open`.
    """
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise Conflict("account_open", _("The account “%(name)s” is not closed.") % {"name": user.username})
    user.is_active = True
    record(by=by, verb="reopen_account", subject=user, data={"username": user.username})


def _sign_out(user: User) -> None:
    """End every session of an account. Whose a session is stands inside it only, so each is opened."""
    own = [
        session.pk for session in Session.objects.all() if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(pk__in=own).delete()


@transaction.atomic
def issue_token(*, user: User, name: str, may_write: bool, days: int, by: Actor) -> tuple[ApiToken, str]:
    """A bearer token for programs: the record, and the secret that is shown this once."""
    secret = f"wr_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user=user,
        name=name,
        prefix=secret[:8],
        digest=digest_of(secret),
        may_write=may_write,
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=days),
    )
    record(by=by, verb="issue_token", subject=token, data={"user": user.username, "may_write": may_write})
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Actor) -> None:
    """End a token now; ending it twice changes nothing."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=clock.now()):
        record(by=by, verb="revoke_token", subject=token, data={})


def note_token_use(*, token: ApiToken) -> None:
    """Remember when the token was last used, to within five minutes. No event: use is told by what was done with it."""
    now = clock.now()
    if token.last_used_at is not None and token.last_used_at > now - USE_NOTED_EVERY:
        return
    known = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
    ApiToken.objects.filter(known, pk=token.pk).update(last_used_at=now)


def digest_of(secret: str) -> str:
    """How a token is kept: tokens are long and random, so a plain digest is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
