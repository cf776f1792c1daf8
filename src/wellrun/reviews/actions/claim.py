"""Locks, always taken in the same order so that no two sittings wait for each other.

First a review, then its item, then whatever lies further up or later (the forum above, the next sitting), and the
audit head last, by itself, in `record`. SQLite has one writer at a time and needs none of this.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from wellrun.reviews.errors import already_changed, review_closed, review_not_open
from wellrun.reviews.models import AgendaItem, Review

LIVE = (Review.Status.SCHEDULED, Review.Status.OPEN)


def claim_review(review_id: UUID) -> Review:
    """The review as it stands, locked until the transaction ends."""
    return Review.objects.select_for_update(of=("self",), no_key=True).select_related("forum__unit").get(pk=review_id)


def claim_item(
    item: AgendaItem, *, status: AgendaItem.Status = AgendaItem.Status.OPEN, sitting: Collection[str] = ("open",)
) -> AgendaItem:
    """The item as it stands, locked with its review, which must be in one of the states `sitting`.

    Raises `already_changed` when the item has another status or has moved to another review since it was read,
    `review_closed` or `review_not_open` when the review's state does not allow it.
    """
    review = claim_review(item.review_id)
    fresh = (
        AgendaItem.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit", "series__measure", "objective", "action", "initiative", "escalation", "obligation")
        .get(pk=item.pk)
    )
    if fresh.status != status or fresh.review_id != review.pk:
        raise already_changed(fresh.status)
    if review.status not in sitting:
        raise review_closed() if review.status == Review.Status.CLOSED else review_not_open()
    fresh.review = review
    return fresh
