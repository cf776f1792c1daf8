"""What is believed to move what, what a push may harm, and what is aimed at: parts of every plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import BaseModel

from wellrun.access.errors import nothing_here
from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.meanwhile import as_read
from wellrun.api.paging import Page, Paging
from wellrun.api.routes.series import get_series
from wellrun.api.saving import check_open_plans
from wellrun.api.schemas.fields import Key
from wellrun.api.schemas.plans.beliefs import (
    AimIn,
    GuardChangeIn,
    GuardIn,
    GuardOut,
    InfluenceChangeIn,
    InfluenceIn,
    InfluenceOut,
    guard_out,
    influence_out,
)
from wellrun.api.schemas.series import SeriesDetailOut
from wellrun.api.schemas.words import LinkGrade, LinkOrigin
from wellrun.api.sight import measure_in_sight, post_or_none, series_in_sight, the_one, unit_in_sight
from wellrun.jobs.aims import set_aim, take_back_aim
from wellrun.strategy.actions import links as said
from wellrun.strategy.models import InfluenceLink, TradeOff

router = Router(tags=["links and aims"])


Belief = TypeVar("Belief", bound=Model)


class GuardFilter(BaseModel):
    """`measure`: at either end, by key. `origin`: library or own."""

    measure: Key | None = None
    origin: LinkOrigin | None = None


class LinkFilter(GuardFilter):
    """The same of an influence link, and how well it is known."""

    grade: LinkGrade | None = None


@router.get("/links", response=Page[InfluenceOut])
def list_links(request: HttpRequest, wanted: Query[LinkFilter], paging: Query[Paging]) -> Page[InfluenceOut]:
    """The influence links of the site that hold, by key; hypotheses, each with its grade and source."""
    _require_access(caller(request))
    rows = InfluenceLink.objects.filter(retired_on__isnull=True).select_related("lead", "lag").order_by("key")
    return Page[InfluenceOut].of(request, _wanted(rows, wanted, "lead", "lag"), paging, _links_out)


@router.post("/links", response={201: InfluenceOut})
def add_link(request: HttpRequest, given: InfluenceIn) -> Status[InfluenceOut]:
    """Say that one measure is believed to move another. For who defines measures."""
    user = caller(request)
    _require_access(user)
    link = said.add_link(by=user, **_records(given.model_dump()))
    check_open_plans()
    return Status(201, influence_out(link))


@router.get("/links/{slug:link}", response=InfluenceOut)
def get_link(request: HttpRequest, link: str) -> InfluenceOut:
    """One influence link, also one that was withdrawn."""
    _require_access(caller(request))
    return influence_out(the_one(InfluenceLink.objects.filter(key=link).select_related("lead", "lag")))


@router.post("/links/{slug:link}/change", response=InfluenceOut)
def change_link(request: HttpRequest, link: str, given: InfluenceChangeIn) -> InfluenceOut:
    """Say a link otherwise; what is left out stays. For who defines measures."""
    user = caller(request)
    one = _link(user, link)
    fields = _records(given.model_dump(exclude_unset=True, exclude={"read"}))
    with as_read(one, given.read):
        changed = said.change_link(link=one, by=user, **fields)
    check_open_plans()
    return influence_out(changed)


@router.post("/links/{slug:link}/withdraw", response=InfluenceOut)
def withdraw_link(request: HttpRequest, link: str) -> InfluenceOut:
    """It is not believed any more; it stays on record. For who defines measures."""
    user = caller(request)
    withdrawn = said.withdraw_link(link=_link(user, link), by=user)
    check_open_plans()
    return influence_out(withdrawn)


@router.get("/trade-offs", response=Page[GuardOut])
def list_trade_offs(request: HttpRequest, wanted: Query[GuardFilter], paging: Query[Paging]) -> Page[GuardOut]:
    """The trade-offs of the site that hold, by key: what needs a guard beside it."""
    _require_access(caller(request))
    rows = TradeOff.objects.filter(retired_on__isnull=True).select_related("push", "guard").order_by("key")
    return Page[GuardOut].of(request, _wanted(rows, wanted, "push", "guard"), paging, _guards_out)


@router.post("/trade-offs", response={201: GuardOut})
def add_trade_off(request: HttpRequest, given: GuardIn) -> Status[GuardOut]:
    """Say that pushing one measure needs another beside it. For who defines measures."""
    user = caller(request)
    _require_access(user)
    trade_off = said.add_trade_off(by=user, **_records(given.model_dump()))
    check_open_plans()
    return Status(201, guard_out(trade_off))


@router.get("/trade-offs/{slug:trade_off}", response=GuardOut)
def get_trade_off(request: HttpRequest, trade_off: str) -> GuardOut:
    """One trade-off, also one that was withdrawn."""
    _require_access(caller(request))
    return guard_out(the_one(TradeOff.objects.filter(key=trade_off).select_related("push", "guard")))


@router.post("/trade-offs/{slug:trade_off}/change", response=GuardOut)
def change_trade_off(request: HttpRequest, trade_off: str, given: GuardChangeIn) -> GuardOut:
    """Say a trade-off otherwise; what is left out stays. For who defines measures."""
    user = caller(request)
    one = _trade_off(user, trade_off)
    fields = _records(given.model_dump(exclude_unset=True, exclude={"read"}))
    with as_read(one, given.read):
        changed = said.change_trade_off(trade_off=one, by=user, **fields)
    check_open_plans()
    return guard_out(changed)


@router.post("/trade-offs/{slug:trade_off}/withdraw", response=GuardOut)
def withdraw_trade_off(request: HttpRequest, trade_off: str) -> GuardOut:
    """It is not believed any more; it stays on record. For who defines measures."""
    user = caller(request)
    withdrawn = said.withdraw_trade_off(trade_off=_trade_off(user, trade_off), by=user)
    check_open_plans()
    return guard_out(withdrawn)


@router.post("/aims", response=SeriesDetailOut)
def set_target(request: HttpRequest, given: AimIn) -> SeriesDetailOut:
    """Aim at a value or a band, and judge against it at once. For who chairs the unit or analyses its figures."""
    user = caller(request)
    target = set_aim(
        measure=measure_in_sight(given.measure),
        unit=unit_in_sight(user, given.unit),
        post=post_or_none(user, given.post),
        source_text=given.source,
        by=user,
        **given.model_dump(exclude={"measure", "unit", "post", "source"}),
    )
    check_open_plans()
    return get_series(request, target.series.uid)


@router.post("/series/{uuid:series_id}/take-back-aim", response=SeriesDetailOut)
def retire_target(request: HttpRequest, series_id: UUID) -> SeriesDetailOut:
    """Take the aim of a series back. For who chairs the unit or analyses its figures."""
    user = caller(request)
    take_back_aim(series=series_in_sight(user, series_id), by=user)
    check_open_plans()
    return get_series(request, series_id)


def _records(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields under the names of the records, with measures in the place of keys."""
    for name in {"lead", "lag", "push", "guard"} & fields.keys():
        fields[name] = measure_in_sight(fields[name])
    if "source" in fields:
        fields["source_text"] = fields.pop("source")
    return fields


def _link(user: User, key: str) -> InfluenceLink:
    _require_access(user)
    return the_one(InfluenceLink.objects.filter(key=key, retired_on__isnull=True))


def _trade_off(user: User, key: str) -> TradeOff:
    _require_access(user)
    return the_one(TradeOff.objects.filter(key=key, retired_on__isnull=True))


def _wanted(rows: QuerySet[Belief], wanted: GuardFilter, *ends: str) -> QuerySet[Belief]:
    """Those that were asked for; `ends`: the two measures that each joins."""
    if wanted.measure:
        rows = rows.filter(Q(**{f"{ends[0]}__key": wanted.measure}) | Q(**{f"{ends[1]}__key": wanted.measure}))
    return rows.filter(**wanted.model_dump(exclude={"measure"}, exclude_none=True))


def _require_access(user: User) -> None:
    if not granted_unit_ids(user).exists():
        raise nothing_here()


def _links_out(rows: Sequence[InfluenceLink]) -> list[InfluenceOut]:
    return [influence_out(one) for one in rows]


def _guards_out(rows: Sequence[TradeOff]) -> list[GuardOut]:
    return [guard_out(one) for one in rows]
