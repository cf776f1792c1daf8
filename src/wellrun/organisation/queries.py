"""Reading the organisation."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, JSONField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONArray
from django.utils.translation import gettext as _

from wellrun.lib.errors import NotFound
from wellrun.organisation.models import Holding, Post, SiteSetting, Unit, UnitClosure
from wellrun.organisation.together import Together


def site() -> SiteSetting:
    """What holds for the whole installation; defaults before it is set up."""
    return SiteSetting.objects.filter(pk=1).first() or SiteSetting(name="Wellrun")


def site_zone() -> ZoneInfo:
    """The site's time zone."""
    return ZoneInfo(site().time_zone)


def enterprise() -> Unit | None:
    """The unit whose strategy this is."""
    return Unit.objects.filter(enterprise=True).first()


def unit_called(key: str) -> Unit:
    """The unit of this key. Raises `unit_unknown`, with the nearest key there is."""
    unit = Unit.objects.filter(key=key).first()
    if unit is None:
        sentence = _("There is no unit “%(key)s”.%(hint)s") % {"key": key, "hint": _nearest(key, Unit)}
        raise NotFound("unit_unknown", sentence, unit=key)
    return unit


def post_called(key: str) -> Post:
    """The post of this key, with its unit. Raises `post_unknown`, with the nearest key there is."""
    post = Post.objects.select_related("unit").filter(key=key).first()
    if post is None:
        sentence = _("There is no post “%(key)s”.%(hint)s") % {"key": key, "hint": _nearest(key, Post)}
        raise NotFound("post_unknown", sentence, post=key)
    return post


def _nearest(key: str, kind: type[Unit] | type[Post]) -> str:
    """A hint at what was perhaps meant, after a blank; empty when nothing is like it."""
    near = get_close_matches(key, kind._default_manager.values_list("key", flat=True), n=1)
    return " " + _("Did you mean “%(key)s”?") % {"key": near[0]} if near else ""


def ancestor_ids(unit_id: UUID) -> list[UUID]:
    """The unit and all above it, nearest first."""
    rows = UnitClosure.objects.filter(descendant_id=unit_id).order_by("depth")
    return list(rows.values_list("ancestor_id", flat=True))


def units_above(field: str) -> Subquery:
    """What to annotate rows with that name a unit in `field`: it and all above it as pairs of id and how far up."""
    rows = UnitClosure.objects.filter(descendant=OuterRef(field)).order_by().values(one=Value(1))
    listed = rows.annotate(listed=Together(JSONArray("ancestor_id", "depth"))).values("listed")
    return Subquery(listed, output_field=JSONField())


def subtree_ids(unit_id: UUID) -> QuerySet[UnitClosure, UUID]:
    """Ids of the unit and all below it; use as a subquery."""
    return UnitClosure.objects.filter(ancestor_id=unit_id).values_list("descendant_id", flat=True)


def holdings_on(day: date) -> QuerySet[Holding]:
    """Who holds or deputises what on `day`."""
    return Holding.objects.filter(held_on(day))


def held_on(day: date, holding: str = "") -> Q:
    """That a holding is in force on `day`; `holding`: how the asked-for rows reach it, such as "holdings__"."""
    endless = Q(**{f"{holding}ends__isnull": True}) | Q(**{f"{holding}ends__gt": day})
    return endless & Q(**{f"{holding}starts__lte": day})


def holdings_from(day: date) -> QuerySet[Holding]:
    """Who holds or deputises what on `day`, or is to from a later one."""
    return Holding.objects.filter(Q(ends__isnull=True) | Q(ends__gt=day)).select_related("post__unit", "user")


def holding_of(user: Any, post: Post, day: date) -> Holding:
    """The time of a person in a post that has not ended by `day`, as holder before as deputy.

    Raises `not_held`.
    """
    held = holdings_from(day).filter(user=user.pk, post=post).order_by("deputy", "starts").first()
    if held is None:
        words = {"user": user.username, "post": post.key}
        raise NotFound("not_held", _("“%(user)s” does not hold the post “%(post)s”.") % words)
    return held


def posts_held(day: date, *fields: str) -> dict[str, Exists]:
    """What to annotate rows with that name posts: `<field>_is_held`, whether anybody holds or deputises it on `day`."""
    return {f"{field}_is_held": Exists(holdings_on(day).filter(post=OuterRef(field))) for field in fields}


def posts_of(user: Any, day: date) -> QuerySet[Post]:
    """The posts a person holds or deputises on `day`."""
    return Post.objects.filter(pk__in=holdings_on(day).filter(user=user.pk).values("post_id"))


def holds(user: Any, post_id: UUID, day: date) -> bool:
    """True when the person holds or deputises the post on `day`."""
    return holdings_on(day).filter(user=user.pk, post_id=post_id).exists()
