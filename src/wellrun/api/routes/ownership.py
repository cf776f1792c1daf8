"""The ownership matrix: who answers for what in the plan in force, with what is missing."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging, next_path
from wellrun.api.schemas.fields import Key, Word
from wellrun.api.schemas.ownership import OwnershipOut, ownership_out
from wellrun.api.sight import unit_in_sight
from wellrun.jobs.in_force.looking import Look
from wellrun.jobs.in_force.ownership import Drawn, Wish, wanted
from wellrun.jobs.in_force.ownership_records import (
    meanings,
    objectives_here,
    read_beside,
    shared_measures,
    whole_plan,
    with_holes,
)
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone

router = Router(tags=["strategy"])


class OwnershipFilter(BaseModel):
    """`unit`: with all below it. `objective`: one, by key. `text`: words of its title. `function`: where it has a part.

    `holes`: only where somebody or something is missing.
    """

    unit: Key
    objective: Key | None = None
    text: Word = ""
    function: Word = ""
    holes: bool = False


@router.get("/ownership", response=Page[OwnershipOut])
def get_ownership(request: HttpRequest, given: Query[OwnershipFilter], paging: Query[Paging]) -> Page[OwnershipOut]:
    """The objectives in force of a unit and below: for each measure who answers, who hands on, and what is missing."""
    user = caller(request)
    look = Look(user, unit_in_sight(user, given.unit), clock.today(site_zone()))
    wish = Wish(objective=given.objective or "", words=given.text, function=given.function, holes=given.holes)
    known = meanings()
    shared = shared_measures(known)
    every = objectives_here(look)
    rows = wanted(with_holes(every, look.today, shared) if wish.holes else every, wish)
    count = rows.count()
    ids = list(rows.values_list("pk", flat=True)[paging.offset : paging.offset + paging.limit])
    records = read_beside(look.today, ids, whole_plan(look, known, shared))
    shown = [ownership_out(Drawn(one, records), wish) for one in records.objectives]
    return Page[OwnershipOut](count=count, next=next_path(request, paging, count), results=shown)
