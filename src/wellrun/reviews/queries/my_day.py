"""What needs one person today: as the holder of a post, as a chair, as a member of a forum."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from wellrun.accounts.models import User
from wellrun.execution.models import Escalation
from wellrun.execution.queries import Waiting, escalations_for, waiting_for_me
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone
from wellrun.reviews.models import AgendaItem, Forum, Review
from wellrun.reviews.queries.calendar import reviews_for
from wellrun.reviews.queries.receiver import with_receiver
from wellrun.reviews.visibility import visible_forums


@dataclass(frozen=True, slots=True)
class MyDay:
    """`escalations`: questions to the forums one chairs or belongs to; those to one's posts are in `waiting`.

    Each of `reviews_today` carries `is_own`: whether one chairs it or belongs to its forum. A sitting that is closed
    by now is over and no longer among them.
    """

    waiting: Waiting
    escalations: tuple[Escalation, ...]
    reviews_today: tuple[Review, ...]

    @property
    def count(self) -> int:
        """How many things wait; a sitting is an appointment, not a thing that waits."""
        return self.waiting.count + len(self.escalations)


def my_day(user: User, *, zone: ZoneInfo | None = None) -> MyDay:
    """All that waits for a person, and the sittings of today that they see; five queries, and one for the site.

    `zone`: the site's, where the caller has read it already.
    """
    zone = zone or site_zone()
    today = clock.today(zone)
    midnight = datetime.combine(today, time.min, tzinfo=zone)
    waiting = waiting_for_me(user, today=today, with_escalations=False)
    own = _own_forums(user, waiting)
    asked = list(_escalations(user, own, waiting, today))
    sittings = reviews_for(user, midnight, midnight + timedelta(days=1)).exclude(status=Review.Status.CLOSED)
    return MyDay(
        waiting=replace(waiting, escalations=tuple(one for one in asked if one.is_to_post)),
        escalations=tuple(one for one in asked if one.is_to_forum),
        reviews_today=tuple(sittings.annotate(is_own=Exists(own.filter(pk=OuterRef("forum"))))),
    )


def _own_forums(user: User, waiting: Waiting) -> QuerySet[Forum]:
    """The forums one belongs to, or chairs through a post one holds today."""
    return visible_forums(user).filter(Q(members__user=user.pk) | Q(chair__in=[post.pk for post in waiting.posts]))


def _escalations(user: User, forums: QuerySet[Forum], waiting: Waiting, today: date) -> QuerySet[Any]:
    """The questions to one's posts and to these forums at once, each with `is_to_post` and `is_to_forum`."""
    on_agenda = AgendaItem.objects.filter(
        kind=AgendaItem.Kind.ESCALATION,
        status=AgendaItem.Status.OPEN,
        review__forum__in=forums.values("pk"),
        escalation=OuterRef("pk"),
    )
    to_post = Q(to_post__in=[post.pk for post in waiting.posts])
    rows: QuerySet[Any] = escalations_for(user, today=today).annotate(
        is_to_post=Case(When(to_post, then=Value(True)), default=Value(False)), is_to_forum=Exists(on_agenda)
    )
    return with_receiver(rows.filter(Q(is_to_post=True) | Q(is_to_forum=True)))
