"""What is being done, what was asked and answered, what was said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db.models import Count, Q

from wellrun.check.facts import ActionFacts, EscalationFacts, ItemFacts, NoteFacts
from wellrun.execution.models import Action, ActionUpdate, Decision, Escalation, InitiativeUpdate
from wellrun.lib import clock
from wellrun.measures.models import Event
from wellrun.organisation.queries import site_zone
from wellrun.reviews.models import AgendaItem, Outcome

_DATED_AGAIN = (ActionUpdate.Kind.AGREED, ActionUpdate.Kind.COUNTERED)
_WITH_A_SIGNAL = (AgendaItem.Kind.SIGNAL, AgendaItem.Kind.BALANCING, AgendaItem.Kind.LONG_STANDING)


def actions_known(as_of: date) -> tuple[ActionFacts, ...]:
    """The open actions, by number; two queries."""
    again = Count("updates", filter=Q(updates__kind__in=_DATED_AGAIN, updates__due__isnull=False))
    rows = Action.objects.filter(status__in=Action.OPEN).annotate(again=again).select_related("post", "objective")
    escalated = set(
        AgendaItem.objects.filter(action__isnull=False, outcomes__escalation__isnull=False).values_list(
            "action_id", flat=True
        )
    )
    zone = site_zone()
    return tuple(
        ActionFacts(
            key=str(row.number),
            title=row.title,
            owner=row.post.key,
            due=row.due,
            done_when=row.done_when,
            cadence_days=row.update_every_days,
            last_update=row.last_update_at.astimezone(zone).date(),
            dated_again=row.again,
            escalated=row.pk in escalated,
            objective=row.objective.key if row.objective else None,
        )
        for row in rows.order_by("number")
    )


def escalations_known() -> tuple[EscalationFacts, ...]:
    """The escalations that nobody has answered yet; one query."""
    now = clock.now()
    rows = Escalation.objects.filter(status=Escalation.Status.OPEN).order_by("raised_at")
    return tuple(
        EscalationFacts(
            key=str(row.pk),
            title=row.question,
            tier=row.to_tier if row.to_tier is not None else row.from_tier + 1,
            waiting_hours=(now - row.raised_at).total_seconds() / 3600,
            answered=False,
        )
        for row in rows
    )


def items_known(since: date) -> tuple[ItemFacts, ...]:
    """The agenda items closed since a day, with what closed them; one query."""
    rows = Outcome.objects.filter(closes__closed_at__gte=_morning(since)).select_related("decision", "closes")
    found = []
    for row in rows.order_by("recorded_at"):
        decision = row.decision
        outcome = "decision" if decision else "action" if row.action_id else "escalation"
        found.append(
            ItemFacts(
                key=str(row.closes.pk),
                title=decision.text if decision else "",
                closed=True,
                outcome=outcome,
                no_action=decision is not None and decision.kind == Decision.Kind.NO_ACTION,
                reason=decision.reason if decision else "",
            )
        )
    return tuple(found)


def notes_written(since: date) -> tuple[NoteFacts, ...]:
    """The free texts people wrote since a day; five queries."""
    return tuple(NoteFacts(key, place, text) for key, place, text in _texts(_morning(since)) if text)


def _texts(since: datetime) -> Iterator[tuple[str, str, str]]:
    for number, text in ActionUpdate.objects.filter(at__gte=since).values_list("action__number", "text"):
        yield f"action-{number}", f"action {number}", text
    for number, title, done_when in Action.objects.filter(created_at__gte=since).values_list(
        "number", "title", "done_when"
    ):
        yield f"action-{number}", f"action {number}", f"{title} {done_when}"
    for pk, text, reason in Decision.objects.filter(decided_at__gte=since).values_list("pk", "text", "reason"):
        yield f"decision-{pk}", "a decision", f"{text} {reason}"
    for key, text in InitiativeUpdate.objects.filter(at__gte=since).values_list("initiative__key", "text"):
        yield f"initiative-{key}", f"initiative {key}", text
    for pk, text in Event.objects.filter(noted_at__gte=since).values_list("pk", "text"):
        yield f"event-{pk}", "an event on a chart", text


def _morning(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=site_zone())
