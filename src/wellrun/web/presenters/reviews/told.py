"""What an item says of itself: a line for the agenda, its tags, and what changed, whatever kind it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.insight import sentences
from wellrun.insight.display import period_words, span_words
from wellrun.reviews.models import AgendaItem
from wellrun.reviews.queries import AgendaEntry
from wellrun.web import dates, states
from wellrun.web.counts import capital, inside

Kind = AgendaItem.Kind
_LONG_RUN = 7


@dataclass(frozen=True, slots=True)
class Tag:
    """A state: its word, its colour, its shape."""

    word: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with where it leads and the role of what it speaks of, where it has them."""

    text: str
    href: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """`about`: the agenda's second line. `changed`: the first is the sentence, the rest is small print."""

    about: str
    tags: list[Tag]
    changed: list[str]
    notes: list[str] = field(default_factory=list)
    moved: list[Line] = field(default_factory=list)
    folded: list[Line] = field(default_factory=list)
    old: list[Line] = field(default_factory=list)


def innermost(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of what was found, below whatever handed it up."""
    while isinstance(facts.get("facts"), dict):
        facts = facts["facts"]
    return facts


def about(entry: AgendaEntry, zone: ZoneInfo, today: date) -> str:
    """The second line of an item in the agenda while it is open."""
    item, facts = entry.item, innermost(entry.item.facts)
    if item.kind == Kind.ESCALATION and item.escalation is not None:
        shown = {"unit": item.escalation.from_unit.name, "day": _reply_day(item.escalation.reply_by, zone, today)}
        return _("Question from %(unit)s, reply by %(day)s") % shown
    if item.kind == Kind.STALLED and item.action is not None:
        return _stalled(item.facts)
    if item.kind == Kind.LOOK_BACK:
        return _look_back(item)
    if item.kind == Kind.LONG_STANDING:
        count = len(item.facts.get("signals", ()))
        return ngettext("%(n)d change that is old by now", "%(n)d changes that are old by now", count) % {"n": count}
    if item.kind == Kind.BALANCING:
        return _("Balancing measure worse")
    return _changed(entry.meaning, facts)


def told(entry: AgendaEntry, zone: ZoneInfo, today: date) -> Told:
    """Everything an item's pane says of what happened, from its facts; no query."""
    facts = innermost(entry.item.facts)
    return Told(
        about=about(entry, zone, today),
        tags=_tags(entry, facts),
        changed=_sentences(facts) or [_("What changed was not written down when this was raised.")],
        notes=_notes(facts),
        moved=[_moved(one, facts) for one in facts.get("linked", ())],
        folded=_folded(entry),
        old=[_old(change) for change in facts.get("signals", ())],
    )


def _changed(meaning: str, facts: dict[str, Any]) -> str:
    """ "Worsening, 15 months"; without facts only what it means."""
    codes = {"concern": "worsening", "improvement": "improving"}
    code = codes.get(meaning, facts.get("side", "") and {"high": "higher", "low": "lower"}[facts["side"]])
    word = str(states.change_state(code).word) if code else _("A real change")
    if facts.get("run", 0) >= _LONG_RUN:
        return _("%(state)s, %(span)s") % {"state": word, "span": span_words(facts["run"], facts["grain"])}
    if facts.get("since"):
        since = period_words(date.fromisoformat(facts["since"]), facts["grain"])
        return _("%(state)s since %(since)s") % {"state": word, "since": since}
    return word


def _stalled(facts: dict[str, Any]) -> str:
    days = facts.get("silent_days")
    if not days:
        return _("Action stalled")
    return ngettext("Action stalled, %(n)d day", "Action stalled, %(n)d days", days) % {"n": days}


def _look_back(item: AgendaItem) -> str:
    settled = item.looks_back_on
    if settled is not None and settled.action is not None:
        return _("Look back on an action")
    return _("Look back on a decision")


def _reply_day(reply_by: datetime, zone: ZoneInfo, today: date) -> str:
    return dates.day_near(reply_by.astimezone(zone).date(), today)


def _tags(entry: AgendaEntry, facts: dict[str, Any]) -> list[Tag]:
    kinds = {
        Kind.BALANCING: Tag(_("Balancing measure worse"), "harm", "shield"),
        Kind.LONG_STANDING: Tag(_("Long-standing"), "flat", "clock"),
        Kind.ESCALATION: Tag(_("Handed up"), "accent", "escalate"),
        Kind.LOOK_BACK: Tag(_("Look back"), "accent", "calendar"),
        Kind.STALLED: Tag(_("Action stalled"), "bad", "stalled"),
    }
    found = [kinds[Kind(entry.item.kind)]] if entry.item.kind in kinds else []
    if entry.item.kind == Kind.SIGNAL and entry.meaning:
        found.append(_of_state(states.change_state(_meaning_code(entry.meaning, facts))))
    if facts.get("target_low") is not None or facts.get("target_high") is not None:
        found.append(_of_state(states.aim_state(facts.get("aim"), facts.get("change", ""))))
    return found


def _meaning_code(meaning: str, facts: dict[str, Any]) -> str:
    return meaning if meaning in ("concern", "improvement") else str(facts.get("side") or "none")


def _of_state(state: states.State) -> Tag:
    return Tag(str(state.word), state.tone, state.icon)


def _sentences(facts: dict[str, Any]) -> list[str]:
    """What happened: one sentence for each kind of facts, and the aim where there is one."""
    known = cast(Any, facts)
    if "side" in facts:
        said = [sentences.what_changed(known), sentences.aim_sentence(known)]
    elif "signals" in facts:
        said = [sentences.long_standing_sentence(known)]
    elif "then" in facts:
        said = [sentences.look_back_sentence(known), _then_and_now(known)]
    elif "silent_days" in facts:
        said = [sentences.stalled_sentence(known)]
    else:
        said = []
    return [sentence for sentence in said if sentence]


def _then_and_now(facts: Any) -> str:
    """The figure before and after; where none has come since, that."""
    then, now = facts["then"], facts["now"]
    if then and now and now["period"] is not None and then.get("period") == now["period"]:
        return _("No newer figure has come since: whether it had an effect cannot be told yet.")
    return sentences.then_and_now_sentence(facts)


def _notes(facts: dict[str, Any]) -> list[str]:
    """How old the figures are, who reported, who judged them, and what came since."""
    notes: list[str] = []
    state = cast(Any, facts if "data" in facts else facts.get("now") or {})
    if "then" in facts:
        notes.append(_("Before and after, side by side: that one followed the other does not show that it did it."))
    if state:
        judged = {"rules": _profile(state["profile"]), "n": state["points"]}
        notes += [sentences.data_sentence(state), sentences.coverage_sentence(state)]
        notes.append(_("Judged by the %(rules)s, from %(n)d figures.") % judged)
    if facts.get("role"):
        notes.append(sentences.role_sentence(cast(Any, facts["role"])))
    if facts.get("later"):
        newest = date.fromisoformat(facts["later"][-1]["first_fired"])
        notes.append(
            _("It has fired again since, in %(period)s.")
            % {"period": period_words(newest, facts.get("grain", "month"))}
        )
    if facts.get("withdrawn"):
        notes.append(_("A correction of the figures has taken the signal back; the item still needs an outcome."))
    return [note for note in notes if note]


def _profile(code: str) -> str:
    return {"nhs": _("NHS rules")}.get(code, code)


def _moved(linked: Any, facts: dict[str, Any]) -> Line:
    href = reverse("measure", args=[facts["unit"], linked["measure"]])
    return Line(sentences.linked_sentence(linked), href, linked["role"])


def _folded(entry: AgendaEntry) -> list[Line]:
    """The units whose signals this item answers for, each with its measure card."""
    own = entry.item.unit_id
    return [
        Line(
            _("%(unit)s, since %(since)s")
            % {"unit": signal.series.unit.name, "since": dates.period(signal.began, _grain(entry))},
            reverse("measure", args=[signal.series.unit.key, signal.series.measure.key]),
        )
        for signal in entry.signals
        if signal.series.unit_id != own and entry.item.kind != Kind.LONG_STANDING
    ]


def _grain(entry: AgendaEntry) -> str:
    return str(innermost(entry.item.facts).get("grain", "month"))


def _old(change: Any) -> Line:
    href = reverse("measure", args=[change["unit"], change["measure"]])
    return Line(sentences.old_change_sentence(change), href)


def scope_words(entry: AgendaEntry) -> str:
    """What is proposed for "local or systemic?", with its counts."""
    facts = innermost(entry.item.facts)
    if "scope" in facts:
        said = sentences.scope_sentence(cast(Any, facts))
        return _("Proposed: %(sentence)s") % {"sentence": inside(said)}
    if entry.item.scope_proposed:
        return _("Proposed: %(scope)s.") % {"scope": scope_word(entry.item.scope_proposed)}
    return _("No proposal: there were no figures of other units to compare with.")


def scope_word(scope: str) -> str:
    """Local, systemic or unclear."""
    return {"local": _("local"), "systemic": _("systemic"), "unclear": _("unclear")}[scope]


def scope_label(scope: str) -> str:
    """The same, at the head of a choice."""
    return capital(scope_word(scope))
