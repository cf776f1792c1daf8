"""What a sitting opens with: the actions its forum asked for earlier, and what has come of them since the last one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wellrun.accounts.models import User
from wellrun.execution.models import Action, ActionUpdate, Escalation
from wellrun.execution.queries import with_words
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone
from wellrun.reviews.models import Outcome, Review
from wellrun.reviews.queries.receiver import is_closed_off, keep_closed, with_receiver


@dataclass(frozen=True, slots=True)
class OpeningAction:
    """An action with what was said of it since the last sitting."""

    action: Action
    updates: tuple[ActionUpdate, ...]
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class OpeningActions:
    """`since`: when the last sitting ended (None: there was none). `replies`: escalations answered since then."""

    since: datetime | None
    carried_over: tuple[OpeningAction, ...]
    done: tuple[OpeningAction, ...]
    replies: tuple[Escalation, ...]

    @property
    def overdue_count(self) -> int:
        """How many of those carried over are past their date."""
        return sum(each.is_overdue for each in self.carried_over)


def opening_actions(review: Review, reader: User | None = None) -> OpeningActions:
    """The open actions from earlier sittings of the forum, and those done since the last; five queries at most.

    For a review that the caller has been shown: its forum's actions are the forum's to see.
    """
    since = last_end(review)
    replies = tuple(_replies(review, since))
    keep_closed(reader, replies)
    today = clock.today(site_zone())
    is_open = Q(status__in=Action.OPEN)
    is_done = Q(status=Action.Status.DONE, done_at__gte=since) if since else Q(pk__in=[])
    asked = _asked_earlier(review).values("action_id")
    rows = list(with_words(Action.objects.filter(is_open | is_done, pk__in=asked), today))
    told = _updates(rows, since)
    opening = [OpeningAction(row, told.get(row.pk, ()), row.due < today) for row in rows]
    return OpeningActions(
        since=since,
        carried_over=tuple(each for each in opening if each.action.status in Action.OPEN),
        done=tuple(each for each in opening if each.action.status == Action.Status.DONE),
        replies=tuple(each for each in replies if not is_closed_off(each)),
    )


def last_end(review: Review) -> datetime | None:
    """When the sitting before it ended; None where there was none."""
    earlier = Review.objects.filter(forum=review.forum_id, status=Review.Status.CLOSED, starts_at__lt=review.starts_at)
    return earlier.order_by("-starts_at").values_list("closed_at", flat=True).first()


def _asked_earlier(review: Review) -> QuerySet[Outcome]:
    """The outcomes, still in force, of earlier sittings of the same forum."""
    return Outcome.objects.filter(
        closes__isnull=False,
        item__review__forum=review.forum_id,
        item__review__starts_at__lt=review.starts_at,
    )


def _updates(actions: list[Action], since: datetime | None) -> dict[UUID, tuple[ActionUpdate, ...]]:
    told: dict[UUID, tuple[ActionUpdate, ...]] = {}
    rows = ActionUpdate.objects.filter(action__in=[action.pk for action in actions])
    if since is not None:
        rows = rows.filter(at__gte=since)
    for row in rows.select_related("by"):
        told[row.action_id] = (*told.get(row.action_id, ()), row)
    return told


def _replies(review: Review, since: datetime | None) -> QuerySet[Escalation]:
    answered = Escalation.objects.filter(
        pk__in=_asked_earlier(review).values("escalation_id"), status=Escalation.Status.ANSWERED
    )
    if since is not None:
        answered = answered.filter(replied_at__gte=since)
    return with_receiver(answered).select_related("from_unit", "to_unit", "to_post").order_by("replied_at")
