"""How a series stands and what to know of its data, in sentences: what a page about one measure opens with."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellrun.insight.display import day_words, figure_words, period_words, span_words
from wellrun.insight.early_words import early_sentence
from wellrun.insight.facts import Display, SignalFacts, StateFacts
from wellrun.insight.sentences import FEWEST_SIBLINGS, aim_sentence, scope_sentence, value_words, what_changed
from wellrun.measures.queries import DataNote, NoteKind
from wellrun.measures.shown import number

_NOTES = {
    NoteKind.ENDED: gettext_lazy("The source sends no figures after %(first)s."),
    NoteKind.LATE: gettext_lazy("The figure of %(first)s is late."),
    NoteKind.ABOVE_DENOMINATOR: gettext_lazy("In %(first)s the numerator is above its denominator."),
    NoteKind.DISAGREES: gettext_lazy("The figure of %(first)s is not its numerator over its denominator."),
}

# The kinds whose detail holds a day, and what it is called there.
_OTHERS = {NoteKind.EARLY: "due", NoteKind.LATE_START: "others", NoteKind.ALL_HITS: "until"}


def standing_sentences(facts: StateFacts, signal: SignalFacts | None, *, over: bool = False) -> list[str]:
    """How a series stands, as its page opens: what really changed and where else, or that nothing did; then its aim.

    `signal`: the newest open one; None where there is none. `over`: no figure is awaited any more, so that nothing of
    it is said as if it were of today.
    """
    if facts["period"] is None:
        return [_("No figures have come yet.")]
    ended = [_ended(facts)] if over else []
    if facts["change"] == "unknown" and signal is None:
        return [*ended, _untold(facts)]
    told = (what_changed, early_sentence, _scope)
    changed = [each(signal) for each in told] if signal is not None else [_unchanged(facts)]
    aim = "" if over else aim_sentence(facts)
    return [sentence for sentence in (*ended, *changed, aim) if sentence]


def _ended(facts: StateFacts) -> str:
    """That what follows is of then."""
    last = period_words(date.fromisoformat(str(facts["period"])), facts["grain"])
    return _("Its figures end with %(last)s; this is how it stood then.") % {"last": last}


def _untold(facts: StateFacts) -> str:
    """Why no change can be told: almost no variation to tell it from, too few cases a period, or too few figures."""
    if facts.get("status") == "degenerate":
        shown = {"centre": _figure(facts["centre"], facts["display"]), "value": value_words(facts)}
        return (
            _(
                "Almost every figure is the same, so there is no usual variation to tell a real change from; latest "
                "%(value)s."
            )
            % shown
        )
    if facts.get("status") == "ok" and facts["chart"] == "run":
        return _too_rare(facts)
    return _too_few(facts)


def _too_rare(facts: StateFacts) -> str:
    """Too few cases a period, and what would be told all the same."""
    shown = {"value": value_words(facts), "high": _figure(facts["upper"], facts["display"])}
    if facts["upper"] is None:
        return (
            _(
                "Fewer than two cases in most figures: too few in each to tell a real change from chance, so nothing "
                "is signalled; latest %(value)s. The days from one case to the next would tell more."
            )
            % shown
        )
    return (
        _(
            "Fewer than two cases in most figures: too few in each to tell a real change from chance, save one above "
            "%(high)s; latest %(value)s. The days from one case to the next would tell more."
        )
        % shown
    )


def _scope(signal: SignalFacts) -> str:
    """Only where there is enough beside it to tell."""
    scope = signal["scope"]
    told = scope["scope"] == "systemic" or scope["of"] >= FEWEST_SIBLINGS
    return scope_sentence(signal) if told else ""


def _too_few(facts: StateFacts) -> str:
    count, start = facts.get("phase_points", facts["points"]), facts.get("phase_start")
    if count < facts["points"] and start is not None:
        shown = {"count": count, "since": period_words(date.fromisoformat(start), facts["grain"])}
        return (
            ngettext(
                "Only %(count)d figure since its new baseline began in %(since)s: too few to tell a real change.",
                "Only %(count)d figures since its new baseline began in %(since)s: too few to tell a real change.",
                count,
            )
            % shown
        )
    return ngettext(
        "Only %(count)d figure so far: too few to tell a real change from the usual variation.",
        "Only %(count)d figures so far: too few to tell a real change from the usual variation.",
        facts["points"],
    ) % {"count": facts["points"]}


def _unchanged(facts: StateFacts) -> str:
    """No open signal: within its usual range, however wide that is."""
    low, high = facts["lower"], facts["upper"]
    shown = {
        "low": _figure(low, facts["display"]),
        "high": _figure(high, facts["display"]),
        "centre": _figure(facts["centre"], facts["display"]),
        "value": value_words(facts),
    }
    if facts.get("status") == "constant":
        return _constant(facts)
    if low is None and high is None:
        return _("No real change: usual level %(centre)s, latest %(value)s.") % shown
    if low is None:
        return _("No real change: it moves within its usual range, up to %(high)s; latest %(value)s.") % shown
    if high is None:
        return _("No real change: it moves within its usual range, from %(low)s on; latest %(value)s.") % shown
    return _("No real change: it moves within its usual range, %(low)s to %(high)s; latest %(value)s.") % shown


def _constant(facts: StateFacts) -> str:
    """Its baseline has no variation; a later figure may still be another one."""
    start = facts.get("phase_start")
    shown = {
        "since": period_words(date.fromisoformat(start), facts["grain"]) if start else "",
        "last": period_words(date.fromisoformat(str(facts["period"])), facts["grain"]),
        "centre": _figure(facts["centre"], facts["display"]),
        "value": value_words(facts),
    }
    # Of what came after the first 24 only the newest is known here.
    has_later = "phase_points" in facts and facts["points"] > facts["phase_points"]
    if facts["value"] != facts["centre"] or has_later:
        return (
            _(
                "Every figure of its baseline is %(centre)s; latest %(value)s. "
                "Without variation there is no usual range."
            )
            % shown
        )
    if start:
        return _("Every figure from %(since)s to %(last)s is %(centre)s: there is no variation to judge.") % shown
    return _("Every figure up to %(last)s is %(centre)s: there is no variation to judge.") % shown


def note_sentence(note: DataNote, grain: str) -> str:
    """What a person should know of the data before trusting a figure."""
    first, last = period_words(note.first, grain), period_words(note.last, grain)
    numbers = {"first": first, "last": last, "count": note.count, "shown": number(note.count), **note.detail}
    if note.kind is NoteKind.GAP:
        return (
            ngettext(
                "%(shown)s figure is missing between %(first)s and %(last)s.",
                "%(shown)s figures are missing between %(first)s and %(last)s.",
                note.count,
            )
            % numbers
        )
    if note.kind is NoteKind.JUMP:
        return _jump(note, first)
    if note.kind in (NoteKind.SUDDEN, NoteKind.REPEATED):
        return _doubt(note, grain, first)
    if note.kind is NoteKind.LATE and {"due", "newest"} <= note.detail.keys():
        numbers["due"] = day_words(date.fromisoformat(note.detail["due"]))
        numbers["newest"] = period_words(date.fromisoformat(note.detail["newest"]), grain)
        return _("Nothing has come since %(newest)s: the figure of %(first)s was due on %(due)s.") % numbers
    if note.kind is NoteKind.CLOSED:
        return _closed(note)
    if note.kind in _OTHERS:
        return _other(note, grain, numbers)
    if note.kind is NoteKind.ENDED and "due" in note.detail:
        return _("Nothing has come from this unit since %(first)s, and nobody waits for more.") % numbers
    return str(_NOTES[note.kind]) % numbers


def _other(note: DataNote, grain: str, numbers: dict[str, Any]) -> str:
    """What a later day or period in its detail belongs to."""
    told = date.fromisoformat(note.detail[_OTHERS[note.kind]])
    if note.kind is NoteKind.EARLY:
        return _(
            "The figure of %(first)s is here early: its source sends it by %(due)s. "
            "These files were put together later."
        ) % {**numbers, "due": day_words(told)}
    if note.kind is NoteKind.LATE_START:
        return _("Its figures begin with %(first)s, those of other units with %(others)s.") % {
            **numbers,
            "others": period_words(told, grain),
        }
    return _(
        "In %(count)d figures in a row, from %(first)s to %(until)s, the numerator equals its denominator: "
        "perhaps both count the same."
    ) % {**numbers, "until": period_words(told, grain)}


def _jump(note: DataNote, first: str) -> str:
    """The size of what is counted, before and after, in whole numbers where they are large; where, if it is below."""
    before, after = note.detail.get("before"), note.detail.get("after")
    if note.detail.get("unit_name") and before is not None and after is not None:
        return _(
            "In %(unit)s the size of what is counted jumped in %(first)s, from %(before)s to %(after)s, and no merger "
            "explains it."
        ) % {"unit": note.detail["unit_name"], "first": first, "before": number(before), "after": number(after)}
    if before is None or after is None:
        return _("The size of what is counted jumped in %(first)s, and no merger explains it.") % {"first": first}
    return _(
        "The size of what is counted jumped in %(first)s, from %(before)s to %(after)s, and no merger explains it."
    ) % {"first": first, "before": number(before), "after": number(after)}


def _doubt(note: DataNote, grain: str, first: str) -> str:
    """A figure that takes no part until somebody says that it is right or a correction comes; where, if below."""
    told = _doubted(note, grain, first)
    if note.detail.get("unit_name"):
        return _("%(unit)s: %(told)s") % {"unit": note.detail["unit_name"], "told": told}
    return told


def _doubted(note: DataNote, grain: str, first: str) -> str:
    detail = note.detail
    if note.kind is NoteKind.SUDDEN:
        told = _(
            "What is counted went from %(before)s to %(after)s at once in %(first)s, and no closure or merger explains "
            "it. Until somebody says that it is right, it is not judged."
        ) % {"before": number(detail["before"]), "after": number(detail["after"]), "first": first}
        return f"{told} {_waiting(detail.get('waiting', 0), grain)}".strip()
    shown = {
        "first": first,
        "same_as": period_words(date.fromisoformat(detail["same_as"]), grain),
        "units": detail["units"],
    }
    if detail["units"] > 1:
        words = _(
            "The figures of %(first)s repeat those of %(same_as)s in %(units)d units. Until somebody says that they "
            "are right, they are not judged."
        )
        return words % shown
    words = _(
        "The figure of %(first)s is that of %(same_as)s, numerator and denominator. Until somebody says that it is "
        "right, it is not judged."
    )
    return words % shown


def _waiting(count: int, grain: str) -> str:
    """The reminder of a level that stayed: in how many figures nobody has answered; of one alone nothing."""
    if count < 2:
        return ""
    return _("It has waited for an answer for %(span)s.") % {"span": span_words(count, grain)}


def _closed(note: DataNote) -> str:
    shown = {"day": day_words(note.first), "successor": note.detail.get("successor_name")}
    if shown["successor"]:
        return _("The unit closed on %(day)s; %(successor)s carries on.") % shown
    return _("The unit closed on %(day)s.") % shown


def _figure(value: float | None, display: Display) -> str:
    return figure_words(value, multiplier=display["multiplier"], decimals=display["decimals"], unit=display["unit"])
