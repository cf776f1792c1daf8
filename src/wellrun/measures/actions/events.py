"""Events: what happened and may be worth seeing beside the figures."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.audit.actions import System, record
from wellrun.lib import clock
from wellrun.measures import said_errors as errors
from wellrun.measures.models import Event, Measure
from wellrun.measures.permission import JUDGES, Doer, permit
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import site_zone

LONGEST_TEXT = 300


@transaction.atomic
def note_event(
    *, unit: Unit, measure: Measure | None = None, starts_on: date, ends_on: date | None = None, text: str, by: Doer
) -> Event:
    """Note that something happened in a unit; of one measure, or of all where none is named. It judges nothing.

    Raises `event_needs_text`, `event_too_long`, `event_ahead`, `event_ends_early`, and what `permit` raises.
    """
    permit(by, unit.pk, Permission.CONTRIBUTE)
    words = " ".join(text.split())
    today = clock.today(site_zone())
    if not words:
        raise errors.event_says_nothing()
    if len(words) > LONGEST_TEXT:
        raise errors.event_too_long(LONGEST_TEXT)
    if starts_on > today:
        raise errors.event_ahead(today)
    if ends_on is not None and ends_on < starts_on:
        raise errors.event_ends_early(starts_on)
    event = Event.objects.create(
        unit=unit,
        measure=measure,
        starts_on=starts_on,
        ends_on=ends_on,
        text=words,
        noted_by=by.audit_label,
        noted_at=clock.now(),
    )
    facts = {"unit": unit.key, "measure": measure.key if measure else None, "starts_on": starts_on, "ends_on": ends_on}
    record(by=by, verb="note_event", subject=event, data=facts | {"text": words})
    return event


@transaction.atomic
def withdraw_event(*, event: Event, by: Doer) -> None:
    """Take an event off the charts; that it was noted stays on record. By who noted it, or who answers for figures.

    Raises `not_yours_to_withdraw`, `event_withdrawn`, and what `permit` raises.
    """
    permit(by, event.unit_id, Permission.CONTRIBUTE)
    if not _may_withdraw(event, by):
        raise errors.not_yours_to_withdraw()
    standing = Event.objects.filter(pk=event.pk, withdrawn_at__isnull=True)
    if not standing.update(withdrawn_by=by.audit_label, withdrawn_at=clock.now()):
        raise errors.event_withdrawn()
    record(by=by, verb="withdraw_event", subject=event)


def _may_withdraw(event: Event, by: Doer) -> bool:
    return (
        isinstance(by, System)
        or event.noted_by == by.audit_label
        or any(may(by, permission, event.unit_id) for permission in JUDGES)
    )
