"""How an item was settled, in a line and in full: the agenda, the item and the minutes say the same words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.execution.models import Action, Decision, Escalation
from wellrun.organisation.kinds_of_right import KINDS
from wellrun.reviews.models import Outcome
from wellrun.reviews.queries import is_closed_off, receiver_of
from wellrun.web import dates
from wellrun.web.counts import capital, inside
from wellrun.web.parts import Fact
from wellrun.web.presenters.reviews.by_itself import why_by_itself


@dataclass(frozen=True, slots=True)
class Settled:
    """An outcome: what it is called, its words, what belongs to it, and where it is followed."""

    kind: str
    icon: str
    text: str
    facts: list[Fact]
    href: str = ""


def in_a_line(outcome: Outcome, today: date) -> str:
    """ "Decided: keep course", "Asked of the head of discharge, due Mon 20 Oct", "Handed up to the system board"."""
    if outcome.decision is not None:
        if outcome.decision.kind == Decision.Kind.NO_ACTION:
            return _("No action: %(reason)s") % {"reason": outcome.decision.reason}
        return _("Decided: %(text)s") % {"text": outcome.decision.text}
    if outcome.action is not None:
        shown = {"post": inside(outcome.action.post.title), "due": dates.day_near(outcome.action.due, today)}
        return _("Asked of the %(post)s, due %(due)s") % shown
    assert outcome.escalation is not None
    return _("Handed up to %(target)s") % {"target": target_of(outcome.escalation)}


def in_full(outcome: Outcome, zone: ZoneInfo, today: date) -> Settled:
    """The outcome with everything that belongs to it; no query when it came with its parts."""
    if outcome.decision is not None:
        return _decision(outcome.decision, today)
    if outcome.action is not None:
        return _action(outcome.action, today)
    assert outcome.escalation is not None
    return _escalation(outcome.escalation, zone)


def target_of(escalation: Escalation) -> str:
    """Who was asked: a post, or the forum that took it, with its unit where that is another; for inside a sentence."""
    if escalation.to_post is not None:
        return _("the %(post)s") % {"post": inside(escalation.to_post.title)}
    forum = receiver_of(escalation)
    if not forum:
        return escalation.to_unit.name
    if escalation.to_unit_id == escalation.from_unit_id:
        return _("the %(forum)s") % {"forum": forum}
    return _("the %(forum)s of %(unit)s") % {"forum": forum, "unit": escalation.to_unit.name}


def _decision(decision: Decision, today: date) -> Settled:
    is_none = decision.kind == Decision.Kind.NO_ACTION
    kind = _("No action") if is_none else _("Decision")
    says_it_twice = decision.text == kind
    facts = [] if says_it_twice else [Fact(_("Reason"), decision.reason)]
    facts += _rights(decision)
    if decision.look_back is not None:
        facts.append(Fact(_("Looks back on"), dates.day_near(decision.look_back, today)))
    return Settled(kind, "decide", decision.reason if says_it_twice else decision.text, facts)


def _rights(decision: Decision) -> list[Fact]:
    """What it decides on, how much it takes, and by whose right."""
    if not decision.about:
        return []
    parts = [str(KINDS[decision.about])]
    if decision.spending is not None:
        parts.append(_("%(n)s a year") % {"n": f"{decision.spending:,.0f}"})
    if decision.staffing is not None:
        parts.append(_("%(n)s full-time equivalents") % {"n": f"{decision.staffing:,g}"})
    facts = [Fact(_("Decides on"), ", ".join(parts))]
    if decision.beyond_right and decision.right_holder:
        whose = _("beyond it: %(holder)s may decide this") % {"holder": decision.right_holder}
    elif decision.beyond_right:
        whose = _("beyond it: nobody was on record who may decide this")
    else:
        whose = decision.right_holder
    return [*facts, Fact(_("Decision right"), whose)] if whose else facts


def _action(action: Action, today: date) -> Settled:
    owned = {
        "proposed": _("asked, has not answered yet"),
        "countered": _("proposes another date"),
        "declined": _("declined"),
        "accepted": _("accepted"),
        "done": _("done"),
        "cancelled": _("cancelled"),
    }
    facts = [
        Fact(_("Asked of"), _("%(post)s: %(answer)s") % {"post": action.post.title, "answer": owned[action.status]}),
        Fact(_("Due"), dates.day_near(action.due, today)),
        Fact(_("Done when"), action.done_when),
    ]
    if action.look_back is not None:
        facts.append(Fact(_("Looks back on"), dates.day_near(action.look_back, today)))
    href = reverse("action", args=[action.pk])
    return Settled(_("Action %(number)d") % {"number": action.number}, "action", action.title, facts, href)


def _escalation(escalation: Escalation, zone: ZoneInfo) -> Settled:
    facts = [
        Fact(_("Goes to"), capital(target_of(escalation))),
        Fact(_("Reply by"), dates.moment(escalation.reply_by.astimezone(zone))),
    ]
    if escalation.automatic:
        facts.append(Fact(_("Why"), why_by_itself(escalation)))
    if escalation.reply:
        facts.append(Fact(_("Reply"), escalation.reply))
    href = "" if is_closed_off(escalation) else reverse("escalation", args=[escalation.pk])
    return Settled(_("Escalation"), "escalate", escalation.question, facts, href)
