"""What the room refuses, each with its stable code and a sentence for a manager."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.lib.errors import Conflict, UserError


def outcome_needed(count: int) -> Conflict:
    """A review closes when no item is left."""
    return Conflict(
        "outcome_needed",
        ngettext(
            "%(count)s item still needs an outcome, or a date when you will reach it.",
            "%(count)s items still need an outcome each, or a date when you will reach them.",
            count,
        )
        % {"count": count},
        count=count,
    )


def already_changed(state: str) -> Conflict:
    """Someone else was quicker, or the step does not fit the present `state` (a code, for programs)."""
    return Conflict(
        "already_changed",
        _("This has changed in the meantime. Look at it again before you go on."),
        state=state,
    )


def review_not_open() -> Conflict:
    """Items are settled while the review sits."""
    return Conflict("review_not_open", _("This review is not open. Open it to settle its items."))


def review_closed() -> Conflict:
    """A closed review takes nothing more."""
    return Conflict("review_closed", _("This review is closed. Its next sitting can take this up."))


def already_on_agenda() -> Conflict:
    """One thing stands on one agenda."""
    return Conflict("already_on_agenda", _("This is already on an agenda."))


def outside_forum() -> UserError:
    """A forum deals with its unit and what is below."""
    return UserError("outside_forum", _("A forum deals with its own unit and the units below it."))


def item_incomplete(kind: str) -> UserError:
    """An item is about something."""
    return UserError("item_incomplete", _("An item of this kind must say what it is about."), kind=kind)


def cadence_unreadable(rule: str) -> UserError:
    """Not an RRULE that a forum could follow."""
    return UserError("cadence_unreadable", _("“%(rule)s” is not a rule for when to meet.") % {"rule": rule}, rule=rule)


def cadence_ends(rule: str) -> UserError:
    """A standing meeting goes on until it is retired."""
    return UserError("cadence_ends", _("A forum meets until it is retired: leave COUNT and UNTIL out."), rule=rule)


def zone_unknown(zone: str) -> UserError:
    """Not a time zone."""
    return UserError("zone_unknown", _("“%(zone)s” is not a time zone.") % {"zone": zone}, zone=zone)


def tier_from_one() -> UserError:
    """Tiers count from one."""
    return UserError("tier_from_one", _("Tiers count from 1, the ward, up to 9."))


def forum_has_open_items(name: str, waiting: int) -> Conflict:
    """What waits on an agenda would be lost with its forum."""
    sentence = ngettext(
        "%(name)s has %(n)d open item: it needs an outcome before the forum is given up.",
        "%(name)s has %(n)d open items: they need an outcome before the forum is given up.",
        waiting,
    )
    return Conflict("forum_has_open_items", sentence % {"name": name, "n": waiting}, open=waiting)


def forum_retired() -> Conflict:
    """A forum that meets no more takes nothing on."""
    return Conflict("forum_retired", _("This forum no longer meets; the item needs an outcome now."))


def key_taken(key: str) -> Conflict:
    """Keys are given once and for all."""
    return Conflict("key_taken", _("The key “%(key)s” is already in use.") % {"key": key}, key=key)


def already_accepted() -> Conflict:
    """What a post has taken on is not undone behind its back."""
    return Conflict(
        "already_accepted",
        _("The post has already taken this on. Cancel the action with a reason, and raise the matter anew."),
    )


def already_answered() -> Conflict:
    """An answer that has gone back cannot be called back."""
    return Conflict("already_answered", _("The answer has already gone back; it cannot be undone."))
