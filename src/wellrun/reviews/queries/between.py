"""Who answers a question that cannot wait for the forum's next sitting: its chair, between two sittings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from wellrun.execution.models import Escalation
from wellrun.lib import clock
from wellrun.organisation.models import Post
from wellrun.organisation.queries import posts_held
from wellrun.reviews.models import AgendaItem, Review


@dataclass(frozen=True, slots=True)
class BetweenSittings:
    """`chair`: the post that answers; `sits_at`: when the forum asked sits next, after the reply is due.

    `is_held`: whether anybody holds that post today.
    """

    chair: Post
    sits_at: datetime
    is_held: bool = True


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
    rows: QuerySet[Any] = items.annotate(**posts_held(clock.now().date(), "review__forum__chair"))
    return {
        item.escalation_id: BetweenSittings(
            item.review.forum.chair, item.review.starts_at, item.review__forum__chair_is_held
        )
        for item in rows
    }
