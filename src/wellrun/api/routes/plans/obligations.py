"""Obligations of the caller's units: written down, changed, met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Status

from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.meanwhile import as_read
from wellrun.api.paging import Page, Paging
from wellrun.api.saving import check_open_plans
from wellrun.api.schemas.execution import ReasonIn
from wellrun.api.schemas.plans.obligations import (
    MetIn,
    ObligationChangeIn,
    ObligationFilter,
    ObligationIn,
    ObligationOut,
    obligation_out,
)
from wellrun.api.sight import measure_in_sight, post_or_none, the_one, unit_in_sight
from wellrun.jobs.obligations import raise_obligations
from wellrun.organisation.queries import subtree_ids
from wellrun.strategy import actions
from wellrun.strategy.models import Obligation

router = Router(tags=["obligations"])
_ONE = "/obligations/{slug:obligation}"


@router.get("/obligations", response=Page[ObligationOut])
def list_obligations(
    request: HttpRequest, wanted: Query[ObligationFilter], paging: Query[Paging]
) -> Page[ObligationOut]:
    """What the caller's units have to meet, by day; without `met` what is not met yet."""
    user = caller(request)
    rows = _obligations(user)
    if wanted.within:
        rows = rows.filter(unit__in=subtree_ids(unit_in_sight(user, wanted.within).pk))
    rows = rows if wanted.met else rows.filter(met_on__isnull=True)
    days = {"due__gte": wanted.due_from, "due__lte": wanted.due_to}
    rows = rows.filter(**{name: day for name, day in days.items() if day is not None})
    return Page[ObligationOut].of(request, rows.order_by("due", "key"), paging, _out)


@router.get(_ONE, response=ObligationOut)
def get_obligation(request: HttpRequest, obligation: str) -> ObligationOut:
    """One obligation."""
    return _shown(caller(request), obligation)


@router.post("/obligations", response={201: ObligationOut})
def add_obligation(request: HttpRequest, given: ObligationIn) -> Status[ObligationOut]:
    """Write down what is required by a day. For who chairs its unit."""
    user = caller(request)
    actions.add_obligation(by=user, **_records(user, given.model_dump()))
    _follow()
    return Status(201, _shown(user, given.key))


@router.post(f"{_ONE}/change", response=ObligationOut)
def change_obligation(request: HttpRequest, obligation: str, given: ObligationChangeIn) -> ObligationOut:
    """Say it anew; what is left out stays as it is. For who chairs its unit."""
    user = caller(request)
    fields = _records(user, given.model_dump(exclude_unset=True, exclude={"read"}))
    one = the_one(_obligations(user).filter(key=obligation))
    with as_read(one, given.read):
        actions.change_obligation(obligation=one, by=user, **fields)
    _follow()
    return _shown(user, obligation)


@router.post(f"{_ONE}/meet", response=ObligationOut)
def meet_obligation(request: HttpRequest, obligation: str, given: MetIn) -> ObligationOut:
    """Say that it is met, and what shows it. For who chairs its unit, and who holds the post that answers for it."""
    return _step(caller(request), obligation, actions.meet_obligation, **given.model_dump())


@router.post(f"{_ONE}/reopen", response=ObligationOut)
def reopen_obligation(request: HttpRequest, obligation: str, given: ReasonIn) -> ObligationOut:
    """It is not met after all. For who chairs its unit."""
    return _step(caller(request), obligation, actions.reopen_obligation, reason=given.reason)


@router.post(f"{_ONE}/retire", response=ObligationOut)
def retire_obligation(request: HttpRequest, obligation: str, given: ReasonIn) -> ObligationOut:
    """Nobody requires it any more; it stays on record, and is not listed. For who chairs its unit."""
    user = caller(request)
    one = the_one(_obligations(user).filter(key=obligation))
    retired = actions.retire_obligation(obligation=one, reason=given.reason, by=user)
    _follow()
    return obligation_out(retired)


def _follow() -> None:
    """What a change makes of the agendas at once, and of the check."""
    raise_obligations()
    check_open_plans()


def _step(user: User, key: str, step: Callable[..., Any], **said: Any) -> ObligationOut:
    step(obligation=the_one(_obligations(user).filter(key=key)), by=user, **said)
    _follow()
    return _shown(user, key)


def _records(user: User, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with records in the place of keys."""
    if "unit" in fields:
        fields["unit"] = unit_in_sight(user, fields["unit"])
    if "owner" in fields:
        fields["owner"] = post_or_none(user, fields["owner"])
    if fields.get("measure"):
        fields["measure"] = measure_in_sight(fields["measure"])
    return fields


def _obligations(user: User) -> QuerySet[Obligation]:
    rows = Obligation.objects.filter(unit__in=granted_unit_ids(user), retired_on__isnull=True)
    return rows.select_related("unit", "owner", "measure")


def _shown(user: User, key: str) -> ObligationOut:
    return obligation_out(the_one(_obligations(user).filter(key=key)))


def _out(rows: Sequence[Obligation]) -> list[ObligationOut]:
    return [obligation_out(one) for one in rows]
