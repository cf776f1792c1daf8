"""The tracker and the page of one action: by date, never by person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.execution.models import Action, ActionUpdate, Escalation
from wellrun.execution.queries import owner_post_of
from wellrun.lib.errors import NotFound
from wellrun.organisation.queries import holds
from wellrun.reviews.visibility import visible_items
from wellrun.strategy.models import ObjectiveParent
from wellrun.web import dates
from wellrun.web.forms.answers import VERBS, Verb
from wellrun.web.parts import Crumb, Fact


@dataclass(frozen=True)
class ActionRow:
    """One action in a list."""

    number: int
    title: str
    href: str
    pk: str
    post: str
    unit: str
    due: str
    overdue: bool
    status: str
    stalled: str


def action_row(action: Action, today: date) -> ActionRow:
    """The row of one action; no query when it carries its words (`execution.queries.with_words`)."""
    return ActionRow(
        number=action.number,
        title=action.title,
        href=reverse("action", args=[action.pk]),
        pk=str(action.pk),
        post=action.post.title,
        unit=action.unit.name,
        due=dates.day_near(action.due, today),
        overdue=action.due < today and action.status in Action.OPEN,
        status=action.status,
        stalled=_stalled(action, today),
    )


def action_rows(actions: Iterable[Action], today: date) -> list[ActionRow]:
    """The rows of a list, in its order."""
    return [action_row(action, today) for action in actions]


def _stalled(action: Action, today: date) -> str:
    """For how long nothing was heard of an accepted action, where that is longer than agreed."""
    silent = (today - action.last_update_at.date()).days
    if action.status != Action.Status.ACCEPTED or silent <= action.update_every_days:
        return ""
    return ngettext("no update for %(n)d day", "no update for %(n)d days", silent) % {"n": silent}


@dataclass(frozen=True)
class EscalationRow:
    """One question handed up."""

    question: str
    href: str
    way: str
    reply_by: str
    overdue: bool
    status: str
    reply: str


def escalation_row(one: Escalation, zone: ZoneInfo, now: Any) -> EscalationRow:
    """The row of one escalation."""
    to = one.to_post.title if one.to_post is not None else one.to_unit.name
    return EscalationRow(
        question=one.question,
        href=reverse("escalation", args=[one.pk]),
        way=_("%(from)s to %(to)s") % {"from": one.from_unit.name, "to": to},
        reply_by=dates.moment(one.reply_by.astimezone(zone)),
        overdue=one.status == Escalation.Status.OPEN and one.reply_by < now,
        status=one.status,
        reply=one.reply,
    )


@dataclass(frozen=True)
class ActionPage:
    """One action: who was asked, what came of it, what may be said to it now."""

    action: Action
    row: ActionRow
    said: str
    crumbs: list[Crumb]
    facts: list[Fact]
    updates: list[tuple[str, str, str]]
    verbs: list[Verb]


def action_page(user: Any, action: Action, zone: ZoneInfo, today: date) -> ActionPage:
    """The page of an action the caller sees."""
    row = action_row(action, today)
    return ActionPage(
        action=action,
        row=row,
        said=_said(action, today),
        crumbs=[Crumb(_("Actions"), reverse("actions", args=[action.unit.key])), Crumb(action.unit.name)],
        facts=_facts(user, action, today),
        updates=[_update(update, zone) for update in action.updates.all()],
        verbs=verbs_for(user, action, today),
    )


def verbs_for(user: Any, action: Action, today: date) -> list[Verb]:
    """What the caller may say to the action in its present state."""
    may_answer = holds(user, action.post_id, today) and may(user, Permission.CONTRIBUTE, action.post.unit_id)
    may_chair = may(user, Permission.CHAIR, action.unit_id)
    sides = {"post": may_answer, "chair": may_chair, "either": may_answer or may_chair}
    return [verb for verb in VERBS.values() if sides[verb.side] and action.status in verb.states]


def verb_for(user: Any, action: Action, key: str, today: date) -> Verb:
    """The verb `key`, when the caller may say it now; NotFound otherwise."""
    found = next((verb for verb in verbs_for(user, action, today) if verb.key == key), None)
    if found is None:
        raise NotFound("not_found", _("There is nothing here, or it is not yours to see."))
    return found


def _said(action: Action, today: date) -> str:
    """Where it stands, in a sentence."""
    names = {"post": action.post.title, "due": dates.day_near(action.due, today)}
    sentences = {
        "proposed": _("The %(post)s was asked and has not answered yet; until then nobody owns it. Due %(due)s."),
        "countered": _("The %(post)s proposes another date: %(countered)s instead of %(due)s. The chair answers."),
        "declined": _("The %(post)s declined. The chair asks another post, insists or cancels."),
        "accepted": _("The %(post)s owns it. Due %(due)s."),
        "done": _("The %(post)s did it."),
        "cancelled": _("It was cancelled."),
    }
    countered = dates.day_near(action.countered_due, today) if action.countered_due else ""
    return sentences[action.status] % {**names, "countered": countered}


def _facts(user: Any, action: Action, today: date) -> list[Fact]:
    owner = owner_post_of(action)
    facts = [
        Fact(_("Asked of"), action.post.title),
        Fact(_("Owner"), owner.title if owner else _("nobody before it is accepted"), missing=owner is None),
        Fact(_("Done when"), action.done_when),
        Fact(_("Due"), dates.day(action.due, year=True)),
    ]
    if action.look_back is not None:
        facts.append(Fact(_("Looks back on"), dates.day(action.look_back, year=True)))
    if action.series is not None:
        measure = reverse("measure", args=[action.unit.key, action.series.measure.key])
        facts.append(Fact(_("Measure"), _("the figures it is about"), measure))
    if action.objective is not None:
        facts += _line_of_sight(user, action)
    item = visible_items(user).filter(outcomes__action=action).select_related("review__forum").first()
    if item is not None:
        href = reverse("item", args=[item.review_id, item.pk])
        facts.append(Fact(_("Agreed in"), item.review.forum.name, href))
    if action.done_evidence:
        facts.append(Fact(_("Seen by"), action.done_evidence))
    if action.decline_reason:
        facts.append(Fact(_("Why declined"), action.decline_reason))
    return facts


def _line_of_sight(user: Any, action: Action) -> list[Fact]:
    """The objective it serves, and what that one serves."""
    objective = action.objective
    assert objective is not None
    seen = may(user, Permission.SEE, objective.unit_id)
    href = f"{reverse('strategy', args=[objective.unit.key])}#{objective.key}" if seen else ""
    facts = [Fact(_("Serves"), objective.title, href)]
    for link in ObjectiveParent.objects.filter(child=objective).select_related("parent__unit"):
        above = may(user, Permission.SEE, link.parent.unit_id)
        target = f"{reverse('strategy', args=[link.parent.unit.key])}#{link.parent.key}" if above else ""
        facts.append(Fact(_("Which serves"), link.parent.title, target))
    return facts


def _update(update: ActionUpdate, zone: ZoneInfo) -> tuple[str, str, str]:
    """When, what happened, in whose words."""
    words = {
        "asked": _("Asked"),
        "accepted": _("Accepted"),
        "countered": _("Another date proposed"),
        "declined": _("Declined"),
        "agreed": _("Date agreed"),
        "reassigned": _("Another post asked"),
        "progress": _("Update"),
        "done": _("Done"),
        "reopened": _("Opened again"),
        "cancelled": _("Cancelled"),
    }
    what = words.get(update.kind, update.kind)
    if update.due is not None:
        what = _("%(what)s, due %(due)s") % {"what": what, "due": dates.day(update.due)}
    return dates.moment(update.at.astimezone(zone)), what, update.text
