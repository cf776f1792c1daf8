"""Where a question goes: to the forum one tier up, and from the top to the sponsor."""

from __future__ import annotations

from django.db.models import Count, F, OuterRef, Q, Subquery

from wellrun.lib import clock
from wellrun.organisation.models import UnitClosure
from wellrun.organisation.queries import posts_held
from wellrun.reviews.models import Forum, Review
from wellrun.reviews.reply_time import GRACE


def forum_above(forum: Forum) -> Forum | None:
    """The forum that takes what this one hands up, or None at the top.

    Among the forums of the same unit and the units above it that stand at a higher tier: the lowest such tier,
    there the nearest unit, then the one with most of the same domains, then the faster. A restricted forum hands
    up to restricted ones only, so that nothing leaves the circle; an open one only to open ones. It carries
    `planned_start`, for `next_start`, and `chair_is_held`.
    """
    up = UnitClosure.objects.filter(descendant=forum.unit_id)
    depth = up.filter(ancestor=OuterRef("unit")).values("depth")
    domains = forum.domains.values("pk")
    coming = Review.objects.filter(
        forum=OuterRef("pk"), status=Review.Status.SCHEDULED, starts_at__gt=clock.now() - GRACE
    )
    return (
        Forum.objects.filter(
            unit__in=up.values("ancestor_id"),
            tier__gt=forum.tier,
            restricted=forum.restricted,
            retired_on__isnull=True,
        )
        .annotate(planned_start=Subquery(coming.order_by("starts_at").values("starts_at")[:1]))
        .annotate(depth=Subquery(depth), alike=Count("domains", filter=Q(domains__in=domains)))
        .order_by("tier", "depth", F("alike").desc(), "cadence_days", "key")
        .annotate(**posts_held(clock.now().date(), "chair"))
        .select_related("unit", "chair", "sponsor__unit")
        .first()
    )
