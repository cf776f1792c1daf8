"""What an item says of itself: a line for the agenda, its tags, and what changed, whatever kind it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.insight import sentences
from wellrun.insight.display import period_words
from wellrun.insight.early_words import early_sentence
from wellrun.insight.facts import LinkedFacts
from wellrun.insight.found_by import found_by, found_by_sentence, judged_by
from wellrun.measures.shown import number
from wellrun.reviews.models import AgendaItem
from wellrun.reviews.queries import AgendaEntry
from wellrun.web import dates, states
from wellrun.web.counts import capital, inside
from wellrun.web.presenters.reviews.linked import changed_too
from wellrun.web.presenters.reviews.standing import standing

Kind = AgendaItem.Kind
_OF_A_SERIES = (Kind.SIGNAL, Kind.BALANCING)


@dataclass(frozen=True, slots=True)
class Tag:
    """A state: its word, its colour, its shape."""

    word: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with where it leads and the role of what it speaks of, where it has them.

    `propose`: where a new baseline for it is proposed.
    """

    text: str
    href: str = ""
    role: str = ""
    propose: str = ""


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
        shown = {"from": _asked_by(item), "day": _reply_day(item.escalation.reply_by, zone, today)}
        return _("Question from %(from)s, reply by %(day)s") % shown
    if item.kind == Kind.STALLED:
        return _stalled(item)
    if item.kind == Kind.LOOK_BACK:
        return _look_back(item)
    if item.kind == Kind.LONG_STANDING:
        count = len(item.facts.get("signals", ()))
        return ngettext("%(n)d change that is old by now", "%(n)d changes that are old by now", count) % {"n": count}
    if item.kind == Kind.NOT_CAPABLE:
        return _("Steady and short of its aim")
    if item.kind == Kind.OBLIGATION and item.obligation is not None:
        return _("Obligation due %(due)s") % {"due": dates.due_words(item.obligation.due, today)}
    return _with_finder(standing(entry, facts).headline, facts)


def _with_finder(headline: str, facts: dict[str, Any]) -> str:
    """The headline, and by which rules the signal was found; facts of old may not know."""
    if not facts.get("rules") or not facts.get("profile"):
        return headline
    return _("%(headline)s; found %(by)s") % {"headline": headline, "by": found_by(facts["profile"], facts["rules"])}


def told(entry: AgendaEntry, zone: ZoneInfo, today: date) -> Told:
    """Everything an item's pane says of what happened, from its facts; one query where others changed too."""
    facts = innermost(entry.item.facts)
    return Told(
        about=about(entry, zone, today),
        tags=_tags(entry, facts),
        changed=_what_changed(entry, facts) or [_("What changed was not written down when this was raised.")],
        notes=_notes(facts),
        moved=[_moved(one, facts) for one in changed_too(entry.item, facts)],
        folded=_folded(entry),
        old=[_old(change, entry) for change in facts.get("signals", ())],
    )


def _stalled(item: AgendaItem) -> str:
    days = item.facts.get("silent_days")
    if item.initiative_id is not None:
        silent = ngettext("Initiative not spoken of, %(n)d day", "Initiative not spoken of, %(n)d days", days or 0)
        return silent % {"n": days} if days else _("Initiative past its end")
    if not days:
        return _("Action stalled")
    return ngettext("Action stalled, %(n)d day", "Action stalled, %(n)d days", days) % {"n": days}


def _look_back(item: AgendaItem) -> str:
    settled = item.looks_back_on
    if settled is not None and settled.action is not None:
        return _("Look back on an action")
    return _("Look back on a decision")


def _asked_by(item: AgendaItem) -> str:
    """The unit that asked; of one's own unit the forum, which alone tells them apart."""
    assert item.escalation is not None
    forum = item.facts.get("handed_up_from")
    if forum and item.escalation.from_unit_id == item.escalation.to_unit_id:
        return _("the %(forum)s") % {"forum": forum}
    return item.escalation.from_unit.name


def _reply_day(reply_by: datetime, zone: ZoneInfo, today: date) -> str:
    return dates.day_near(reply_by.astimezone(zone).date(), today)


def _tags(entry: AgendaEntry, facts: dict[str, Any]) -> list[Tag]:
    now = standing(entry, facts)
    harmed = _("Balancing measure worse") if now.change == "worsening" else _("Balancing measure")
    kinds = {
        Kind.BALANCING: Tag(harmed, "harm" if now.change == "worsening" else "flat", "shield"),
        Kind.LONG_STANDING: Tag(_("Long-standing"), "flat", "clock"),
        Kind.NOT_CAPABLE: Tag(_("Redesign needed"), "flat", "aim-short"),
        Kind.OBLIGATION: Tag(_("Obligation overdue"), "bad", "bad")
        if facts.get("overdue")
        else Tag(_("Obligation"), "accent", "calendar"),
        Kind.ESCALATION: Tag(_("Handed up"), "accent", "escalate"),
        Kind.LOOK_BACK: Tag(_("Look back"), "accent", "calendar"),
        Kind.STALLED: Tag(
            _("Initiative stalled") if entry.item.initiative_id else _("Action stalled"), "bad", "stalled"
        ),
    }
    found = [kinds[Kind(entry.item.kind)]] if entry.item.kind in kinds else []
    is_said = entry.item.kind == Kind.BALANCING and now.change == "worsening"
    if entry.item.kind in _OF_A_SERIES and not is_said and (entry.meaning or facts):
        found.append(_of_state(states.change_state(now.change)))
    if facts.get("target_low") is not None or facts.get("target_high") is not None:
        found.append(_of_state(states.aim_state(now.aim, now.change)))
    return found


def _of_state(state: states.State) -> Tag:
    return Tag(str(state.word), state.tone, state.icon)


def first_sentence(item: AgendaItem) -> str:
    """What had changed, in the one sentence that lets the item be read alone; empty where nobody wrote it down."""
    return next(iter(_sentences(innermost(item.facts))), "")


def found_sentence(item: AgendaItem) -> str:
    """By which rules the change was found; empty for what is no change."""
    facts = innermost(item.facts)
    return found_by_sentence(cast(Any, facts)) if "side" in facts else ""


def asks_scope(item: AgendaItem) -> bool:
    """Whether "local or systemic?" makes sense: not of a stalled action, nor of many old changes at once."""
    return item.kind not in (Kind.LONG_STANDING, Kind.STALLED, Kind.NOT_CAPABLE, Kind.OBLIGATION)


def _what_changed(entry: AgendaEntry, facts: dict[str, Any]) -> list[str]:
    """The sentences of the facts; before them how it stands now, where that is no longer what they tell."""
    said = _sentences(facts)
    if entry.item.kind in _OF_A_SERIES and "side" in facts:
        now = standing(entry, facts)
        if now.change != facts.get("change", now.change):
            return [f"{now.headline}.", *said]
    return said


def _sentences(facts: dict[str, Any]) -> list[str]:
    """What happened: one sentence for each kind of facts, and the aim where there is one."""
    known = cast(Any, facts)
    if "side" in facts:
        said = [sentences.what_changed(known), sentences.aim_sentence(known)]
    elif "signals" in facts:
        said = [sentences.long_standing_sentence(known), sentences.long_standing_choice()]
    elif "not_capable" in facts:
        said = [sentences.not_capable_sentence(known), sentences.redesign_sentence(known)]
    elif "then" in facts:
        said = [sentences.look_back_sentence(known), _then_and_now(known)]
    elif "initiative" in facts:
        said = [sentences.silent_sentence(known)]
    elif "silent_days" in facts:
        said = [sentences.stalled_sentence(known)]
    elif "obligation" in facts:
        said = [sentences.obligation_sentence(known), sentences.obligation_answer(known)]
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
        rules = judged_by(state["profile"], state.get("early_detection", False))
        judged = {"rules": rules, "n": number(state["points"])}
        notes += [sentences.data_sentence(state), sentences.coverage_sentence(state)]
        notes.append(_("Judged by %(rules)s, from %(n)s figures.") % judged)
    notes += [each(cast(Any, facts)) for each in (found_by_sentence, early_sentence)] if "side" in facts else []
    roles = facts.get("roles") or [facts["role"]] if facts.get("role") else []
    notes += sentences.role_sentences(cast(Any, roles))
    if facts.get("later"):
        newest = date.fromisoformat(facts["later"][-1]["first_fired"])
        notes.append(
            _("It has fired again since, in %(period)s.")
            % {"period": period_words(newest, facts.get("grain", "month"))}
        )
    for taken in facts.get("taken_up", ()):
        notes.append(_taken_up(taken))
    if facts.get("withdrawn"):
        notes.append(_("The item still needs an outcome."))
    return [note for note in notes if note]


def _taken_up(taken: Any) -> str:
    shown = {"unit": taken["unit_name"], "forum": taken["forum"], "drivers": taken["drivers"]}
    if taken["drivers"]:
        return (
            _("The item on %(unit)s of %(forum)s was taken up into this one; what drives it there: %(drivers)s") % shown
        )
    return _("The item on %(unit)s of %(forum)s was taken up into this one.") % shown


def _moved(linked: LinkedFacts, facts: dict[str, Any]) -> Line:
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


def _old(change: Any, entry: AgendaEntry) -> Line:
    """ "Bed occupancy, North: worsening since December 2018", with its measure card and a form filled in for it."""
    place = [change["unit"], change["measure"]]
    query = urlencode({"origin": "review", "item": entry.item.pk, "start": change["began"]})
    propose = f"{reverse('baseline_new', args=place)}?{query}"
    return Line(sentences.old_change_sentence(change), reverse("measure", args=place), propose=propose)


def scope_words(entry: AgendaEntry) -> str:
    """What is proposed for "local or systemic?", with its counts."""
    facts = innermost(entry.item.facts)
    if "scope" in facts:
        said = sentences.scope_sentence(cast(Any, facts))
        if not said:
            return _("No proposal: nothing shows a change any more.")
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
