"""Reading the organisation."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from wellrun.organisation.models import Holding, Post, SiteSetting, Unit, UnitClosure


def site() -> SiteSetting:
    """What holds for the whole installation; defaults before it is set up."""
    return SiteSetting.objects.filter(pk=1).first() or SiteSetting(name="Wellrun")


def site_zone() -> ZoneInfo:
    """The site's time zone."""
    return ZoneInfo(site().time_zone)


def enterprise() -> Unit | None:
    """The unit whose strategy this is."""
    return Unit.objects.filter(enterprise=True).first()


def ancestor_ids(unit_id: UUID) -> list[UUID]:
    """The unit and all above it, nearest first."""
    rows = UnitClosure.objects.filter(descendant_id=unit_id).order_by("depth")
    return list(rows.values_list("ancestor_id", flat=True))


def subtree_ids(unit_id: UUID) -> QuerySet[UnitClosure, UUID]:
    """Ids of the unit and all below it; use as a subquery."""
    return UnitClosure.objects.filter(ancestor_id=unit_id).values_list("descendant_id", flat=True)


def holdings_on(day: date) -> QuerySet[Holding]:
    """Who holds or deputises what on `day`."""
    return Holding.objects.filter(Q(ends__isnull=True) | Q(ends__gt=day), starts__lte=day)


def posts_held(day: date, *fields: str) -> dict[str, Exists]:
    """What to annotate rows with that name posts: `<field>_is_held`, whether anybody holds or deputises it on `day`."""
    return {f"{field}_is_held": Exists(holdings_on(day).filter(post=OuterRef(field))) for field in fields}


def posts_of(user: Any, day: date) -> QuerySet[Post]:
    """The posts a person holds or deputises on `day`."""
    return Post.objects.filter(pk__in=holdings_on(day).filter(user=user.pk).values("post_id"))


def holds(user: Any, post_id: UUID, day: date) -> bool:
    """True when the person holds or deputises the post on `day`."""
    return holdings_on(day).filter(user=user.pk, post_id=post_id).exists()
