"""What an exchange about a part of an objective refuses, in a manager's words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wellrun.lib.errors import Conflict, UserError
from wellrun.strategy.models import Objective


def not_your_turn() -> Conflict:
    """Whoever spoke last waits for the other."""
    return Conflict("not_your_turn", _("You spoke last: the other side answers now."))


def answered_meanwhile() -> Conflict:
    """What was read is not the last word any more."""
    return Conflict(
        "answered_meanwhile",
        _("Somebody else was quicker: the exchange has gone on since you read it. Read the newest turn first."),
    )


def exchange_over() -> Conflict:
    """A withdrawn exchange is over until it is proposed again."""
    return Conflict("exchange_over", _("This exchange is over: it goes on when a part is asked for again."))


def agreed_already(child: Objective | None) -> Conflict:
    """An agreed exchange is over while what came of it is pursued."""
    words = {"title": child.title if child else ""}
    return Conflict(
        "exchange_over", _("This is agreed: “%(title)s” came of it. Change or retire that objective first.") % words
    )


def parent_retired(parent: Objective) -> Conflict:
    """Nothing is taken on of what is no longer pursued."""
    return Conflict("parent_retired", _("“%(title)s” is no longer pursued.") % {"title": parent.title})


def not_agreed_yet() -> Conflict:
    """Nothing was offered that could be agreed to."""
    return Conflict("not_agreed_yet", _("There is nothing to agree to yet."))


def asks_itself() -> UserError:
    """An exchange has two sides."""
    return UserError("asks_itself", _("Choose another unit: this one has the objective itself."))


def amount_unclear() -> UserError:
    """A part of a gap has no sign."""
    return UserError("contribution_unclear", _("Say how much of the gap as a number from 0 up."))
