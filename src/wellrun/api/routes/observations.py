"""Pushing figures: the same ingest, roll-up and evaluation as a file gets."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from ninja.responses import Status

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.api.arrival import facts_of, table_of
from wellrun.api.auth import caller
from wellrun.api.schemas.observations import PushIn, PushOut, push_out
from wellrun.jobs.imports import import_table, source_for, try_table
from wellrun.lib.errors import Refused

router = Router(tags=["observations"])


@router.post("/observations", response={200: PushOut, 201: PushOut})
def push_observations(request: HttpRequest, given: PushIn) -> Status[PushOut]:
    """Take in figures, roll them up, judge what changed: all rows or none. 201 when taken in, 200 after a dry run.

    For analysts, about their own units; any other unit answers as if it did not exist, by row and column.
    """
    user = caller(request)
    within = set(granted_unit_ids(user, Permission.ANALYSE))
    if not within:
        raise Refused("not_permitted", _("Your access here does not allow this."), permission=Permission.ANALYSE.value)
    bring = partial(
        try_table if given.dry_run else import_table,
        table=table_of(given, within),
        file=facts_of(given),
        by=user,
        within=within,
        empty_withdraws=given.empty_withdraws,
    )
    if not given.dry_run:
        return Status(201, push_out(bring(source=source_for(given.source, by=user))))
    with transaction.atomic():
        tried = push_out(bring(source=source_for(given.source, by=user)))
        transaction.set_rollback(True)
    return Status(200, tried)
