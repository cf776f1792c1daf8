"""Where figures come from and what they promise."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from wellrun.audit.actions import Actor, record
from wellrun.measures import errors
from wellrun.measures.models import Feed, Measure, Source


@transaction.atomic
def add_source(*, key: str, name: str, licence: str = "", attribution: str = "", by: Actor) -> Source:
    """Add a publisher or system that figures come from. Raises `key_taken`."""
    if Source.objects.filter(key=key).exists():
        raise errors.key_taken("source", key)
    source = Source.objects.create(key=key, name=name, licence=licence, attribution=attribution)
    record(by=by, verb="add_source", subject=source, data={"key": key, "licence": licence})
    return source


@transaction.atomic
def declare_feed(
    *, source: Source, measure: Measure, declared_end: date | None = None, lag_days: int = 0, by: Actor
) -> Feed:
    """Say what a source delivers of a measure: until when, and how long after a period ends. Said anew, it replaces.

    `declared_end`: first day of the last period that will come; None = no end in sight.
    """
    feed, _made = Feed.objects.update_or_create(
        source=source, measure=measure, defaults={"declared_end": declared_end, "lag_days": lag_days}
    )
    record(
        by=by,
        verb="declare_feed",
        subject=feed,
        data={"source": source.key, "measure": measure.key, "declared_end": declared_end, "lag_days": lag_days},
    )
    return feed
