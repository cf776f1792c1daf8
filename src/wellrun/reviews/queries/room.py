"""A sitting with all that its room says in one line each, read in one query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.execution.models import Action
from wellrun.insight.models import SeriesState
from wellrun.lib import clock
from wellrun.measures.models import MeasureVersion
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import posts_held
from wellrun.reviews.cadence import next_after
from wellrun.reviews.models import AgendaItem, ItemDeferral, Review
from wellrun.reviews.visibility import visible_reviews

Status = Review.Status
_LIVE = (Status.SCHEDULED, Status.OPEN)


def review_room(user: User, review_id: UUID) -> Review:
    """The sitting, or NotFound where the person does not see it; one query.

    It carries `items_open`, `items_all`, `items_deferred` (not reached here and moved on), `carried_over` and
    `done_since` (actions of earlier sittings: open, and done since the last), `unchanged` (series of the forum's
    measures that show no change, in its unit and below) of `unchanged_measures`, `may_chair`, `last_end` (of the
    last sitting; None: there was none), `planned_next` (see `next_sitting_of`), and whether anybody holds the posts
    of the forum: `forum__chair_is_held`, `forum__sponsor_is_held`.
    """
    rows = visible_reviews(user).select_related("forum__unit", "forum__chair", "forum__sponsor__unit")
    found = rows.annotate(
        items_open=_count(AgendaItem.objects.filter(review=OuterRef("pk"), status=AgendaItem.Status.OPEN), "review"),
        items_all=_count(AgendaItem.objects.filter(review=OuterRef("pk")), "review"),
        items_deferred=_count(
            ItemDeferral.objects.filter(from_review=OuterRef("pk"), to_review__isnull=False), "from_review"
        ),
        carried_over=_count(_asked_earlier(Q(status__in=Action.OPEN)), "outcome__item__review__forum"),
        done_since=_count(_asked_earlier(_is_done_since()), "outcome__item__review__forum"),
        unchanged=_count(unchanged_states(OuterRef("forum"), OuterRef("forum__unit")), "change"),
        unchanged_measures=_count(
            unchanged_states(OuterRef("forum"), OuterRef("forum__unit")),
            "change",
            Count("series__measure", distinct=True),
        ),
        may_chair=Exists(
            granted_unit_ids(user, Permission.CHAIR).filter(descendant_id=OuterRef("forum__unit")).values("pk")
        ),
        **posts_held(clock.now().date(), "forum__chair", "forum__sponsor"),
        last_end=Subquery(_earlier(OuterRef("forum"), OuterRef("starts_at")).values("closed_at")[:1]),
        planned_next=Subquery(_later(OuterRef("forum"), OuterRef("starts_at")).values("starts_at")[:1]),
    )
    review = found.filter(pk=review_id).first()
    if review is None:
        raise nothing_here()
    return review


def next_sitting_of(review: Review) -> datetime | None:
    """When the forum sits next after this review: where an item that is not reached moves to. None: no more.

    For a review out of `review_room`; no query.
    """
    planned: datetime | None = review.planned_next  # type: ignore[attr-defined]
    forum = review.forum
    if planned is not None or forum.retired_on is not None:
        return planned
    return next_after(forum.cadence, forum.first_start, forum.time_zone, max(review.starts_at, clock.now()))


def versions_on(review: Review) -> Mapping[UUID, MeasureVersion]:
    """The definitions in force of the measures on the agenda; one query.

    Each with `feed_lag_days` (None: no feed), and with `feed_last_period` and `open_feeds` (those without an end).
    """
    rows = MeasureVersion.objects.filter(
        current=True, measure__in=review.items.filter(series__isnull=False).values("series__measure")
    ).annotate(
        feed_lag_days=Max("measure__feeds__lag_days"),
        feed_last_period=Max("measure__feeds__declared_end"),
        open_feeds=Count("measure__feeds", filter=Q(measure__feeds__declared_end__isnull=True)),
    )
    return {row.measure_id: row for row in rows}


def unchanged_states(forum: Any, unit: Any) -> QuerySet[SeriesState]:
    """The measures a forum lists that show no change, in its unit and the open ones below."""
    return SeriesState.objects.filter(
        change="none",
        series__stratum="total",
        series__measure__forums=forum,
        series__unit__above__ancestor=unit,
        series__unit__membership=Unit.Membership.MEMBER,
        series__unit__closed__isnull=True,
    )


def _count(rows: QuerySet[Any], by: str, what: Count | None = None) -> Coalesce:
    """How many rows (or of `what`) there are, as a subquery; they must all share the value of `by`."""
    counted = rows.order_by().values(by).annotate(n=what or Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _asked_earlier(wanted: Q) -> QuerySet[Action]:
    """The actions that earlier sittings of the forum asked for and still stand by."""
    return Action.objects.filter(
        wanted,
        outcome__closes__isnull=False,
        outcome__item__review__forum=OuterRef("forum"),
        outcome__item__review__starts_at__lt=OuterRef("starts_at"),
    )


def _is_done_since() -> Q:
    """Done since the forum's last sitting ended; without one nothing is."""
    last = _earlier(OuterRef(OuterRef("forum")), OuterRef(OuterRef("starts_at")))
    return Q(status=Action.Status.DONE, done_at__gte=Subquery(last.values("closed_at")[:1]))


def _earlier(forum: Any, starts_at: Any) -> QuerySet[Review]:
    """The sittings before one that are over, the last one first."""
    over = Review.objects.filter(forum=forum, status=Status.CLOSED, starts_at__lt=starts_at)
    return over.order_by("-starts_at")


def _later(forum: Any, starts_at: Any) -> QuerySet[Review]:
    """The sittings after one that are still to come or open, the next one first: as `sitting_after` finds them."""
    to_come = Q(starts_at__gt=clock.now()) | Q(status=Status.OPEN)
    return Review.objects.filter(to_come, forum=forum, status__in=_LIVE, starts_at__gt=starts_at).order_by("starts_at")
