"""Slowing down whoever tries tokens that do not hold."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from wellrun.api.problems import TooMany

MOST_FAILURES = 20
WINDOW_SECONDS = 300


def count_failure(request: HttpRequest) -> None:
    """Count one more failed token from this address; raise TooMany beyond MOST_FAILURES, until it keeps still.

    Tokens that hold are never held up by others that fail from the same address: one gateway may serve many
    programs, and nobody guesses 256 random bits. The window is the cache's, because a demo's clock stands still.
    """
    key = f"token-failures:{_address(request)}"
    failures = (cache.get(key) or 0) + 1
    cache.set(key, failures, WINDOW_SECONDS)
    if failures > MOST_FAILURES:
        raise TooMany(
            "too_many_failures", _("Too many tokens that do not hold. Wait before the next."), wait=WINDOW_SECONDS
        )


def _address(request: HttpRequest) -> str:
    """The caller's address as sign-in counts it, behind trusted proxies too."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"
