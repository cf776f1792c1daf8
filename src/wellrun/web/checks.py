"""What `check --deploy` should say about the way by which others reach the pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def proxies_are_counted(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Wellrun listens on its own machine only, so others come through a proxy; how many there are must be known."""
    if settings.ON_LOOPBACK or settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0:
        return []
    hint = "Set WELLRUN_TRUSTED_PROXIES to how many proxies stand in front: 1 for one."
    given = settings.TRUSTED_PROXIES
    if given in ("", "0"):
        told = (
            "No proxy in front is trusted: every request seems to be plain HTTP from the proxy's own address, so it is "
            "redirected for ever, and one person's failed sign-ins shut the door to all."
        )
        return [Warning(told, hint=hint, id="wellrun.W001")]
    told = f"WELLRUN_TRUSTED_PROXIES is “{given}”, which is no number of proxies; none is trusted."
    return [Warning(told, hint=hint, id="wellrun.W002")]


@register(Tags.security, deploy=True)
def names_are_told(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A site that answers to every name also answers to the one a stranger chose for a link."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    hint = "Set WELLRUN_HOSTS to the names that people use."
    return [Warning("The site answers to any name (WELLRUN_HOSTS holds *).", hint=hint, id="wellrun.W003")]
