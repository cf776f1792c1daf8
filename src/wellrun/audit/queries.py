"""Reading the event log."""

from __future__ import annotations

from django.db.models import QuerySet

from wellrun.audit.actions import hash_of
from wellrun.audit.models import AuditEvent, AuditHead


def first_broken_event() -> int | None:
    """The id of the first event at which the chain does not hold, or None when it holds to its head."""
    previous, expected = "", 1
    for event in AuditEvent.objects.order_by("id").iterator(chunk_size=1000):
        if event.id != expected or event.previous_hash != previous or event.hash != hash_of(event):
            return expected
        previous, expected = event.hash, expected + 1
    head = AuditHead.objects.filter(id=1).first()
    if head is not None and (head.last_id, head.last_hash) != (expected - 1, previous):
        return expected
    return None


def events_of(subject_kind: str, subject_id: str) -> QuerySet[AuditEvent]:
    """What was done to one record, newest first."""
    return AuditEvent.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("-id")
