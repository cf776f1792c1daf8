"""What an exchange about a part of an objective refuses, in a manager's words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wellrun.lib.errors import Conflict, UserError
from wellrun.organisation.models import Post, Unit
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


def not_below(unit: Unit, parent: Objective) -> UserError:
    """A part goes down: units beside take part in the objective, or hand over to it."""
    words = {"unit": unit.name, "above": parent.unit.name}
    return UserError("not_below", _("%(unit)s is not below %(above)s: a part is asked of a unit below.") % words)


def unit_closed(unit: Unit) -> UserError:
    """A unit that is no more answers nothing."""
    return UserError("unit_closed", _("%(unit)s is closed; ask another unit.") % {"unit": unit.name})


def post_gone(post: Post) -> UserError:
    """A post that is no more answers nothing."""
    return UserError("post_gone", _("The post “%(post)s” no longer exists; choose another.") % {"post": post.title})


def no_result_above(parent: Objective) -> UserError:
    """Without a result there is no gap, and no unit in which a part of it could be said."""
    sentence = _("“%(title)s” has no result yet: its gap is not known, so no amount of it can be said.")
    return UserError("no_result_above", sentence % {"title": parent.title})


def amount_unclear() -> UserError:
    """A part of a gap has no sign."""
    return UserError("contribution_unclear", _("Say how much of the gap as a number from 0 up."))
