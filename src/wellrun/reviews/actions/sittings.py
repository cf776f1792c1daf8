"""The sittings of a forum: they are scheduled by its cadence, open, and close when no item is left."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from wellrun.access.permissions import Permission
from wellrun.audit.actions import record
from wellrun.execution.permission import Doer
from wellrun.lib import clock
from wellrun.reviews.actions.claim import LIVE, claim_review
from wellrun.reviews.cadence import occurrences
from wellrun.reviews.errors import already_changed, forum_retired, outcome_needed, review_closed, review_not_open
from wellrun.reviews.models import AgendaItem, Forum, Review
from wellrun.reviews.reply_time import GRACE
from wellrun.reviews.visibility import require_forum

Status = Review.Status


@transaction.atomic
def schedule_review(*, forum: Forum, starts_at: datetime, by: Doer) -> Review:
    """Put a sitting into the calendar; one that is there already is given back. Raises `forum_retired`."""
    require_forum(by, Permission.CHAIR, forum)
    return put_in_calendar(forum, starts_at, by)


@transaction.atomic
def open_review(*, review: Review, by: Doer) -> Review:
    """Begin the sitting; opening an open one changes nothing. Raises `review_closed`."""
    require_forum(by, Permission.CHAIR, review.forum)
    waiting = Review.objects.filter(pk=review.pk, status=Status.SCHEDULED)
    if waiting.update(status=Status.OPEN, opened_at=clock.now()):
        record(by=by, verb="open_review", subject=review, data={"forum": review.forum.key})
    review.refresh_from_db()
    if review.status == Status.CLOSED:
        raise review_closed()
    return review


@transaction.atomic
def close_review(*, review: Review, by: Doer) -> Review:
    """End the sitting once every item has an outcome or a later date, and see to it that there is a next one.

    Raises `outcome_needed` with how many are left, `review_not_open`, `already_changed`.
    """
    require_forum(by, Permission.CHAIR, review.forum)
    held = claim_review(review.pk)
    if held.status == Status.SCHEDULED:
        raise review_not_open()
    left = held.items.filter(status=AgendaItem.Status.OPEN).count()
    if left:
        raise outcome_needed(left)
    closing = Review.objects.filter(pk=review.pk, status=Status.OPEN)
    if not closing.update(status=Status.CLOSED, closed_at=clock.now(), closed_by=by.audit_label):
        raise already_changed(held.status)
    if held.forum.retired_on is None:
        sitting_after(held.forum, held.starts_at, by)
    record(by=by, verb="close_review", subject=review, data={"forum": held.forum.key})
    review.refresh_from_db()
    return review


def sitting_after(forum: Forum, moment: datetime, by: Doer) -> Review:
    """The next sitting after `moment` that is still to come (or is open), from the calendar or put into it."""
    coming = Q(starts_at__gt=clock.now()) | Q(status=Status.OPEN)
    found = forum.reviews.filter(coming, status__in=LIVE, starts_at__gt=moment).order_by("starts_at").first()
    return found or _put_next(forum, max(moment, clock.now()), by)


def coming_sitting(forum: Forum, by: Doer) -> Review:
    """The sitting that takes what arrives now: today's, when it has not begun, else the next one."""
    waiting = forum.reviews.filter(status=Status.SCHEDULED, starts_at__gt=clock.now() - GRACE)
    return waiting.order_by("starts_at").first() or _put_next(forum, clock.now(), by)


def put_in_calendar(forum: Forum, starts_at: datetime, by: Doer) -> Review:
    """The sitting at this moment, new or known, without asking for permission."""
    if forum.retired_on is not None:
        raise forum_retired()
    review, is_new = Review.objects.get_or_create(forum=forum, starts_at=starts_at)
    if is_new:
        record(by=by, verb="schedule_review", subject=review, data={"forum": forum.key, "starts_at": starts_at})
    return review


def _put_next(forum: Forum, moment: datetime, by: Doer) -> Review:
    """The first sitting of the cadence after `moment`; one that was held early and has closed is passed over."""
    held = set(forum.reviews.filter(status=Status.CLOSED, starts_at__gt=moment).values_list("starts_at", flat=True))
    coming = occurrences(forum.cadence, forum.first_start, forum.time_zone, not_before=moment)
    starts_at = next((each for each in coming if each > moment and each not in held), None)
    if starts_at is None:
        raise forum_retired()
    return put_in_calendar(forum, starts_at, by)
