"""Signals of the units the caller sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.schemas.fields import Key
from wellrun.api.schemas.insight import SignalOut, signal_out
from wellrun.api.schemas.words import Meaning, Side, SignalStatus
from wellrun.api.sight import the_one, unit_in_sight
from wellrun.api.versions import present_versions
from wellrun.insight.models import Signal
from wellrun.insight.queries import signals_for
from wellrun.organisation.queries import subtree_ids
from wellrun.reviews.queries import items_of_signals

router = Router(tags=["signals"])


class SignalFilter(BaseModel):
    """`unit`: of one unit. `within`: of a unit and all below it. `measure`: of one measure, by key."""

    status: SignalStatus | None = None
    unit: Key | None = None
    within: Key | None = None
    measure: Key | None = None
    series: UUID | None = None
    side: Side | None = None
    meaning: Meaning | None = None


@router.get("/signals", response=Page[SignalOut])
def list_signals(request: HttpRequest, wanted: Query[SignalFilter], paging: Query[Paging]) -> Page[SignalOut]:
    """Special causes, the newest first."""
    user = caller(request)
    exact = {
        "status": wanted.status,
        "series__unit__key": wanted.unit,
        "series__measure__key": wanted.measure,
        "series__uid": wanted.series,
        "side": wanted.side,
        "meaning": wanted.meaning,
    }
    rows = _signals(user).filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.within:
        rows = rows.filter(series__unit__in=subtree_ids(unit_in_sight(user, wanted.within).pk))
    return Page[SignalOut].of(request, rows, paging, _shape(user))


@router.get("/signals/{uuid:signal_id}", response=SignalOut)
def get_signal(request: HttpRequest, signal_id: UUID) -> SignalOut:
    """One signal."""
    user = caller(request)
    return _shape(user)([the_one(_signals(user).filter(pk=signal_id))])[0]


def _signals(user: User) -> QuerySet[Signal]:
    return signals_for(user).select_related("series__measure", "series__unit").order_by("-first_fired", "pk")


def _shape(user: User) -> Callable[[Sequence[Signal]], list[SignalOut]]:
    """Signals with their measures' names and the items that answer for them; three queries."""

    def shape(signals: Sequence[Signal]) -> list[SignalOut]:
        versions = present_versions(signal.series.measure_id for signal in signals)
        items = items_of_signals(user, [signal.pk for signal in signals])
        return [
            signal_out(signal, versions[signal.series.measure_id], items[signal.pk].pk if signal.pk in items else None)
            for signal in signals
        ]

    return shape
