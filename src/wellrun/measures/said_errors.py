"""The refusals of what people say of a series, each with a stable code."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.lib.errors import Conflict, Refused, UserError
from wellrun.measures.shown import day_words


def event_says_nothing() -> UserError:
    """An event without words."""
    return UserError("event_needs_text", _("Say in a few words what happened."))


def event_too_long(most: int) -> UserError:
    """More than a label can hold."""
    return UserError("event_too_long", _("Say it in at most %(most)d characters.") % {"most": most}, most=most)


def event_ahead(today: date) -> UserError:
    """Something that has not happened yet."""
    return UserError("event_ahead", _("Choose a day up to today: an event is something that happened."), today=today)


def event_ends_early(start: date) -> UserError:
    """An event that ends before it begins."""
    return UserError(
        "event_ends_early",
        _("The last day cannot be before the first, %(day)s.") % {"day": day_words(start)},
        start=start,
    )


def event_withdrawn() -> Conflict:
    """It was withdrawn before."""
    return Conflict("event_withdrawn", _("The event was withdrawn already."))


def not_yours_to_withdraw() -> Refused:
    """Only who said it, or who answers for the figures, takes it back."""
    return Refused(
        "not_yours_to_withdraw", _("Only who noted it, or who may analyse or chair here, can withdraw an event.")
    )


def exclusion_needs_reason() -> UserError:
    """A point left out without a reason cannot be judged by those who come later."""
    return UserError("exclusion_needs_reason", _("Say why the point is left out: who reads the chart later must know."))


def point_without_figure(period: date) -> UserError:
    """Nothing stands there that could be left out."""
    return UserError(
        "point_without_figure",
        _("There is no figure of %(day)s that could be left out.") % {"day": day_words(period)},
        period=period,
    )


def point_left_out(period: date) -> Conflict:
    """It is left out already."""
    return Conflict(
        "point_left_out",
        _("The figure of %(day)s is left out already.") % {"day": day_words(period)},
        period=period,
    )


def point_taken_in() -> Conflict:
    """It takes part again already."""
    return Conflict("point_taken_in", _("The figure takes part again already."))


def baseline_needs_reason() -> UserError:
    """A baseline without a reason is a way to hide a change."""
    return UserError(
        "baseline_needs_reason", _("Say what changed in the process or the definition: who reads the chart must know.")
    )


def baseline_ahead() -> UserError:
    """Nothing has changed yet on a day to come."""
    return UserError("baseline_ahead", _("A new baseline begins with figures that are there, not in the future."))


def baseline_too_early(first: date) -> UserError:
    """There is no older baseline to leave."""
    return UserError(
        "baseline_too_early",
        _("Choose a start after the first figure, %(day)s: before it there is nothing to compare with.")
        % {"day": day_words(first)},
        first=first,
    )


def baseline_without_figures() -> UserError:
    """A series nobody has reported."""
    return UserError("baseline_without_figures", _("There are no figures yet: the first ones make the first baseline."))


def baseline_before_change(changed_on: date) -> UserError:
    """A baseline that would begin before the change it is for."""
    return UserError(
        "baseline_before_change",
        _("The new baseline cannot begin before the change on %(day)s.") % {"day": day_words(changed_on)},
        changed_on=changed_on,
    )


def baseline_begins_there(start: date) -> Conflict:
    """A stretch begins there already."""
    return Conflict(
        "baseline_begins_there",
        _("A new baseline begins on %(day)s already.") % {"day": day_words(start)},
        start=start,
    )


def baseline_too_few(there: int, fewest: int) -> UserError:
    """With so few figures a new baseline would only hide what the rules say."""
    return UserError(
        "baseline_too_few",
        ngettext(
            "Wait for %(fewest)d figures: from that start to the next baseline or to now there is %(n)d.",
            "Wait for %(fewest)d figures: from that start to the next baseline or to now there are %(n)d.",
            there,
        )
        % {"fewest": fewest, "n": there},
        there=there,
        fewest=fewest,
    )


def baseline_too_close(there: int, fewest: int) -> UserError:
    """The baseline before it would rest on too little."""
    return UserError(
        "baseline_too_close",
        ngettext(
            "Choose a later start: the baseline before it would keep %(n)d figure, and needs %(fewest)d.",
            "Choose a later start: the baseline before it would keep %(n)d figures, and needs %(fewest)d.",
            there,
        )
        % {"fewest": fewest, "n": there},
        there=there,
        fewest=fewest,
    )


def baseline_proposed(start: date) -> Conflict:
    """Somebody asks for the same."""
    return Conflict(
        "baseline_proposed",
        _("A new baseline from %(day)s is proposed already.") % {"day": day_words(start)},
        start=start,
    )


def baseline_decided() -> Conflict:
    """It was approved, declined or withdrawn before."""
    return Conflict("baseline_decided", _("This proposal has been settled already."))


def own_proposal() -> Refused:
    """Nobody approves what they ask for themselves."""
    return Refused("own_proposal", _("You proposed it: somebody else approves or declines it."))


def not_the_proposer() -> Refused:
    """Only who asked takes it back."""
    return Refused("not_the_proposer", _("Only who proposed it can withdraw it."))


def decline_needs_reason() -> UserError:
    """A refusal without a reason teaches nothing."""
    return UserError("decline_needs_reason", _("Say why it is declined: who asked must know."))


def in_owners_line(post: str) -> Refused:
    """The approver answers for the figures, or for an objective that they serve."""
    return Refused(
        "in_owners_line",
        _("As %(post)s you answer for these figures: somebody outside their owner's line approves or declines it.")
        % {"post": post},
        post=post,
    )
