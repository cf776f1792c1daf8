"""The page of one action: who was asked, what came of it, what may be said to it now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, may
from wellrun.accounts.models import User
from wellrun.execution.models import Action, ActionUpdate
from wellrun.execution.queries import owner_post_of
from wellrun.execution.visibility import visible_initiatives
from wellrun.organisation.queries import holds
from wellrun.reviews.visibility import visible_items
from wellrun.strategy.models import Objective
from wellrun.web import dates
from wellrun.web.counts import inside
from wellrun.web.forms.answers import VERBS, Verb
from wellrun.web.parts import Crumb, Fact
from wellrun.web.presenters.actions import ActionRow, action_row
from wellrun.web.presenters.figures_about import figures_fact
from wellrun.web.presenters.line_of_sight import Served, objective_href, served


@dataclass(frozen=True)
class ActionPage:
    """What the page shows."""

    action: Action
    row: ActionRow
    said: str
    crumbs: list[Crumb]
    facts: list[Fact]
    updates: list[tuple[str, str, str]]
    verbs: list[Verb]


def action_page(user: User, action: Action, zone: ZoneInfo, today: date) -> ActionPage:
    """The page of an action the caller sees; twelve queries at most."""
    serves = served(_objective(action))
    seen = _seen(user, action, serves)
    return ActionPage(
        action=action,
        row=action_row(action, today),
        said=_said(action, today),
        crumbs=_crumbs(action, seen),
        facts=[*_agreed(action), *_line_of_sight(serves, seen), *_about(user, action, seen), *_came_of_it(action)],
        updates=[_update(update, zone) for update in action.updates.all()],
        verbs=verbs_for(user, action, today),
    )


def verbs_for(user: User, action: Action, today: date) -> list[Verb]:
    """What the caller may say to the action in its present state."""
    may_answer = holds(user, action.post_id, today) and may(user, Permission.CONTRIBUTE, action.post.unit_id)
    may_chair = may(user, Permission.CHAIR, action.unit_id)
    sides = {"post": may_answer, "chair": may_chair, "either": may_answer or may_chair}
    return [verb for verb in VERBS.values() if sides[verb.side] and action.status in verb.states]


def verb_for(user: User, action: Action, key: str, today: date) -> Verb:
    """The verb `key`, when the caller may say it now; NotFound otherwise."""
    found = next((verb for verb in verbs_for(user, action, today) if verb.key == key), None)
    if found is None:
        raise nothing_here()
    return found


def _objective(action: Action) -> Objective | None:
    """The objective it serves: its own, else that of the initiative it is part of."""
    if action.objective is not None or action.initiative is None:
        return action.objective
    return Objective.objects.select_related("unit", "plan").get(pk=action.initiative.objective_id)


def _seen(user: User, action: Action, serves: Iterable[Served]) -> set[UUID]:
    """Which of the units it touches the caller sees: only there a link leads anywhere."""
    touched = {action.unit_id, *(one.objective.unit_id for one in serves)}
    if action.series is not None:
        touched.add(action.series.unit_id)
    return set(granted_unit_ids(user).filter(descendant_id__in=touched))


def _crumbs(action: Action, seen: set[UUID]) -> list[Crumb]:
    href = reverse("actions", args=[action.unit.key]) if action.unit_id in seen else ""
    return [Crumb(_("Actions"), href), Crumb(action.unit.name)]


def _said(action: Action, today: date) -> str:
    """Where it stands, in a sentence."""
    sentences = {
        "proposed": _("The %(post)s was asked and has not answered yet; until then nobody owns it. Due %(due)s."),
        "countered": _("The %(post)s proposes another date: %(countered)s instead of %(due)s. The chair answers."),
        "declined": _("The %(post)s declined. The chair asks another post, insists or cancels."),
        "accepted": _("The %(post)s owns it. Due %(due)s."),
        "done": _("The %(post)s did it."),
        "cancelled": _("It was cancelled."),
    }
    return sentences[action.status] % {
        "post": inside(action.post.title),
        "due": dates.day_near(action.due, today),
        "countered": dates.day_near(action.countered_due, today) if action.countered_due else "",
    }


def _agreed(action: Action) -> list[Fact]:
    owner = owner_post_of(action)
    facts = [
        Fact(_("Asked of"), action.post.title),
        Fact(_("Owner"), owner.title if owner else _("nobody before it is accepted"), missing=owner is None),
        Fact(_("Done when"), action.done_when),
        Fact(_("Due"), dates.day(action.due, year=True)),
    ]
    if not getattr(action, "post_is_held", True):
        facts.insert(1, Fact(_("Holder"), _("nobody holds this post"), missing=True))
    if action.look_back is not None:
        facts.append(Fact(_("Looks back on"), dates.day(action.look_back, year=True)))
    return facts


def _line_of_sight(serves: Iterable[Served], seen: set[UUID]) -> list[Fact]:
    """What it serves, up to the top; what lies outside the caller's units by its title only."""
    return [
        Fact(one.label, one.objective.title, objective_href(one.objective) if one.objective.unit_id in seen else "")
        for one in serves
    ]


def _about(user: User, action: Action, seen: set[UUID]) -> list[Fact]:
    """The initiative it is part of, the figures it is about and the review that agreed it."""
    facts = []
    if action.initiative is not None:
        is_seen = visible_initiatives(user).filter(pk=action.initiative.pk).exists()
        href = reverse("initiative", args=[action.initiative.key]) if is_seen else ""
        facts.append(Fact(_("Part of"), action.initiative.title, href))
    series = action.series
    if series is not None and series.unit_id in seen:
        facts.append(figures_fact(user, series, seen=True))
    item = visible_items(user).filter(outcomes__action=action).select_related("review__forum").first()
    if item is not None:
        facts.append(Fact(_("Agreed in"), item.review.forum.name, reverse("item", args=[item.review_id, item.pk])))
    return facts


def _came_of_it(action: Action) -> list[Fact]:
    facts = [Fact(_("Seen by"), action.done_evidence), Fact(_("Why declined"), action.decline_reason)]
    return [fact for fact in facts if fact.value]


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
