"""The refusals of this room, each with a stable code."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wellrun.lib.errors import Conflict, UserError
from wellrun.measures.shown import day_words


def key_taken(kind: str, key: str) -> Conflict:
    """Another record of the kind has that key, and says something else."""
    return Conflict(
        "key_taken",
        _("There is already a %(kind)s with the key “%(key)s”.") % {"kind": kind, "key": key},
        key=key,
    )


def unknown_word(field: str, word: str, known: list[str]) -> UserError:
    """A word that the field does not know."""
    facts = {"field": field, "word": word, "known": ", ".join(known)}
    return UserError(
        "word_unknown", _("“%(word)s” is no %(field)s; it is one of %(known)s.") % facts, field=field, word=word
    )


def chart_unsuited(key: str, why: str) -> UserError:
    """A chart on which such figures cannot be judged."""
    return UserError("chart_unsuited", _("%(key)s: %(why)s.") % {"key": key, "why": why}, measure=key)


def bounded_needs_proportion(key: str) -> UserError:
    """Only a proportion has a bound."""
    return UserError(
        "bounded_needs_proportion", _("%(key)s: only a proportion is bounded.") % {"key": key}, measure=key
    )


def bounded_passes_one(key: str) -> UserError:
    """A proportion of cases cannot be allowed to pass the whole."""
    return UserError("bounded_passes_one", _("%(key)s: what is bounded cannot pass 1.") % {"key": key}, measure=key)


def carries_programme(key: str, programme: str) -> UserError:
    """The licence rule: what only approximates an official measure is never shown under its name."""
    return UserError(
        "carries_programme",
        _("%(key)s is an approximation and cannot carry the name “%(programme)s”: say what is counted instead.")
        % {"key": key, "programme": programme},
        measure=key,
        programme=programme,
    )


def measure_in_use(key: str, uses: str) -> Conflict:
    """What has figures, or stands in a plan or forum, stays."""
    return Conflict(
        "measure_in_use",
        _("%(key)s cannot be given up here: it is in use (%(uses)s).") % {"key": key, "uses": uses},
        measure=key,
    )


def measure_retired(key: str) -> Conflict:
    """A definition of one's own that was given up."""
    return Conflict(
        "measure_retired", _("%(key)s was given up here before: choose another key.") % {"key": key}, measure=key
    )


def other_measure(key: str, field: str) -> UserError:
    """What may not change between versions."""
    return UserError(
        "other_measure",
        _("%(key)s: with another %(field)s it is another measure; define a new one.") % {"key": key, "field": field},
        measure=key,
        field=field,
    )


def version_too_early(key: str, start: date | None) -> UserError:
    """A version that would begin before the one it follows."""
    return UserError(
        "version_too_early",
        _("%(key)s: a new version needs a date after %(start)s, when the present one began.")
        % {"key": key, "start": day_words(start)}
        if start
        else _("%(key)s: a new version needs the date from which it holds.") % {"key": key},
        measure=key,
    )


def target_shape(key: str) -> UserError:
    """An aim that is neither a value nor a band."""
    return UserError(
        "target_shape",
        _("%(key)s: an aim is one value, or a band from a lower to a higher one.") % {"key": key},
        measure=key,
    )


def phase_exists(start: date) -> Conflict:
    """Two phases cannot begin in one period."""
    return Conflict(
        "phase_exists",
        _("There is already a phase from %(start)s.") % {"start": day_words(start)},
        start=start.isoformat(),
    )


def phase_needs_reason() -> UserError:
    """A phase without a reason cannot be judged by those who come later."""
    return UserError("phase_needs_reason", _("Say why a new phase begins: who reads the chart later must know."))


def phase_baseline(start: date) -> UserError:
    """A baseline that ends before its phase begins."""
    return UserError(
        "phase_baseline",
        _("The baseline cannot end before the phase starts on %(start)s.") % {"start": day_words(start)},
        start=start.isoformat(),
    )


def feed_ended(last: date, grain: str) -> UserError:
    """No figure will come that could show an effect."""
    period = date_format(last, "F Y") if grain == "month" else day_words(last)
    return UserError(
        "feed_ended",
        _("The source sends no figures after %(period)s: they cannot show an effect. Choose no day to look back.")
        % {"period": period},
        last=last,
    )
