"""Initiatives: what is being tried for the objectives."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.schemas.fields import Key
from wellrun.api.schemas.initiatives import (
    InitiativeDetailOut,
    InitiativeOut,
    initiative_detail_out,
    initiatives_out,
)
from wellrun.api.schemas.words import InitiativeStatus
from wellrun.api.sight import the_one, unit_in_sight
from wellrun.api.versions import present_version, present_versions
from wellrun.execution.models import Initiative
from wellrun.execution.visibility import visible_initiatives
from wellrun.organisation.queries import subtree_ids

router = Router(tags=["initiatives"])


class InitiativeFilter(BaseModel):
    """`within`: for an objective of a unit and all below it, or to change figures there. `objective`: by key."""

    status: InitiativeStatus | None = None
    within: Key | None = None
    objective: Key | None = None


@router.get("/initiatives", response=Page[InitiativeOut])
def list_initiatives(
    request: HttpRequest, wanted: Query[InitiativeFilter], paging: Query[Paging]
) -> Page[InitiativeOut]:
    """What is tried for the objectives of the units the caller sees, or to change figures there, by its start."""
    user = caller(request)
    rows = _initiatives(user)
    exact = {"status": wanted.status, "objective__key": wanted.objective}
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.within:
        below = subtree_ids(unit_in_sight(user, wanted.within).pk)
        rows = rows.filter(Q(objective__unit__in=below) | Q(target_series__unit__in=below))
    return Page[InitiativeOut].of(request, rows, paging, _with_versions)


@router.get("/initiatives/{slug:key}", response=InitiativeDetailOut)
def get_initiative(request: HttpRequest, key: str) -> InitiativeDetailOut:
    """One initiative, with what was said of it."""
    one = the_one(_initiatives(caller(request)).filter(key=key))
    return initiative_detail_out(one, present_version(one.target_series.measure_id))


def _initiatives(user: User) -> QuerySet[Initiative]:
    related = ("objective__unit", "owner__unit", "target_series__unit", "target_series__measure")
    return visible_initiatives(user).select_related(*related).order_by("starts", "key")


def _with_versions(rows: Sequence[Initiative]) -> list[InitiativeOut]:
    return initiatives_out(rows, present_versions(one.target_series.measure_id for one in rows))
