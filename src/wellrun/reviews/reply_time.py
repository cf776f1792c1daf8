"""By when an answer is asked for where nobody names a time: never before those who are asked have met."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wellrun.lib import clock
from wellrun.reviews.cadence import next_after
from wellrun.reviews.models import Forum, Review

REPLY_DAYS = 7
_END_OF_DAY = time(23, 59)
# A sitting that has not been opened yet on its own day still takes what is handed up that morning.
GRACE = timedelta(hours=12)


def usual_reply_by(zone: ZoneInfo, sitting: datetime | None) -> datetime:
    """A week from now at the same hour of the clock on the wall (UTC); later where the forum asked sits only later.

    `zone`: the site's. `sitting`: when the forum that is asked sits next (None: a post is asked); the answer is due
    at the end of that day at the earliest.
    """
    in_a_week = clock.now().astimezone(zone) + timedelta(days=REPLY_DAYS)
    if sitting is None:
        return in_a_week.astimezone(UTC)
    end_of_day = datetime.combine(sitting.astimezone(zone).date(), _END_OF_DAY, tzinfo=zone)
    return max(in_a_week.astimezone(UTC), end_of_day.astimezone(UTC))


def next_start(forum: Forum) -> datetime | None:
    """When the forum meets that takes what arrives now; nothing is put into the calendar.

    One query, and none for a forum out of `forum_above`.
    """
    if hasattr(forum, "planned_start"):
        return forum.planned_start or next_after(forum.cadence, forum.first_start, forum.time_zone, clock.now())
    waiting = forum.reviews.filter(status=Review.Status.SCHEDULED, starts_at__gt=clock.now() - GRACE)
    planned = waiting.order_by("starts_at").values_list("starts_at", flat=True).first()
    return planned or next_after(forum.cadence, forum.first_start, forum.time_zone, clock.now())
