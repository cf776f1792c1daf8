"""What `check --deploy` should say about accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def demo_stays_at_home(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A demo's password is public: it must not be served to others."""
    if not settings.DEMO_MARKER.exists() or settings.ON_LOOPBACK:
        return []
    hint = "Name another folder with WELLRUN_HOME, or leave WELLRUN_HOSTS at the loopback addresses."
    return [Error("A demo would be served to other machines.", hint=hint, id="wellrun.E001")]
