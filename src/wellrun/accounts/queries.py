"""Finding who calls."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wellrun.accounts.actions import digest_of
from wellrun.accounts.models import ApiToken, User
from wellrun.lib import clock
from wellrun.lib.errors import Conflict, NotFound, UserError


def live_token(secret: str) -> ApiToken | None:
    """The token that `secret` opens, when it is in force and its account is active."""
    return (
        ApiToken.objects.select_related("user")
        .filter(
            digest=digest_of(secret),
            revoked_at__isnull=True,
            expires_at__gt=clock.now(),
            user__is_active=True,
        )
        .first()
    )


def account_named(username: str) -> User:
    """The account that may sign in under this name. Raises `account_unknown`, `account_closed`."""
    account = any_account_named(username)
    if not account.is_active:
        sentence = _("The account “%(name)s” is closed: reopen it first.") % {"name": account.username}
        raise Conflict("account_closed", sentence, username=username)
    return account


def any_account_named(username: str) -> User:
    """The account of this name, closed or not. Raises `account_unknown`."""
    account = User.objects.filter(username=username).first()
    if account is None:
        raise NotFound("account_unknown", _("There is no account “%(name)s”.") % {"name": username}, username=username)
    return account


def tokens_of(username: str = "") -> QuerySet[ApiToken]:
    """The tokens of one account or of all, the newest first, those that have ended included."""
    rows = ApiToken.objects.select_related("user").order_by("-created_at", "prefix")
    return rows.filter(user__username=username) if username else rows


def token_called(name: str) -> ApiToken:
    """The token with this id, or whose secret starts so (both stand in the list).

    Raises `token_unknown`, `token_ambiguous`.
    """
    found = [token for token in tokens_of() if name in {str(token.pk), token.prefix}]
    if not found:
        raise NotFound("token_unknown", _("There is no token “%(name)s”.") % {"name": name}, name=name)
    if len(found) > 1:
        raise UserError("token_ambiguous", _("Several tokens start with “%(name)s”: give its id.") % {"name": name})
    return found[0]
