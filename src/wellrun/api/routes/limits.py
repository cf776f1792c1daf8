"""Same-day limits of the units the caller sees."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import BaseModel

from wellrun.access.queries import granted_unit_ids
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.saving import check_open_plans
from wellrun.api.schemas.fields import Key
from wellrun.api.schemas.limits import LimitIn, LimitOut, TakenBackOut, limit_out, taken_back_out
from wellrun.api.sight import series_in_sight, the_one, unit_in_sight
from wellrun.api.versions import present_versions
from wellrun.lib import clock
from wellrun.measures.actions import retire_trigger, set_trigger
from wellrun.measures.models import Trigger
from wellrun.measures.queries import triggers_among
from wellrun.organisation.queries import site, site_zone, subtree_ids

router = Router(tags=["limits"])


class LimitFilter(BaseModel):
    """`unit`: of one unit. `within`: of a unit and all below it. `measure`: of one measure, by key."""

    unit: Key | None = None
    within: Key | None = None
    measure: Key | None = None


@router.get("/limits", response=Page[LimitOut])
def list_limits(request: HttpRequest, wanted: Query[LimitFilter], paging: Query[Paging]) -> Page[LimitOut]:
    """The same-day limits in force, by measure and unit, and whether the newest figure meets each."""
    user = caller(request)
    rows = Trigger.objects.filter(series__unit__in=granted_unit_ids(user), retired_at__isnull=True)
    exact = {"series__unit__key": wanted.unit, "series__measure__key": wanted.measure}
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.within:
        rows = rows.filter(series__unit__in=subtree_ids(unit_in_sight(user, wanted.within).pk))
    return Page[LimitOut].of(
        request, rows.order_by("series__measure__key", "series__unit__key", "side"), paging, _shape
    )


@router.post("/series/{uuid:series_id}/limits", response={201: LimitOut})
def set_limit(request: HttpRequest, series_id: UUID, given: LimitIn) -> Status[LimitOut]:
    """Say at which figure something is done at once, in the place of the limit of that side before it.

    For who chairs the unit or analyses its figures.
    """
    user = caller(request)
    trigger = set_trigger(series=series_in_sight(user, series_id), by=user, **given.model_dump())
    check_open_plans()
    return Status(201, _shape([trigger])[0])


@router.post("/limits/{uuid:limit_id}/take-back", response=TakenBackOut)
def take_back_limit(request: HttpRequest, limit_id: UUID) -> TakenBackOut:
    """Nothing is done at that figure any more; that it was set stays on record. For who may set it."""
    user = caller(request)
    rows = Trigger.objects.filter(pk=limit_id, series__unit__in=granted_unit_ids(user))
    trigger = the_one(rows.select_related("series__unit", "series__measure"))
    retire_trigger(trigger=trigger, by=user)
    check_open_plans()
    trigger.refresh_from_db()
    return taken_back_out(trigger, present_versions([trigger.series.measure_id])[trigger.series.measure_id])


def _shape(triggers: Sequence[Trigger]) -> list[LimitOut]:
    """Limits with the newest figures and their measures' names; four queries."""
    among = Trigger.objects.filter(pk__in=[one.pk for one in triggers])
    now = {
        one.trigger.pk: one
        for one in triggers_among(among, today=clock.today(site_zone()), week_start=site().week_start)
    }
    versions = present_versions(one.trigger.series.measure_id for one in now.values())
    shown = [now[one.pk] for one in triggers if one.pk in now]
    return [limit_out(one, versions[one.trigger.series.measure_id]) for one in shown]
