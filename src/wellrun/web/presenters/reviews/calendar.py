"""The forums at a unit, below it and above it: how often each meets, when next, and what was left undone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.lib import clock
from wellrun.organisation.models import Unit, UnitClosure
from wellrun.organisation.queries import posts_held
from wellrun.reviews.models import Forum, Review
from wellrun.reviews.visibility import visible_forums
from wellrun.web import dates
from wellrun.web.counts import capital, in_words
from wellrun.web.presenters.reviews.cadence import cadence_words

A_PAGE = 25
_NAMED = 3
_LIVE = (Review.Status.SCHEDULED, Review.Status.OPEN)


@dataclass(frozen=True, slots=True)
class SittingRow:
    """One sitting of a forum. `state`: open, today, overdue, coming or closed."""

    forum: str
    unit: str
    when: str
    items: str
    href: str
    minutes_href: str
    state: str
    restricted: bool


@dataclass(frozen=True, slots=True)
class ForumRow:
    """One standing meeting, and its next sitting (None: none is in the calendar)."""

    name: str
    unit: str
    cadence: str
    tier: str
    chair: str
    restricted: bool
    next: SittingRow | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the page shows; `said` is the sentence first. `overdue`: past sittings with items that have no outcome.

    `is_above`: there is none here, and one above the reader's units takes what changes here.
    """

    said: str
    overdue: list[SittingRow]
    forums: list[ForumRow]
    is_above: bool = False


def calendar(user: Any, unit: Unit, zone: ZoneInfo, today: date, number: int) -> tuple[Calendar, Page[Forum]]:
    """A page of the forums that one sees around `unit`, those with something overdue first; four queries."""
    midnight = datetime.combine(today, time.min, tzinfo=zone)
    overdue = list(_sittings(Review.objects.filter(forum__in=_around(user, unit).values("pk"))).filter(_late(midnight)))
    page = Paginator(_in_order(_around(user, unit), midnight), A_PAGE).get_page(number)
    forums = list(page.object_list)
    coming = _coming(forums, midnight)
    rows = [_forum(forum, coming[forum.pk], today) for forum in forums]
    late = [_sitting(review, today, "overdue") for review in overdue]
    is_above = not rows and _sits_above(unit)
    return Calendar(_said(overdue, rows, page.paginator.count), late, rows, is_above), page


def _sits_above(unit: Unit) -> bool:
    """Whether an open forum meets above the unit; which one is not told to who does not see it. One query."""
    above = UnitClosure.objects.filter(descendant=unit.pk, depth__gt=0).values("ancestor_id")
    return Forum.objects.filter(unit__in=above, retired_on__isnull=True, restricted=False).exists()


def past_sittings(user: Any, unit: Unit, today: date, number: int) -> tuple[list[SittingRow], Page[Review]]:
    """A page of the sittings that are over, the newest first; two queries."""
    closed = Review.objects.filter(forum__in=_around(user, unit).values("pk"), status=Review.Status.CLOSED)
    page = Paginator(_sittings(closed).order_by("-starts_at", "forum__name"), A_PAGE).get_page(number)
    return [_sitting(review, today, "closed") for review in page.object_list], page


def _around(user: Any, unit: Unit) -> QuerySet[Forum]:
    """The forums in force at the unit, below it and above it, as far as the reader sees them."""
    below = UnitClosure.objects.filter(ancestor=unit.pk).values("descendant_id")
    above = UnitClosure.objects.filter(descendant=unit.pk).values("ancestor_id")
    near = Q(unit__in=below) | Q(unit__in=above)
    rows = visible_forums(user).filter(near, retired_on__isnull=True).select_related("unit", "chair")
    return rows.annotate(**posts_held(clock.now().date(), "chair"))


def _sittings(rows: QuerySet[Review]) -> QuerySet[Review]:
    counts = {"items_open": Count("items", filter=Q(items__status="open")), "items_all": Count("items")}
    return rows.select_related("forum__unit").annotate(**counts).order_by("starts_at", "forum__name")


def _late(midnight: datetime) -> Q:
    return Q(status__in=_LIVE, starts_at__lt=midnight, items_open__gt=0)


def _in_order(forums: QuerySet[Forum], midnight: datetime) -> QuerySet[Forum]:
    """Forums with an overdue sitting first, then by when they sit next; those without a date last."""
    own = Review.objects.filter(forum=OuterRef("pk"), status__in=_LIVE)
    overdue = own.filter(starts_at__lt=midnight, items__status="open")
    coming = own.filter(starts_at__gte=midnight).order_by("starts_at").values("starts_at")[:1]
    marked = forums.annotate(is_late=Exists(overdue), next_at=Subquery(coming))
    return marked.order_by("-is_late", F("next_at").asc(nulls_last=True), "tier", "name", "pk")


def _coming(forums: list[Forum], midnight: datetime) -> dict[UUID, Review | None]:
    """The next sitting of each: one that is open, else the first from today on."""
    live = Q(starts_at__gte=midnight) | Q(status=Review.Status.OPEN)
    rows = _sittings(Review.objects.filter(live, forum__in=forums, status__in=_LIVE))
    found: dict[UUID, Review | None] = defaultdict(lambda: None)
    for review in rows:
        if found[review.forum_id] is None:
            found[review.forum_id] = review
    return found


def _forum(forum: Forum, coming: Review | None, today: date) -> ForumRow:
    return ForumRow(
        name=forum.name,
        unit=forum.unit.name,
        cadence=cadence_words(forum),
        tier=_tier(forum.tier),
        chair=forum.chair.title if forum.chair_is_held else _held_by_nobody(forum),  # type: ignore[attr-defined]
        restricted=forum.restricted,
        next=_sitting(coming, today, "") if coming is not None else None,
    )


def _held_by_nobody(forum: Forum) -> str:
    return _("%(post)s, held by nobody") % {"post": forum.chair.title}


def _tier(number: int) -> str:
    """How high a forum stands: from the ward up to the system."""
    places = {1: _("unit"), 2: _("service line"), 3: _("site")}
    return _("Tier %(n)d, %(place)s") % {"n": number, "place": places.get(number, _("system"))}


def _sitting(review: Review, today: date, state: str) -> SittingRow:
    start = review.starts_at.astimezone(ZoneInfo(review.forum.time_zone))
    count = int(review.items_all if state == "closed" else review.items_open)  # type: ignore[attr-defined]
    if state == "closed":
        items = ngettext("%(n)d outcome", "%(n)d outcomes", count) % {"n": count}
    else:
        items = ngettext("%(n)d item without an outcome", "%(n)d items without an outcome", count) % {"n": count}
    return SittingRow(
        forum=review.forum.name,
        unit=review.forum.unit.name,
        when=_when(start, today),
        items=items if count or state == "closed" else _("nothing on its agenda"),
        href=reverse("review", args=[review.pk]),
        minutes_href=reverse("minutes", args=[review.pk]),
        state=state or _state(review, start, today),
        restricted=review.forum.restricted,
    )


def _when(start: datetime, today: date) -> str:
    return _("%(day)s, %(time)s") % {"day": dates.day_near(start.date(), today), "time": f"{start:%H:%M}"}


def _state(review: Review, start: datetime, today: date) -> str:
    if review.status == Review.Status.OPEN:
        return "open"
    return "today" if start.date() == today else "coming"


def _said(overdue: list[Review], rows: list[ForumRow], forums: int) -> str:
    """What was left undone, and what comes next."""
    if not forums:
        return ""
    parts = []
    if overdue:
        shown = {"N": capital(in_words(len(overdue))), "items": _items(overdue)}
        late = ngettext(
            "%(N)s sitting is overdue, with %(items)s.", "%(N)s sittings are overdue, with %(items)s.", len(overdue)
        )
        parts.append(late % shown)
    coming = [row for row in rows if row.next is not None]
    if coming and not overdue:
        parts.append(_("Nothing is overdue."))
    now = [row for row in coming if row.next and row.next.state in ("open", "today")]
    if now:
        parts.append(_today([row.name for row in now]))
    elif coming and coming[0].next:
        parts.append(_("Next is the %(name)s, %(when)s.") % {"name": coming[0].name, "when": coming[0].next.when})
    return " ".join(parts)


def _today(names: list[str]) -> str:
    shown = {"N": capital(in_words(len(names))), "names": "; ".join(names[:_NAMED])}
    if len(names) > _NAMED:
        return _("%(N)s reviews sit today, among them %(names)s.") % shown
    return ngettext("%(N)s review sits today: %(names)s.", "%(N)s reviews sit today: %(names)s.", len(names)) % shown


def _items(overdue: list[Review]) -> str:
    count = sum(int(getattr(review, "items_open", 0)) for review in overdue)
    return ngettext("%(n)s item without an outcome", "%(n)s items without an outcome", count) % {"n": in_words(count)}
