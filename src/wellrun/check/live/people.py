"""Who is in the posts, and when the forums sit next."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Count, Min, Q

from wellrun.check.facts import ForumFacts, ModelFacts, PostFacts
from wellrun.execution.models import Action
from wellrun.lib import clock
from wellrun.organisation.models import Post
from wellrun.organisation.queries import holdings_on, site_zone
from wellrun.reviews.models import Review


def posts_known(facts: ModelFacts) -> tuple[PostFacts, ...]:
    """The posts with whether somebody who can sign in is in them, and how many open actions they have."""
    keys = [one.key for one in facts.posts]
    held = set(
        holdings_on(facts.as_of).filter(post__key__in=keys, user__is_active=True).values_list("post__key", flat=True)
    )
    is_open = Q(actions__status__in=Action.OPEN)
    rows = Post.objects.filter(key__in=keys).annotate(open_actions=Count("actions", filter=is_open))
    at_work = {row.key: row for row in rows.select_related("unit")}
    return tuple(
        replace(
            one,
            title=at_work[one.key].title,
            unit=at_work[one.key].unit.key,
            held=one.key in held,
            open_actions=at_work[one.key].open_actions,
        )
        if one.key in at_work
        else replace(one, held=False, open_actions=0)
        for one in facts.posts
    )


def forums_known(facts: ModelFacts) -> tuple[ForumFacts, ...]:
    """The forums with their next sitting on record."""
    coming = Review.objects.filter(starts_at__gte=clock.now(), status=Review.Status.SCHEDULED)
    zone = site_zone()
    following = {
        row["forum__key"]: row["at"].astimezone(zone).date()
        for row in coming.values("forum__key").annotate(at=Min("starts_at"))
    }
    return tuple(replace(one, next_sitting=following[one.key]) if one.key in following else one for one in facts.forums)
