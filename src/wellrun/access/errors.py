"""What every room answers of things that are not there or not the caller's to see."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wellrun.lib.errors import NotFound


def nothing_here() -> NotFound:
    """It does not exist, or the caller may not see it: both answer alike."""
    return NotFound("not_found", _("There is nothing here, or it is not yours to see."))
