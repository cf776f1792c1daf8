"""What is being done, what was asked and answered, what was said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from wellrun.check.facts import ActionFacts, EscalationFacts, ItemFacts, NoteFacts
from wellrun.execution.models import Action, ActionUpdate, Decision, Escalation, InitiativeUpdate
from wellrun.lib import clock
from wellrun.measures.models import Event
from wellrun.organisation.queries import site_zone
from wellrun.reviews.models import AgendaItem, ItemSignal, Outcome

# Whether the forum that asked for an action, or decided, is restricted.
_RESTRICTED = "outcome__item__review__forum__restricted"
# What is about a change of figures; an upkeep says on it when the rules took the change back.
_OF_A_CHANGE = (AgendaItem.Kind.SIGNAL, AgendaItem.Kind.BALANCING, AgendaItem.Kind.LONG_STANDING)
_LEFT_OUT = "left_out"
_DATED_AGAIN = (ActionUpdate.Kind.AGREED, ActionUpdate.Kind.COUNTERED)


def actions_known(as_of: date) -> tuple[ActionFacts, ...]:
    """The open actions, by number; three queries."""
    again = Count("updates", filter=Q(updates__kind__in=_DATED_AGAIN, updates__due__isnull=False))
    rows = (
        Action.objects.filter(status__in=Action.OPEN).annotate(again=again).select_related("post", "objective", "unit")
    )
    escalated = set(
        AgendaItem.objects.filter(action__isnull=False, outcomes__escalation__isnull=False).values_list(
            "action_id", flat=True
        )
    )
    zone, begun = site_zone(), _begun()
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
            from_signal=begun.get(row.pk),
            objective=row.objective.key if row.objective else None,
            unit=row.unit.key,
        )
        for row in rows.order_by("number")
    )


def _begun() -> Mapping[UUID, bool]:
    """By open action whether the change that it answers was one when the item was settled; left out where not known.

    Of a point that was left out on purpose nothing is known: it may well have been a change.
    """
    settled = Outcome.objects.filter(action__status__in=Action.OPEN, item__kind__in=_OF_A_CHANGE)
    signals = Exists(ItemSignal.objects.filter(item=OuterRef("item")))
    rows = settled.filter(signals).values_list("action_id", "item__facts__withdrawn", "item__facts__withdrawn_why")
    return {pk: not is_withdrawn for pk, is_withdrawn, why in rows if not (is_withdrawn and why == _LEFT_OUT)}


def escalations_known() -> tuple[EscalationFacts, ...]:
    """The escalations that nobody has answered yet; one query."""
    now = clock.now()
    rows = Escalation.objects.filter(status=Escalation.Status.OPEN).select_related("from_unit").order_by("raised_at")
    return tuple(
        EscalationFacts(
            key=str(row.pk),
            title=row.question,
            tier=row.to_tier if row.to_tier is not None else row.from_tier + 1,
            waiting_hours=(now - row.raised_at).total_seconds() / 3600,
            answered=False,
            unit=row.from_unit.key,
        )
        for row in rows
    )


def items_known(since: date) -> tuple[ItemFacts, ...]:
    """The agenda items closed since a day, with what closed them; one query."""
    rows = Outcome.objects.filter(closes__closed_at__gte=_morning(since)).select_related("decision", "closes__unit")
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
                unit=row.closes.unit.key,
            )
        )
    return tuple(found)


def notes_written(since: date) -> tuple[NoteFacts, ...]:
    """The free texts people wrote since a day, with the unit each is about; five queries."""
    found = _texts(_morning(since))
    return tuple(NoteFacts(key, place, text, unit) for key, place, text, unit in found if text.strip())


def _texts(since: datetime) -> Iterator[tuple[str, str, str, str]]:
    updates = ActionUpdate.objects.filter(at__gte=since)
    for number, text, unit, closed in updates.values_list(
        "action__number", "text", "action__unit__key", f"action__{_RESTRICTED}"
    ):
        yield f"action-{number}", f"action {number}", text, _told(unit, closed)
    actions = Action.objects.filter(created_at__gte=since)
    for number, title, done_when, unit, closed in actions.values_list(
        "number", "title", "done_when", "unit__key", _RESTRICTED
    ):
        yield f"action-{number}", f"action {number}", f"{title} {done_when}", _told(unit, closed)
    decisions = Decision.objects.filter(decided_at__gte=since)
    for pk, text, reason, unit, closed in decisions.values_list("pk", "text", "reason", "unit__key", _RESTRICTED):
        yield f"decision-{pk}", "a decision", f"{text} {reason}", _told(unit, closed)
    reports = InitiativeUpdate.objects.filter(at__gte=since)
    for key, text, unit in reports.values_list("initiative__key", "text", "initiative__objective__unit__key"):
        yield f"initiative-{key}", f"initiative {key}", text, unit
    events = Event.objects.filter(noted_at__gte=since)
    for pk, text, unit in events.values_list("pk", "text", "unit__key"):
        yield f"event-{pk}", "an event on a chart", text, unit


def _told(unit: str, is_closed: bool | None) -> str:
    """The unit whose people are told of a text; none where a restricted forum asked for what it is about."""
    return "" if is_closed else unit


def _morning(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=site_zone())
