"""What needs one person today: as the holder of a post, as a chair, as a member of a forum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

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
    waiting = waiting_for_me(user, today=today)
    own = _own_forums(user, waiting)
    sittings = reviews_for(user, midnight, midnight + timedelta(days=1)).exclude(status=Review.Status.CLOSED)
    return MyDay(
        waiting=waiting,
        escalations=tuple(_to_forums(user, own, today)),
        reviews_today=tuple(sittings.annotate(is_own=Exists(own.filter(pk=OuterRef("forum"))))),
    )


def _own_forums(user: User, waiting: Waiting) -> QuerySet[Forum]:
    """The forums one belongs to, or chairs through a post one holds today."""
    return visible_forums(user).filter(Q(members__user=user.pk) | Q(chair__in=[post.pk for post in waiting.posts]))


def _to_forums(user: User, forums: QuerySet[Forum], today: date) -> QuerySet[Escalation]:
    waiting = AgendaItem.objects.filter(
        kind=AgendaItem.Kind.ESCALATION, status=AgendaItem.Status.OPEN, review__forum__in=forums.values("pk")
    )
    return with_receiver(escalations_for(user, today=today).filter(pk__in=waiting.values("escalation_id")))
