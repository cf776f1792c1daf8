"""Initiatives: what is being tried for the objectives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Prefetch, QuerySet
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
from wellrun.api.versions import present_versions
from wellrun.execution.models import Initiative, InitiativeHours
from wellrun.execution.queries import with_targets
from wellrun.execution.visibility import serves_or_moves, visible_initiatives
from wellrun.measures.models import MeasureVersion
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
        rows = rows.filter(serves_or_moves(below))
    return Page[InitiativeOut].of(request, rows, paging, _with_versions)


@router.get("/initiatives/{slug:key}", response=InitiativeDetailOut)
def get_initiative(request: HttpRequest, key: str) -> InitiativeDetailOut:
    """One initiative, with what was said of it."""
    return initiative_shown(caller(request), key)


def initiative_shown(user: User, key: str) -> InitiativeDetailOut:
    """It as it stands, or NotFound."""
    one = the_one(_initiatives(user).filter(key=key))
    return initiative_detail_out(one, _versions([one]))


def _initiatives(user: User) -> QuerySet[Initiative]:
    hours = Prefetch("hours", InitiativeHours.objects.select_related("post__unit").order_by("post__key"))
    rows = visible_initiatives(user).select_related("objective__unit", "owner__unit")
    return rows.prefetch_related(with_targets(), hours).order_by("starts", "key")


def _with_versions(rows: Sequence[Initiative]) -> list[InitiativeOut]:
    return initiatives_out(rows, _versions(rows))


def _versions(rows: Sequence[Initiative]) -> Mapping[UUID, MeasureVersion]:
    return present_versions(target.series.measure_id for one in rows for target in one.targets.all())
