"""The calendar of every forum: there is always a next sitting.

A sitting whose time has passed and that nobody opened stays as it is: nothing was held, so nothing is closed.
With open items it waits to be chaired; what arrives meanwhile goes to the coming one.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wellrun.audit.actions import SYSTEM
from wellrun.insight.turns import take_turn
from wellrun.jobs.rooms import Rooms
from wellrun.lib import clock
from wellrun.reviews.actions import schedule_review
from wellrun.reviews.cadence import next_after, occurrences
from wellrun.reviews.models import Forum, Review


@transaction.atomic
def schedule_reviews() -> list[Review]:
    """Put into the calendar what is missing from it; a second call at the same moment schedules nothing."""
    take_turn()
    now = clock.now()
    coming = Review.objects.filter(starts_at__gte=now).values_list("forum_id", "starts_at")
    known = set(coming)
    return [
        schedule_review(forum=forum, starts_at=starts_at, by=SYSTEM)
        for forum in Rooms().forums.values()
        for starts_at in sittings_due(forum, now)
        if (forum.pk, starts_at) not in known
    ]


def sittings_due(forum: Forum, now: datetime) -> list[datetime]:
    """The sittings a forum's calendar must hold at `now`: one that starts this very moment, and the next."""
    rule = (forum.cadence, forum.first_start, forum.time_zone)
    starting = next(occurrences(*rule, not_before=now), None)
    following = next_after(*rule, now)
    return sorted({moment for moment in (starting, following) if moment is not None})
