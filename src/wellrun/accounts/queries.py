"""Finding who calls."""

from __future__ import annotations

from wellrun.accounts.actions import digest_of
from wellrun.accounts.models import ApiToken
from wellrun.lib import clock


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
