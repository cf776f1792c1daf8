"""Forums, sittings and items as one person sees them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet

from wellrun.access.errors import nothing_here
from wellrun.accounts.models import User
from wellrun.execution.models import Action
from wellrun.lib import clock
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import site_zone, subtree_ids
from wellrun.reviews.models import AgendaItem, Forum, ItemSignal, Outcome, Review
from wellrun.reviews.visibility import visible_forums, visible_items, visible_reviews

M = TypeVar("M", bound=Model)


def forums_for(user: User) -> QuerySet[Forum]:
    """The forums a person sees that still meet, by name."""
    return visible_forums(user).filter(retired_on__isnull=True).select_related("unit", "chair", "sponsor")


def reviews_for(user: User, since: datetime, until: datetime) -> QuerySet[Review]:
    """The sittings a person sees that start in the window (`until` excluded), in order of time.

    Each carries `items_open` and `items_all`.
    """
    return _with_counts(visible_reviews(user).filter(starts_at__gte=since, starts_at__lt=until))


def waiting_reviews(user: User, unit: Unit, today: date) -> QuerySet[Review]:
    """The sittings of a unit and those below that a person sees and that are open, or due today and not begun."""
    midnight = datetime.combine(today, time.min, tzinfo=site_zone())
    is_due = Q(status="scheduled", starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=1))
    here = visible_reviews(user).filter(forum__unit__in=subtree_ids(unit.pk))
    return here.filter(Q(status="open") | is_due)


def next_sittings(user: User, forum_ids: Iterable[UUID]) -> dict[UUID, tuple[str, datetime]]:
    """The name of each visible forum of these with the start of its next sitting that is not closed; one query.

    A forum without a sitting to come is left out; a sitting that was missed is not to come, an open one is.
    """
    to_come = Q(status="open") | Q(status="scheduled", starts_at__gte=clock.now())
    rows = visible_reviews(user).filter(to_come, forum__in=list(forum_ids)).order_by("-starts_at")
    return {
        forum_id: (name, starts_at)
        for forum_id, name, starts_at in rows.values_list("forum_id", "forum__name", "starts_at")
    }


def forum_for(user: User, forum_id: UUID) -> Forum:
    """The forum, or NotFound where the person does not see it."""
    return _shown(visible_forums(user).select_related("unit", "chair", "sponsor"), forum_id)


def review_for(user: User, review_id: UUID) -> Review:
    """The sitting with `items_open` and `items_all`, or NotFound where the person does not see it."""
    return _shown(_with_counts(visible_reviews(user)), review_id)


def item_for(user: User, item_id: UUID) -> AgendaItem:
    """The item ready to be acted on, or NotFound where the person does not see it."""
    subject = ("action", "initiative", "escalation")
    related = ("review__forum__unit", "unit", "series__measure", "objective", *subject, "next_owner")
    return _shown(visible_items(user).select_related(*related), item_id)


def items_of_series(user: User, series_id: int) -> QuerySet[AgendaItem]:
    """The items about a series that a person sees, or that answer for one of its signals; the newest first."""
    answers = ItemSignal.objects.filter(signal__series=series_id).values("item_id")
    return (
        visible_items(user)
        .filter(Q(series=series_id) | Q(pk__in=answers))
        .select_related("review__forum", "unit", "closing_outcome__decision", "closing_outcome__action")
        .select_related("closing_outcome__escalation")
        .order_by("-raised_at")
    )


def items_of_signals(user: User, signal_ids: Iterable[UUID]) -> dict[UUID, AgendaItem]:
    """Which visible item answers for each signal; a signal on a hidden agenda looks like one on none."""
    links = ItemSignal.objects.filter(signal__in=list(signal_ids), item__in=visible_items(user).values("pk"))
    return {link.signal_id: link.item for link in links.select_related("item__review__forum")}


def open_item_of(user: User, signal_ids: Iterable[UUID]) -> AgendaItem | None:
    """The open item a person sees that answers for one of these signals, the newest; None when there is none."""
    rows = visible_items(user).filter(status="open", signals__signal__in=list(signal_ids))
    return rows.select_related("review__forum").order_by("-raised_at").first()


def action_ids_of(forum: Forum) -> QuerySet[Any, UUID]:
    """Ids of the actions a forum asked for; use as a subquery (`ActionFilter.among`)."""
    asked = Outcome.objects.filter(item__review__forum=forum, action__isnull=False)
    return asked.values_list("action_id", flat=True)


def look_backs_due(today: date) -> QuerySet[Outcome]:
    """The outcomes whose day to look back has come and that are on no agenda yet, the earliest item first.

    Outcomes that were taken back, and cancelled actions, are not looked back on.
    """
    day_has_come = Q(decision__look_back__lte=today) | Q(action__look_back__lte=today)
    return (
        Outcome.objects.filter(day_has_come, closes__isnull=False, look_backs__isnull=True)
        .exclude(action__status=Action.Status.CANCELLED)
        .select_related("item__review__forum", "item__unit", "item__series", "item__objective", "decision", "action")
        .order_by("recorded_at")
    )


def _with_counts(reviews: QuerySet[Review]) -> QuerySet[Review]:
    return (
        reviews.select_related("forum__unit", "forum__chair", "forum__sponsor")
        .annotate(items_open=Count("items", filter=Q(items__status="open")), items_all=Count("items"))
        .order_by("starts_at", "forum__name")
    )


def _shown(rows: QuerySet[M], key: UUID) -> M:
    found = rows.filter(pk=key).first()
    if found is None:
        raise nothing_here()
    return found
