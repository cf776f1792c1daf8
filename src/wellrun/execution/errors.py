"""What the room refuses, each with its stable code and a sentence for a manager."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wellrun.lib.errors import Conflict, Refused, UserError


def text_needed(code: str, sentence: str) -> UserError:
    """A field that must say something says nothing."""
    return UserError(code, sentence)


def text_too_long(longest: int) -> UserError:
    """More was written than fits."""
    return UserError("text_too_long", _("Please say it in at most %(longest)s characters.") % {"longest": longest})


def not_permitted() -> Refused:
    """The caller sees it and may not do this."""
    return Refused("not_permitted", _("Your access here does not allow this."))


def not_the_holder(post: str) -> Refused:
    """Only who holds the post, or deputises, answers for it."""
    return Refused(
        "not_the_holder",
        _("Only whoever holds the post “%(post)s”, or its deputy, can do this.") % {"post": post},
        post=post,
    )


def post_retired(post: str) -> UserError:
    """Nothing more is asked of a post that is no more."""
    return UserError(
        "post_retired", _("The post “%(post)s” no longer exists; choose another.") % {"post": post}, post=post
    )


def already_changed(state: str) -> Conflict:
    """Someone else was quicker, or the step does not fit the present `state` (a code, for programs)."""
    return Conflict(
        "already_changed",
        _("This has changed in the meantime. Look at it again before you go on."),
        state=state,
    )


def due_in_the_past(due: date) -> UserError:
    """Nobody can be asked to have done something yesterday."""
    return UserError(
        "due_in_the_past",
        _("%(due)s has passed. Choose today or a later day.") % {"due": date_format(due)},
        due=due,
    )


def same_date(due: date) -> UserError:
    """A counter names another date than the one asked for."""
    return UserError(
        "same_date",
        _("%(due)s is the date you were asked for. Accept it, or propose another.") % {"due": date_format(due)},
        due=due,
    )


def look_back_too_early(earliest: date) -> UserError:
    """The figures could not show an effect on the day chosen."""
    return UserError(
        "look_back_too_early",
        _("The figures cannot show an effect before %(date)s. Choose that day or a later one.")
        % {"date": date_format(earliest)},
        date=earliest,
    )


def reply_in_the_past() -> UserError:
    """An answer is asked for by a moment still to come."""
    return UserError("reply_in_the_past", _("The time to reply by has passed. Choose a later one."))


def not_above() -> UserError:
    """A question is handed up, not sideways."""
    return UserError("not_above", _("A question is handed up to the same unit or one above it, at a higher tier."))


def asker_cannot_answer() -> Refused:
    """A question that was handed up is not answered by whoever asked it."""
    return Refused(
        "asker_cannot_answer",
        _("You asked this question, so someone else answers it: that is what handing it up is for."),
    )


def too_late_to_reopen(days: int) -> Conflict:
    """Undoing has an end; afterwards new work is a new action."""
    return Conflict(
        "too_late_to_reopen",
        _("This was finished more than %(days)s days ago. Ask for a new action instead.") % {"days": days},
        days=days,
    )


def started_before_today(starts: date) -> UserError:
    """A prediction counts only when it is made before there are results."""
    return UserError(
        "started_before_today",
        _("What an initiative should change is fixed before results exist: %(starts)s has passed.")
        % {"starts": date_format(starts)},
        starts=starts,
    )


def ends_before_it_starts() -> UserError:
    """A time box has width."""
    return UserError("ends_before_it_starts", _("The end must come after the start."))


def change_needed() -> UserError:
    """An initiative predicts a change and its direction."""
    return UserError("change_needed", _("Say by how much the measure should change (more than nothing), up or down."))


def series_named_twice() -> UserError:
    """Each figure is predicted once."""
    return UserError("series_named_twice", _("The same figures are named twice: say once how they should change."))


def key_taken(key: str) -> Conflict:
    """Keys are given once and for all."""
    return Conflict("key_taken", _("The key “%(key)s” is already in use.") % {"key": key}, key=key)


def key_unreadable() -> UserError:
    """A key is written into addresses and files."""
    return UserError("key_unreadable", _("A key is made of letters, digits, - and _, at most 80 of them."))


def number_out_of_range(lowest: int, highest: int) -> UserError:
    """A number that cannot be meant."""
    return UserError(
        "number_out_of_range",
        _("Choose a number from %(lowest)s to %(highest)s.") % {"lowest": lowest, "highest": highest},
        lowest=lowest,
        highest=highest,
    )


def due_too_far(latest: date) -> UserError:
    """An action that far away is not one."""
    return UserError(
        "due_too_far",
        _("That is too far away. Choose a day up to %(latest)s.") % {"latest": date_format(latest)},
        latest=latest,
    )


def prediction_fixed(title: str) -> Conflict:
    """What was predicted is not rewritten once results may exist."""
    sentence = _(
        "What “%(title)s” predicts is fixed since it began: stop it, and start another with the new prediction."
    )
    return Conflict("prediction_fixed", sentence % {"title": title})


def initiative_has_history(title: str) -> Conflict:
    """An initiative that was under way does not vanish."""
    sentence = _("“%(title)s” was under way and cannot be taken out: keep it, with the status stopped or finished.")
    return Conflict("initiative_has_history", sentence % {"title": title})


def status_goes_back(title: str, present: str, wanted: str) -> Conflict:
    """An initiative that began or ended does not do so again."""
    sentence = _("“%(title)s” is %(present)s and cannot become %(wanted)s again.")
    words = {"title": title, "present": present, "wanted": wanted}
    return Conflict("status_goes_back", sentence % words)


def start_fixed() -> Conflict:
    """The day on which something began is history."""
    return Conflict("start_fixed", _("It has begun: the day on which it did stays."))


def idea_elsewhere() -> UserError:
    """An initiative tries an idea of the objective that it serves."""
    return UserError("idea_elsewhere", _("The idea is of another objective's driver diagram."))
