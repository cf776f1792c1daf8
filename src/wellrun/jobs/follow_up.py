"""Following up: outcomes whose day to look back has come, actions and initiatives nobody speaks of any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from wellrun.audit.actions import SYSTEM
from wellrun.execution.models import Action, Initiative
from wellrun.execution.queries import days_silent, days_unheard, stalled_actions, stalled_initiatives
from wellrun.insight.briefing import Briefing
from wellrun.insight.facts import LookBackFacts, SilentFacts, StalledFacts
from wellrun.insight.turns import take_turn
from wellrun.jobs.rooms import Rooms
from wellrun.lib import clock
from wellrun.measures.models import MeasureVersion
from wellrun.organisation.models import UnitClosure
from wellrun.organisation.queries import site_zone
from wellrun.reviews.actions import raise_item
from wellrun.reviews.actions.sittings import coming_sitting
from wellrun.reviews.actions.stalled import take_off_what_is_over
from wellrun.reviews.models import AgendaItem, Forum, Outcome
from wellrun.reviews.queries import look_backs_due


@transaction.atomic
def raise_look_backs() -> list[AgendaItem]:
    """Bring every outcome whose day has come back to the forum it came from, once."""
    take_turn()
    due = list(look_backs_due(clock.today(site_zone())))
    if not due:
        return []
    rooms = Rooms()
    briefing = Briefing({outcome.item.series_id for outcome in due if outcome.item.series_id})
    return [item for outcome in due if (item := _raise_look_back(outcome, rooms, briefing)) is not None]


@transaction.atomic
def raise_stalled() -> list[AgendaItem]:
    """Bring actions and initiatives that are stuck to their forum; again only after another round of silence.

    What waits there and has ended meanwhile is taken off.
    """
    take_turn()
    take_off_what_is_over()
    stuck = [one for one in stalled_actions() if not _is_taken_up(one.update_every_days, action=one)]
    silent = [one for one in stalled_initiatives() if not _is_taken_up(one.update_every_days, initiative=one)]
    if not stuck and not silent:
        return []
    rooms = Rooms()
    items = [*(_raise_stalled(one, rooms) for one in stuck), *(_raise_silent(one, rooms) for one in silent)]
    return [item for item in items if item is not None]


def _raise_look_back(outcome: Outcome, rooms: Rooms, briefing: Briefing) -> AgendaItem | None:
    origin = outcome.item
    forum = _home(origin.review.forum, origin.unit_id, rooms)
    if forum is None:
        return None
    now = briefing.state_facts(origin.series_id) if origin.series_id else None
    settled = outcome.action or outcome.decision
    facts: LookBackFacts = {
        "outcome": "action" if outcome.action else "decision",
        "text": str(settled),
        "recorded_on": outcome.recorded_at.astimezone(site_zone()).date().isoformat(),
        "look_back": settled.look_back.isoformat() if settled and settled.look_back else "",
        "then": _then(origin),
        "now": now,
    }
    return raise_item(
        review=coming_sitting(forum, SYSTEM),
        kind=AgendaItem.Kind.LOOK_BACK,
        unit=origin.unit,
        series=origin.series,
        objective=origin.objective,
        looks_back_on=outcome,
        facts=dict(facts),
        scope_proposed=origin.scope_chosen or origin.scope_proposed,
        by=SYSTEM,
    )


def _then(origin: AgendaItem) -> Any:
    """The series as it stood when the outcome was recorded: in an item's own facts, or a look-back's newest ones."""
    if "period" in origin.facts:
        return origin.facts
    return origin.facts.get("now")


def _raise_stalled(action: Action, rooms: Rooms) -> AgendaItem | None:
    outcome = Outcome.objects.filter(action=action).select_related("item__review__forum").first()
    origin = outcome.item.review.forum if outcome else None
    return _raise_stuck(
        _home(origin, action.unit_id, rooms),
        unit=action.unit,
        series=action.series,
        objective=action.objective,
        action=action,
        facts=dict(stalled_facts(action)),
    )


def _raise_silent(initiative: Initiative, rooms: Rooms) -> AgendaItem | None:
    target = initiative.foremost
    return _raise_stuck(
        _forum_of(initiative, rooms),
        unit=target.series.unit if target else initiative.objective.unit,
        series=target.series if target else None,
        objective=initiative.objective,
        initiative=initiative,
        facts=dict(silent_facts(initiative)),
    )


def _raise_stuck(forum: Forum | None, **about: Any) -> AgendaItem | None:
    """Put what is stuck on the forum's coming agenda; `about`: what `raise_item` is told of it."""
    if forum is None:
        return None
    return raise_item(review=coming_sitting(forum, SYSTEM), kind=AgendaItem.Kind.STALLED, by=SYSTEM, **about)


def _forum_of(initiative: Initiative, rooms: Rooms) -> Forum | None:
    """The forum that reviews the figures it is to change; without one the nearest at or above their unit."""
    target = initiative.foremost
    if target is None:
        own = UnitClosure.objects.filter(descendant_id=initiative.objective.unit_id)
        return rooms.nearest(dict(own.values_list("ancestor_id", "depth")))
    series = target.series
    above = UnitClosure.objects.filter(descendant_id=series.unit_id).values_list("ancestor_id", "depth")
    grain = MeasureVersion.objects.values_list("grain", flat=True).get(measure=series.measure_id, current=True)
    domains = [series.measure.domain, initiative.objective.domain.key]
    routed = rooms.route(dict(above), measure_id=series.measure_id, domains=domains, grain=grain)
    return routed or rooms.nearest(dict(above))


def silent_facts(initiative: Initiative) -> SilentFacts:
    """Why an initiative counts as stuck."""
    today, heard = clock.today(site_zone()), initiative.last_update_at
    return {
        "initiative": initiative.key,
        "title": initiative.title,
        "post": initiative.owner.title,
        "ends": initiative.ends.isoformat() if initiative.ends else None,
        "overdue": initiative.ends is not None and initiative.ends < today,
        "last_update": heard.isoformat() if heard else None,
        "silent_days": days_unheard(initiative, today),
        "update_every_days": initiative.update_every_days,
    }


def stalled_facts(action: Action) -> StalledFacts:
    """Why an action counts as stuck."""
    return {
        "number": action.number,
        "title": action.title,
        "post": action.post.title,
        "status": action.status,
        "due": action.due.isoformat(),
        "overdue": action.due < clock.today(site_zone()),
        "last_update": action.last_update_at.isoformat(),
        "silent_days": days_silent(action),
        "update_every_days": action.update_every_days,
    }


def _is_taken_up(update_every_days: int, **subject: Action | Initiative) -> bool:
    """Whether it waits on an agenda, or a forum dealt with the same silence within the last round."""
    lately = Q(status=AgendaItem.Status.OPEN) | Q(closed_at__gte=clock.now() - timedelta(days=update_every_days))
    return AgendaItem.objects.filter(lately, kind=AgendaItem.Kind.STALLED, **subject).exists()


def _home(origin: Forum | None, unit_id: Any, rooms: Rooms) -> Forum | None:
    """The forum it came from while that meets, else the nearest one at or above the unit."""
    if origin is not None and origin.pk in rooms.forums:
        return rooms.forums[origin.pk]
    above = UnitClosure.objects.filter(descendant_id=unit_id)
    return rooms.nearest(dict(above.values_list("ancestor_id", "depth")))
