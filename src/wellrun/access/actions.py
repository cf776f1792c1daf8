"""Giving and taking levels."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from wellrun.access.models import Grant, Level
from wellrun.audit.actions import Actor, record
from wellrun.lib import clock
from wellrun.organisation.models import Unit


@transaction.atomic
def grant(*, user: Any, unit: Unit, level: Level | str, by: Actor) -> Grant:
    """Give `user` a level over `unit` and all below it; giving it twice changes nothing."""
    given, created = Grant.objects.get_or_create(
        user=user, unit=unit, level=Level(level).value, defaults={"granted_at": clock.now()}
    )
    if created:
        record(by=by, verb="grant", subject=given, data={"user": user.username, "unit": unit.key, "level": level})
    return given


@transaction.atomic
def revoke(*, grant: Grant, by: Actor) -> None:
    """Take a level away."""
    record(
        by=by,
        verb="revoke",
        subject=grant,
        data={"user": grant.user.username, "unit": grant.unit.key, "level": grant.level},
    )
    grant.delete()
