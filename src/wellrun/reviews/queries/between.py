"""Who answers a question that cannot wait for the forum's next sitting: its chair, between two sittings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from wellrun.execution.models import Escalation
from wellrun.organisation.models import Post
from wellrun.reviews.models import AgendaItem, Review


@dataclass(frozen=True, slots=True)
class BetweenSittings:
    """`chair`: the post that answers; `sits_at`: when the forum asked sits next, after the reply is due."""

    chair: Post
    sits_at: datetime


def between_sittings(escalations: Iterable[UUID]) -> dict[UUID, BetweenSittings]:
    """The open questions whose reply is due before the forum asked sits; one query."""
    items = AgendaItem.objects.filter(
        kind=AgendaItem.Kind.ESCALATION,
        status=AgendaItem.Status.OPEN,
        escalation__in=list(escalations),
        escalation__status=Escalation.Status.OPEN,
        review__status=Review.Status.SCHEDULED,
        review__starts_at__gt=F("escalation__reply_by"),
    ).select_related("review__forum__chair")
    return {
        item.escalation_id: BetweenSittings(item.review.forum.chair, item.review.starts_at)
        for item in items
        if item.escalation_id is not None
    }
