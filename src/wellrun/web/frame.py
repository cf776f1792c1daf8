"""What surrounds every page: who asks, about which unit, what waits there, what the clock says. Three queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, units_where
from wellrun.accounts.models import User
from wellrun.execution.models import Action
from wellrun.execution.visibility import visible_actions
from wellrun.lib import clock
from wellrun.lib.errors import NotFound
from wellrun.organisation import queries as organisation
from wellrun.organisation.models import Post, SiteSetting, Unit
from wellrun.reviews.models import AgendaItem, Review
from wellrun.reviews.visibility import visible_reviews
from wellrun.web.last_unit import last_unit, remember_unit
from wellrun.web.paging import words_of
from wellrun.web.parts import Place, Shell
from wellrun.web.switcher import MOST, PlacedUnit, choices, units_of


@dataclass(frozen=True)
class Frame:
    """Who asks, about which unit, where the site's clock and zone stand."""

    user: User
    unit: Unit
    units: list[PlacedUnit]
    site: SiteSetting

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.site.time_zone)

    @property
    def today(self) -> date:
        """The day at the site."""
        return clock.today(self.zone)


def user_of(request: HttpRequest) -> User:
    """Who is signed in. Every page but the door asks for a sign-in before it is reached; NotFound if one did not."""
    if not isinstance(request.user, User):
        raise nothing_here()
    return request.user


def frame_for(request: HttpRequest, key: str | None = None) -> Frame:
    """The frame of a page about the unit `key`; without one, of the unit last looked at, else the topmost.

    Raises NotFound when the unit is not the caller's to see.
    """
    user = user_of(request)
    units = units_of(user)
    if not units:
        raise NotFound("no_access", _("Your account has no access to any unit yet. Ask an administrator for it."))
    unit = _wanted(user, units, key, last_unit(request, user))
    return Frame(user=user, unit=unit, units=units, site=organisation.site())


def _wanted(user: User, units: list[PlacedUnit], key: str | None, last: str | None) -> Unit:
    """The unit of the address, beyond the switcher's list too (closed ones, very many), or the one to begin with."""
    listed = next((placed.unit for placed in units if placed.unit.key == (key or last)), None)
    if listed is not None:
        return listed
    if key is None:
        return units[0].unit
    unit = units_where(user).filter(key=key).first()
    if unit is None:
        raise nothing_here()
    return unit


def page(
    request: HttpRequest, frame: Frame, here: str, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render one page inside its frame."""
    own = {"shell": _shell(request, frame, here), "unit": frame.unit, "licence_line": frame.site.attribution}
    answer = render(request, template, {**own, **context}, status=status)
    remember_unit(request, answer, frame.user, frame.unit)
    return answer


def _shell(request: HttpRequest, frame: Frame, here: str) -> Shell:
    waiting = _waiting(frame)
    name = str(frame.user)
    return Shell(
        here=here,
        places=_places(frame.unit, asked=waiting.asked, sitting=waiting.sitting),
        unit_name=frame.unit.name,
        units=choices(request, frame.units, frame.unit),
        more_units=len(frame.units) > MOST,
        today=frame.today,
        search_href=reverse("search"),
        sign_out_href=reverse("sign_out"),
        people_href=reverse("people", args=[frame.unit.key]) if waiting.administers else "",
        account_name=name,
        account_initials="".join(word[0] for word in name.split()[:2]).upper(),
        # An account named after its post would say the same twice.
        account_roles=[title for title in waiting.posts if title != name],
        clock_stands=clock.standing_at() is not None,
        query=words_of(request) if here == "search" else "",
    )


# What was proposed otherwise or declined waits for the chair.
_WAITING = (Action.Status.PROPOSED, Action.Status.ACCEPTED)


class _Waiting(NamedTuple):
    """The titles of a person's posts, actions that wait for these, sittings of theirs that need an outcome by tonight,
    and whether they administer the unit.
    """

    posts: list[str]
    asked: int
    sitting: int
    administers: bool


def _waiting(frame: Frame) -> _Waiting:
    """What waits for the person in the unit and below; one query, with a row for every post of theirs."""
    posts = organisation.posts_of(frame.user, frame.today)
    within = organisation.subtree_ids(frame.unit.pk)
    here = Q(unit__in=within) | Q(post__unit__in=within)
    asked = visible_actions(frame.user, frame.today).filter(here, post__in=posts.values("pk"), status__in=_WAITING)
    administered = granted_unit_ids(frame.user, Permission.ADMINISTER).filter(descendant=frame.unit.pk)
    held = FilteredRelation("holdings", condition=organisation.held_on(frame.today, "holdings__"))
    rows = (
        User.objects.filter(pk=frame.user.pk)
        .annotate(held=held)
        .annotate(asked=_how_many(asked), sitting=_how_many(_sittings(frame, posts, within)))
        .annotate(administers=Exists(administered))
        .order_by("held__post__title")
        .values_list("held__post__title", "asked", "sitting", "administers")
    )
    found = list(rows)
    titles = dict.fromkeys(title for title, *_counted in found if title is not None)
    return _Waiting(list(titles), *found[0][1:])


def _sittings(frame: Frame, posts: QuerySet[Post], within: QuerySet[Any, Any]) -> QuerySet[Review]:
    """Sittings here and below that the person chairs or belongs to, of today or overdue, with an open item."""
    tomorrow = datetime.combine(frame.today + timedelta(days=1), time.min, tzinfo=frame.zone)
    is_own = Q(forum__chair__in=posts.values("pk")) | Q(forum__members__user=frame.user)
    is_open = Exists(AgendaItem.objects.filter(review=OuterRef("pk"), status=AgendaItem.Status.OPEN))
    rows = visible_reviews(frame.user).filter(is_own, is_open, forum__unit_id__in=within, starts_at__lt=tomorrow)
    return rows.exclude(status=Review.Status.CLOSED)


def _how_many(rows: QuerySet[Any]) -> Coalesce:
    """How many different rows there are, as a subquery."""
    counted = rows.order_by().values(one=Value(1)).annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _places(unit: Unit, *, asked: int, sitting: int) -> list[Place]:
    """The five places. A count says what waits there for this person."""
    actions = ngettext("%(n)d open action of yours", "%(n)d open actions of yours", asked) % {"n": asked}
    waiting = ngettext("%(n)d review of yours waits", "%(n)d reviews of yours wait", sitting) % {"n": sitting}
    return [
        Place("day", _("My day"), "home", reverse("day", args=[unit.key])),
        Place("strategy", _("Strategy"), "flag", reverse("strategy", args=[unit.key])),
        Place("reviews", _("Reviews"), "review", reverse("reviews", args=[unit.key]), sitting, waiting),
        Place("actions", _("Actions"), "action", reverse("actions", args=[unit.key]), asked, actions),
        Place("data", _("Data"), "data", reverse("data", args=[unit.key])),
    ]
