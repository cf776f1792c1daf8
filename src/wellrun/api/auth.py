"""Who calls: a program by its bearer token, or a person by the session of the pages with its CSRF token."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.apikey import APIKeyCookie
from ninja.security.http import HttpAuthBase
from ninja.utils import check_csrf

from wellrun.accounts.actions import note_token_use
from wellrun.accounts.models import User
from wellrun.accounts.queries import live_token
from wellrun.api.failures import count_failure
from wellrun.api.problems import Unauthenticated
from wellrun.lib.errors import Refused

_READS = frozenset({"GET", "HEAD", "OPTIONS"})


def caller(request: HttpRequest) -> User:
    """The account on whose behalf the request is made."""
    return cast(User, request.auth)  # type: ignore[attr-defined]


class BearerToken(HttpAuthBase):
    """`Authorization: Bearer wr_…`. Whoever sends this header is judged by it alone, whatever session there is."""

    openapi_scheme: str = "bearer"

    def __call__(self, request: HttpRequest) -> User | None:
        """The token's account. Raises Unauthenticated, TooMany, or Refused for a write by a token that only reads."""
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _space, secret = header.partition(" ")
        token = live_token(secret.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            count_failure(request)
            raise Unauthenticated("token_invalid", _("This token does not hold: it is unknown, expired or revoked."))
        if request.method not in _READS and not token.may_write:
            raise Refused("token_read_only", _("This token may read, and not write."))
        note_token_use(token=token)
        return token.user


class SessionCookie(APIKeyCookie):
    """The session of the pages, for scripts of the same site; a write carries the CSRF token as any form does."""

    def __init__(self) -> None:
        from django.conf import settings

        self.param_name = settings.SESSION_COOKIE_NAME
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> User:
        """The signed-in account. Raises Unauthenticated, or Refused for a write without its CSRF token."""
        if not request.user.is_authenticated:
            raise Unauthenticated("sign_in_needed", _("Say who calls: send a bearer token."))
        if request.method not in _READS and check_csrf(request) is not None:
            raise Refused("csrf_failed", _("A write from a session needs its CSRF token."))
        return request.user
