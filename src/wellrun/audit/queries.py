"""Reading the event log, and proving that nobody rewrote it."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.audit.actions import hash_of
from wellrun.audit.models import AuditEvent, AuditHead


@dataclass(frozen=True, slots=True)
class Anchor:
    """An event as it was when the log was last proved, kept outside the database."""

    id: int
    hash: str


def first_broken_event(anchor: Anchor | None = None) -> int | None:
    """The id of the first event at which the chain does not hold, or None when it holds to its head.

    A log whose end was cut off together with its head holds in itself; only an `anchor` of an earlier proof shows it.
    """
    previous, expected = "", 1
    for event in AuditEvent.objects.order_by("id").iterator(chunk_size=1000):
        if event.id != expected or event.previous_hash != previous or not _is_as_written(event):
            return expected
        if anchor is not None and event.id == anchor.id and event.hash != anchor.hash:
            return expected
        previous, expected = event.hash, expected + 1
    head = AuditHead.objects.filter(id=1).first()
    if (head.last_id, head.last_hash) != (expected - 1, previous) if head is not None else expected > 1:
        return expected
    return expected if anchor is not None and anchor.id >= expected else None


def present_anchor() -> Anchor | None:
    """The newest event, to be kept after a proof; None in an empty log."""
    newest = AuditEvent.objects.order_by("-id").values_list("id", "hash").first()
    return Anchor(*newest) if newest is not None else None


def _is_as_written(event: AuditEvent) -> bool:
    try:
        return event.hash == hash_of(event)
    except (AttributeError, TypeError, ValueError):
        # Someone wrote what the product never writes, such as a text where a moment belongs.
        return False
