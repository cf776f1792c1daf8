"""The files of the pages by token: the address of the page writes them, so that there is one file and not two."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from ninja import Path, Query, Router
from pydantic import BaseModel

from wellrun.access.errors import nothing_here
from wellrun.access.queries import granted_unit_ids
from wellrun.api.auth import caller
from wellrun.api.routes.library import Name
from wellrun.api.schemas.fields import Day, Key
from wellrun.api.sight import objective_in_sight, series_in_sight, the_one
from wellrun.library import library
from wellrun.measures.models import Measure
from wellrun.organisation.models import Unit

router = Router(tags=["files"])

OfUnit = Literal[
    "cascade.csv",
    "check.csv",
    "library.csv",
    "links.csv",
    "matrix.csv",
    "obligations.csv",
    "ownership.csv",
    "quarter.csv",
    "strategy-map.svg",
]
OfPlan = Literal["history.csv", "exchanges.csv", "quarters.csv", "confidence.csv"]
_PAGE_OF = {"strategy-map.svg": "strategy_map_svg"}


def _written(*kinds: str) -> dict[str, Any]:
    """What the description says of an answer that is a file."""
    content = {kind: {"schema": {"type": "object" if kind == _YAML else "string"}} for kind in kinds}
    return {"responses": {200: {"description": "The file", "content": content}}}


_CSV, _SVG, _YAML = "text/csv", "image/svg+xml", "application/yaml"


class FileWanted(BaseModel):
    """`unit`: with all below it, by key. `starts`: the first day of the quarter that `quarter.csv` is about."""

    unit: Key
    starts: Day | None = None


@router.get("/files/{name}", openapi_extra=_written(_CSV, _SVG))
def get_file(request: HttpRequest, name: OfUnit, wanted: Query[FileWanted]) -> HttpResponse:
    """What the pages of a unit offer as a file: lists as CSV, the strategy map as a picture (SVG)."""
    page = _PAGE_OF.get(name, name.replace(".", "_"))
    return _page(request, page, unit=wanted.unit)


@router.get("/plans/{slug:plan}/files/{name}", openapi_extra=_written(_CSV))
def get_plan_file(request: HttpRequest, plan: str, name: OfPlan) -> HttpResponse:
    """What came to pass under a plan, of what the caller sees; its history only for who sees the enterprise."""
    what = name.removesuffix(".csv")
    if what == "history":
        return _page(request, "plan_history_csv", plan=plan)
    return _page(request, "plan_record", plan=plan, what=what)


@router.get("/plans/{slug:plan}/objectives/{slug:objective}/drivers.svg", openapi_extra=_written(_SVG))
def get_driver_picture(request: HttpRequest, plan: str, objective: str) -> HttpResponse:
    """The driver diagram of an objective as a picture."""
    one = objective_in_sight(caller(request), plan, objective)
    return _page(request, "driver_svg", plan=plan, key=one.key)


@router.get("/library/{name}/definition.yaml", openapi_extra=_written(_YAML))
def get_library_file(request: HttpRequest, name: Path[Name]) -> HttpResponse:
    """One measure of the library as its definition file."""
    unit = _any_unit(request)
    return _page(request, "library_yaml", unit=unit.key, key=library().get(name).key)


@router.get("/measures/{uuid:measure_id}/definition.yaml", openapi_extra=_written(_YAML))
def get_definition_file(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """A measure of the site in the same form: its definition in force."""
    unit = _any_unit(request)
    rows = Measure.objects.filter(pk=measure_id, retired_on__isnull=True)
    return _page(request, "own_yaml", unit=unit.key, key=the_one(rows).key)


@router.get("/series/{uuid:series_id}/points.csv", openapi_extra=_written(_CSV))
def get_points_file(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """The figures of the measure card with their limits and marks, in full precision."""
    series = series_in_sight(caller(request), series_id)
    if series.stratum != "total":
        raise nothing_here()  # the card is about the whole
    return _page(request, "measure_csv", unit=series.unit.key, key=series.measure.key)


def _any_unit(request: HttpRequest) -> Unit:
    """A unit that the caller sees: what is the same in every unit has an address in each."""
    return the_one(Unit.objects.filter(pk__in=granted_unit_ids(caller(request))).order_by("key"))


def _page(request: HttpRequest, page: str, **named: Any) -> HttpResponse:
    """What the page of this name answers the caller, whoever has a session beside the token."""
    request.user = caller(request)
    found = resolve(reverse(page, kwargs=named))
    answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return answer
