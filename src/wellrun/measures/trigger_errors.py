"""The refusals of same-day limits, each with a stable code."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wellrun.lib.errors import Conflict, UserError


def trigger_side_unknown() -> UserError:
    """Neither from above nor from below."""
    return UserError("trigger_side_unknown", _("Say whether it is met by what lies high or by what lies low."))


def trigger_limit_unknown() -> UserError:
    """No number that a figure can reach."""
    return UserError("trigger_limit_unknown", _("Give the limit as a number."))


def trigger_needs_response() -> UserError:
    """A limit at which nothing is done is no limit."""
    return UserError("trigger_needs_response", _("Say what is done at once when the limit is met."))


def trigger_response_long(most: int) -> UserError:
    """More than a line can hold."""
    return UserError("trigger_response_long", _("Say it in at most %(most)d characters.") % {"most": most}, most=most)


def trigger_retired() -> Conflict:
    """It was taken back before."""
    return Conflict("trigger_retired", _("This limit was taken back already."))
