"""Writing to the event log, in the same transaction as the write it tells of."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from wellrun.audit.models import AuditEvent, AuditHead
from wellrun.lib import clock


class Actor(Protocol):
    """Whoever does something: a user, or the system itself."""

    @property
    def audit_id(self) -> str: ...

    @property
    def audit_label(self) -> str: ...


class System:
    """The product acting by its own rules: evaluation, schedules, automatic escalation."""

    audit_id = "system"
    audit_label = "Wellrun"


class Console(System):
    """Whoever may run commands on the site's machine, and so may do anything."""

    audit_id = "console"
    audit_label = "Console"


SYSTEM = System()
CONSOLE = Console()


def record(*, by: Actor, verb: str, subject: Any, data: dict[str, Any] | None = None) -> AuditEvent:
    """Append one event for `subject` (a saved record). Must run inside a transaction: call it last in the action.

    The head row is locked here, so the lock is held only for the tail of the transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit row belongs in the transaction of its write")
    head = AuditHead.objects.select_for_update().get_or_create(id=1)[0]
    event = AuditEvent(
        id=head.last_id + 1,
        at=clock.now(),
        actor_id=by.audit_id,
        actor=by.audit_label,
        verb=verb,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        data=json.loads(json.dumps(data or {}, cls=DjangoJSONEncoder)),
        previous_hash=head.last_hash,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    AuditHead.objects.filter(id=1).update(last_id=event.id, last_hash=event.hash)
    return event


def hash_of(event: AuditEvent) -> str:
    """SHA-256 over the canonical JSON of everything in the event and the hash before it."""
    body = [
        event.id,
        event.at.isoformat(),
        event.actor_id,
        event.actor,
        event.verb,
        event.subject_kind,
        event.subject_id,
        event.data,
        event.previous_hash,
    ]
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
