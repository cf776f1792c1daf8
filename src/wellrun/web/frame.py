"""What surrounds every page: where one is, which unit, what waits, what the clock says. Six queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.queries import granted_unit_ids
from wellrun.execution.models import Action
from wellrun.lib import clock
from wellrun.lib.errors import NotFound
from wellrun.organisation import queries as organisation
from wellrun.organisation.models import SiteSetting, Unit, UnitClosure
from wellrun.reviews.models import Review
from wellrun.reviews.visibility import visible_reviews
from wellrun.web.parts import Place, Shell, UnitChoice

# The switcher lists this many; the rest are found by search.
SWITCHER = 150


@dataclass(frozen=True)
class Frame:
    """Who asks, about which unit, where the site's clock and zone stand."""

    user: Any
    unit: Unit
    units: list[Unit]
    site: SiteSetting


def units_of(user: Any) -> list[Unit]:
    """The caller's units, each after its parent, closed ones last among siblings."""
    units = list(
        Unit.objects.filter(pk__in=granted_unit_ids(user), closed__isnull=True).order_by("name")[: SWITCHER + 1]
    )
    below: dict[UUID | None, list[Unit]] = {}
    known = {unit.pk for unit in units}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    ordered: list[Unit] = []

    def walk(parent: UUID | None, depth: int) -> None:
        for unit in below.get(parent, []):
            unit.depth = depth  # type: ignore[attr-defined]
            ordered.append(unit)
            walk(unit.pk, depth + 1)

    walk(None, 0)
    return ordered[:SWITCHER]


def frame_for(request: HttpRequest, key: str | None = None) -> Frame:
    """The frame of a page about the unit `key`; without one, of the unit last looked at, else the topmost.

    Raises NotFound when the unit is not the caller's to see.
    """
    units = units_of(request.user)
    if not units:
        raise NotFound("no_access", _("Your account has no access to any unit yet. Ask an administrator for it."))
    wanted = key or request.session.get("unit")
    unit = next((one for one in units if one.key == wanted), None)
    if unit is None and key is not None:
        unit = Unit.objects.filter(key=key, pk__in=granted_unit_ids(request.user)).first()
        if unit is None:
            raise NotFound("not_found", _("There is nothing here, or it is not yours to see."))
    unit = unit or units[0]
    if request.session.get("unit") != unit.key:
        request.session["unit"] = unit.key
    return Frame(user=request.user, unit=unit, units=units, site=organisation.site())


def page(
    request: HttpRequest, frame: Frame, here: str, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render one page inside its frame."""
    return render(
        request, template, {"shell": _shell(request, frame, here), "unit": frame.unit, **context}, status=status
    )


def _shell(request: HttpRequest, frame: Frame, here: str) -> Shell:
    zone = ZoneInfo(frame.site.time_zone)
    today = clock.today(zone)
    posts = list(organisation.posts_of(frame.user, today))
    within = UnitClosure.objects.filter(ancestor_id=frame.unit.pk).values("descendant_id")
    asked = Action.objects.filter(
        post_id__in=[post.pk for post in posts], status__in=Action.OPEN, unit_id__in=within
    ).count()
    sitting = _reviews_waiting(frame, within, zone)
    name = str(frame.user)
    return Shell(
        here=here,
        places=_places(frame.unit, asked=asked, sitting=sitting),
        unit_name=frame.unit.name,
        units=_choices(request, frame),
        today=today,
        search_href=reverse("search"),
        sign_out_href=reverse("sign_out"),
        account_name=name,
        account_initials="".join(word[0] for word in name.split()[:2]).upper(),
        account_roles=[post.title for post in posts],
        clock_stands=clock.standing_at() is not None,
        query=request.GET.get("q", "") if here == "search" else "",
    )


def _reviews_waiting(frame: Frame, within: Any, zone: ZoneInfo) -> int:
    """Sittings here and below, of today or overdue, with an item that has no outcome."""
    tomorrow = datetime.combine(clock.today(zone) + timedelta(days=1), time.min, tzinfo=zone)
    return (
        visible_reviews(frame.user)
        .filter(forum__unit_id__in=within, starts_at__lt=tomorrow, items__status="open")
        .exclude(status=Review.Status.CLOSED)
        .distinct()
        .count()
    )


def _places(unit: Unit, *, asked: int, sitting: int) -> list[Place]:
    """The five places. A count says what waits there for this person."""
    actions = ngettext("%(n)d open action of yours", "%(n)d open actions of yours", asked) % {"n": asked}
    waiting = ngettext("%(n)d review waits", "%(n)d reviews wait", sitting) % {"n": sitting}
    return [
        Place("day", _("My day"), "home", reverse("day", args=[unit.key])),
        Place("strategy", _("Strategy"), "flag", reverse("strategy", args=[unit.key])),
        Place("reviews", _("Reviews"), "review", reverse("reviews", args=[unit.key]), sitting, waiting),
        Place("actions", _("Actions"), "action", reverse("actions", args=[unit.key]), asked, actions),
        Place("data", _("Data"), "data", reverse("data", args=[unit.key])),
    ]


def _choices(request: HttpRequest, frame: Frame) -> list[UnitChoice]:
    """The switcher keeps the place: the same page about another unit where there is one, else its strategy."""
    match = request.resolver_match
    name = (
        match.url_name if match and match.url_name in {"day", "strategy", "reviews", "actions", "data"} else "strategy"
    )
    return [
        UnitChoice(
            name=unit.name,
            href=reverse(name, args=[unit.key]),
            depth=min(getattr(unit, "depth", 0), 4),
            current=unit.pk == frame.unit.pk,
            kind=kind_word(unit.kind),
        )
        for unit in frame.units
    ]


def kind_word(kind: str) -> str:
    """What a kind of unit is called."""
    words = {
        "system": _("health system"),
        "region": _("region"),
        "site": _("site"),
        "service_line": _("service line"),
        "ward": _("ward"),
        "team": _("team"),
        "function": _("function"),
    }
    return words[kind]
