"""What an item is about besides figures: the question from below, the stalled action, the outcome looked back on."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.execution.models import Action, Escalation, Initiative
from wellrun.lib import clock
from wellrun.reviews.models import AgendaItem
from wellrun.strategy.models import Obligation
from wellrun.web import dates
from wellrun.web.parts import Fact
from wellrun.web.presenters.reviews.by_itself import why_by_itself
from wellrun.web.presenters.reviews.room import Room
from wellrun.web.presenters.reviews.settled import in_full
from wellrun.web.presenters.reviews.told import innermost

Kind = AgendaItem.Kind


def measure_href(item: AgendaItem) -> str:
    """Where the figures have their own page: of the series, else of what the facts speak of."""
    facts = innermost(item.facts)
    if item.series is not None and facts.get("unit"):
        return reverse("measure", args=[facts["unit"], item.series.measure.key])
    if item.series is not None and item.series.unit_id == item.unit_id:
        return reverse("measure", args=[item.unit.key, item.series.measure.key])
    return ""


def subject_facts(room: Room, item: AgendaItem) -> list[Fact]:
    """What else the item is about: the question from below, the stalled action, the outcome looked back on."""
    if item.kind == Kind.ESCALATION and item.escalation is not None:
        return _question(room, item, item.escalation)
    if item.kind == Kind.STALLED and item.action is not None:
        return _stalled(room, item.action)
    if item.kind == Kind.STALLED and item.initiative is not None:
        return _silent(room, item.initiative)
    if item.kind == Kind.OBLIGATION and item.obligation is not None:
        return _required(room, item.obligation)
    if item.kind == Kind.LOOK_BACK and item.looks_back_on is not None:
        settled = in_full(item.looks_back_on, room.zone, room.today)
        recorded = item.looks_back_on.recorded_at.astimezone(room.zone).date()
        return [
            Fact(settled.kind, settled.text, settled.href),
            Fact(_("Recorded on"), dates.day_near(recorded, room.today)),
            *settled.facts,
        ]
    return []


def _question(room: Room, item: AgendaItem, escalation: Escalation) -> list[Fact]:
    facts = [
        Fact(_("From"), item.facts.get("handed_up_from") or escalation.from_unit.name),
        Fact(_("Asked on"), dates.moment(escalation.raised_at.astimezone(room.zone))),
        _reply_by(room, escalation),
    ]
    if escalation.status == Escalation.Status.OPEN and escalation.reply_by < room.review.starts_at and not room.is_open:
        facts.append(Fact(_("Who answers"), _("the chair, between sittings: the reply is due before this one")))
    if item.facts.get("about"):
        facts.insert(1, Fact(_("About"), item.facts["about"]))
    if escalation.automatic:
        facts.append(Fact(_("Why"), why_by_itself(escalation)))
    if escalation.reply:
        facts.append(Fact(_("Reply"), escalation.reply))
    return facts


def _reply_by(room: Room, escalation: Escalation) -> Fact:
    """When the answer is owed, and that it is owed already."""
    when = dates.moment(escalation.reply_by.astimezone(room.zone))
    if escalation.status == Escalation.Status.OPEN and escalation.reply_by < clock.now():
        return Fact(_("Reply by"), _("%(when)s, overdue") % {"when": when}, missing=True)
    return Fact(_("Reply by"), when)


def _stalled(room: Room, action: Action) -> list[Fact]:
    return [
        Fact(_("Action"), _("%(number)d: %(title)s") % {"number": action.number, "title": action.title}),
        Fact(_("Asked of"), action.post.title),
        Fact(_("Due"), dates.day_near(action.due, room.today)),
        Fact(_("Done when"), action.done_when),
        Fact(_("Last heard of"), dates.day_near(action.last_update_at.astimezone(room.zone).date(), room.today)),
    ]


def _silent(room: Room, initiative: Initiative) -> list[Fact]:
    heard = initiative.last_update_at
    return [
        Fact(_("Initiative"), initiative.title),
        Fact(_("Owner"), initiative.owner.title),
        Fact(_("From"), dates.day_near(initiative.starts, room.today)),
        Fact(
            _("To"),
            dates.day_near(initiative.ends, room.today) if initiative.ends else _("not said"),
            missing=initiative.ends is None,
        ),
        Fact(
            _("Last heard of"),
            dates.day_near(heard.astimezone(room.zone).date(), room.today) if heard else _("not since it began"),
            missing=heard is None,
        ),
    ]


def _required(room: Room, one: Obligation) -> list[Fact]:
    """As it stands today: who answers for it and by when may be others than when it was raised."""
    return [
        Fact(_("Required by"), _("%(regulator)s, %(clause)s") % {"regulator": one.regulator, "clause": one.clause}),
        Fact(_("Answers for it"), one.owner.title if one.owner else _("nobody yet"), missing=one.owner is None),
        Fact(_("Due"), dates.due_words(one.due, room.today), missing=one.due < room.today),
        Fact(_("What will show it"), one.evidence or _("not named yet"), missing=not one.evidence),
    ]


def subject_href(item: AgendaItem) -> str:
    """Where a stalled action or initiative, or an obligation, has its own page; empty for the rest."""
    if item.kind == Kind.STALLED and item.initiative is not None:
        return reverse("initiative", args=[item.initiative.key])
    if item.kind == Kind.STALLED and item.action_id is not None:
        return reverse("action", args=[item.action_id])
    if item.obligation is not None:
        return reverse("obligation", args=[item.unit.key, item.obligation.key])
    return ""
