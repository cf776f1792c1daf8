"""An obligation reaches its forum before its day, and goes up a tier by itself once that has passed unmet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wellrun.audit.actions import SYSTEM, record
from wellrun.execution.models import Escalation
from wellrun.insight.display import day_words
from wellrun.insight.facts import ObligationFacts
from wellrun.insight.turns import take_turn
from wellrun.jobs.rooms import Rooms
from wellrun.lib import clock
from wellrun.measures.models import MeasureVersion
from wellrun.organisation.models import UnitClosure
from wellrun.organisation.queries import site_zone
from wellrun.reviews.actions import raise_item, take_back_escalation
from wellrun.reviews.actions.claim import LIVE, claim_item
from wellrun.reviews.actions.hand_up import hand_up
from wellrun.reviews.actions.outcomes import settle
from wellrun.reviews.actions.refresh import refresh_item
from wellrun.reviews.actions.sittings import coming_sitting
from wellrun.reviews.actions.standing import take_off_standing
from wellrun.reviews.models import AgendaItem, Forum, Review
from wellrun.strategy.models import Obligation

KIND = AgendaItem.Kind.OBLIGATION
_OPEN = AgendaItem.Status.OPEN
# What stays overdue is asked about again so long after the last answer: about once in a round of a monthly forum.
REMIND_AFTER = timedelta(days=28)


@transaction.atomic
def raise_obligations() -> list[AgendaItem]:
    """Bring up each obligation once in its notice time, once when its day has passed unmet, and then again four weeks
    after the last answer for as long as it stays unmet; the fresh items.

    What is overdue goes up one tier by itself, each time. What was met, given up or put off leaves the agenda. A
    second call at the same moment does nothing.
    """
    take_turn()
    today = clock.today(site_zone())
    _take_off(today)
    due = [one for one in _unmet().select_related("unit", "owner", "measure") if _is_near(one, today)]
    if not due:
        return []
    rooms = Rooms()
    return [item for one in due if (item := _bring_up(one, rooms, today)) is not None]


def obligation_facts(one: Obligation, today: date) -> ObligationFacts:
    """What an item says of it, as it stands."""
    return {
        "obligation": one.key,
        "title": one.title,
        "regulator": one.regulator,
        "clause": one.clause,
        "post": one.owner.title if one.owner else "",
        "evidence": one.evidence,
        "due": one.due.isoformat(),
        "overdue": one.due < today,
    }


def _unmet() -> Any:
    return Obligation.objects.filter(met_on__isnull=True, retired_on__isnull=True)


def _is_near(one: Obligation, today: date) -> bool:
    return one.due - timedelta(days=one.notice_days) <= today


def _bring_up(one: Obligation, rooms: Rooms, today: date) -> AgendaItem | None:
    """Raise it, or bring what waits up to date; the item where it is a fresh one."""
    facts = dict(obligation_facts(one, today))
    waiting = AgendaItem.objects.filter(obligation=one, kind=KIND, status=_OPEN).first()
    if waiting is not None:
        if any(waiting.facts.get(name) != value for name, value in facts.items()):
            refresh_item(item=waiting, facts=facts, scope_proposed=waiting.scope_proposed, by=SYSTEM)
        _hand_up_overdue(waiting, facts)
        return None
    told = AgendaItem.objects.filter(obligation=one, kind=KIND).values_list("facts", flat=True)
    is_reminder = any(_says_as_much(before, facts) for before in told)
    if is_reminder and not (facts["overdue"] and _may_remind(one)):
        return None
    forum = _forum(one, rooms)
    if forum is None:
        return None
    item = raise_item(
        review=coming_sitting(forum, SYSTEM), kind=KIND, unit=one.unit, obligation=one, facts=facts, by=SYSTEM
    )
    _hand_up_overdue(item, facts, again=is_reminder)
    return item


def _may_remind(one: Obligation) -> bool:
    """Whether nobody is being asked about it, and the last answer is old enough."""
    items = AgendaItem.objects.filter(obligation=one)
    if items.filter(status=_OPEN).exists():
        return False
    if Escalation.objects.filter(outcome__item__obligation=one, status=Escalation.Status.OPEN).exists():
        return False
    last = items.aggregate(last=Max("closed_at"))["last"]
    return last is not None and clock.now() >= last + REMIND_AFTER


def _says_as_much(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a forum dealt with it already as it stands: with the same day, and as overdue where it is."""
    return before.get("due") == now["due"] and (before.get("overdue", False) or not now["overdue"])


def _forum(one: Obligation, rooms: Rooms) -> Forum | None:
    """Of those that could take it the first that sits before its day; the first of all where none does.

    The forum that reviews its measure comes first, then the nearest at or above its unit.
    """
    rows = UnitClosure.objects.filter(descendant_id=one.unit_id).values_list("ancestor_id", "depth")
    candidates = rooms.by_nearness(dict(rows))
    routed = _routed(one, rooms, dict(rows))
    if routed is not None:
        candidates = [routed, *(forum for forum in candidates if forum.pk != routed.pk)]
    in_time = (forum for forum in candidates if _sits(forum) <= one.due)
    return next(in_time, candidates[0] if candidates else None)


def _routed(one: Obligation, rooms: Rooms, distances: Mapping[UUID, int]) -> Forum | None:
    if one.measure is None:
        return None
    version = MeasureVersion.objects.filter(measure=one.measure, current=True).first()
    if version is None:
        return None
    return rooms.route(distances, measure_id=one.measure.pk, domains=[one.measure.domain], grain=version.grain)


def _sits(forum: Forum) -> date:
    return coming_sitting(forum, SYSTEM).starts_at.astimezone(site_zone()).date()


def _hand_up_overdue(item: AgendaItem, facts: Mapping[str, Any], *, again: bool = False) -> None:
    """Ask one tier up, once each time; while a sitting is at it, its chair decides. `again`: it was asked before."""
    if not facts["overdue"] or item.review.status == Review.Status.OPEN or item.outcomes.exists():
        return
    held = claim_item(item, sitting=LIVE)
    question = (
        _("“%(title)s” was due on %(due)s. It was asked about before, and nothing shows yet that it is met. What now?")
        if again
        else _("“%(title)s” was due on %(due)s, and nothing shows that it is met. What should be done?")
    )
    shown = {"title": facts["title"], "due": day_words(date.fromisoformat(facts["due"]))}
    escalation = hand_up(held, question=question % shown, automatic=True, by=SYSTEM)
    settle(held, escalation, SYSTEM)
    record(by=SYSTEM, verb="close_item", subject=held, data={"escalation": str(escalation.pk)})
    item.refresh_from_db()


def _take_off(today: date) -> None:
    """What no longer waits for anybody leaves the agendas, with what became of it."""
    for item in AgendaItem.objects.filter(kind=KIND, status=_OPEN, review__status__in=LIVE).select_related(
        "obligation", "review__forum"
    ):
        reason = _why_over(item.obligation, today)
        if reason:
            take_off_standing(item=item, reason=reason)
    asked = Escalation.objects.filter(
        outcome__item__obligation__isnull=False, automatic=True, status=Escalation.Status.OPEN
    )
    for escalation in asked.select_related("outcome__item__obligation"):
        reason = _why_over(escalation.outcome.item.obligation, today)
        if reason:
            take_back_escalation(escalation=escalation, reason=reason, by=SYSTEM)


def _why_over(one: Obligation | None, today: date) -> str:
    """Why it waits no longer; empty where it does."""
    if one is None:
        return ""
    if one.met_on is not None:
        return _("It was met on %(day)s: %(evidence)s") % {"day": day_words(one.met_on), "evidence": one.met_by}
    if one.retired_on is not None:
        return _("It is not required any more.")
    if not _is_near(one, today):
        return _("It is due later now, on %(day)s.") % {"day": day_words(one.due)}
    return ""
