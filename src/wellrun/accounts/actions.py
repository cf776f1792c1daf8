"""Making accounts and tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from wellrun.accounts.models import ApiToken, User
from wellrun.audit.actions import Actor, record
from wellrun.lib import clock

# How exactly the last use of a token is known: a write for every request would cost more than it tells.
USE_NOTED_EVERY = timedelta(minutes=5)


@transaction.atomic
def add_user(*, username: str, display_name: str, password: str | None, about: str = "", by: Actor) -> User:
    """Make an account; without a password it cannot sign in."""
    user = User.objects.create_user(username, password, display_name=display_name, about=about, created_at=clock.now())
    record(by=by, verb="add_user", subject=user, data={"username": username})
    return user


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
