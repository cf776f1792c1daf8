"""The quarters of an objective: what is pushed, what is wanted by the end, how sure one is."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Status

from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.saving import Saved, saved
from wellrun.api.schemas.plans.quarters import ConfidenceIn, KeyResultIn, LearningIn, PushIn, QuarterOut, quarter_out
from wellrun.api.sight import objective_in_sight, plan_in_sight, post_or_none, series_in_sight, the_one
from wellrun.api.versions import present_versions
from wellrun.strategy import actions
from wellrun.strategy.models import KeyResult, QuarterSlice
from wellrun.strategy.pushes import reached_in

router = Router(tags=["quarters"])
RESULTS = ("series__measure", "series__unit", "owner", "checks__by")
_OF = "/plans/{slug:plan}/objectives/{slug:objective}/quarters"


@router.get("/plans/{slug:plan}/quarters", response=Page[QuarterOut])
def list_quarters(request: HttpRequest, plan: str, paging: Query[Paging]) -> Page[QuarterOut]:
    """What is pushed in all quarters of a plan, at any stage of it, of objectives of units that the caller sees."""
    user = caller(request)
    rows = _quarters(user).filter(objective__plan=plan_in_sight(user, plan))
    return Page[QuarterOut].of(request, rows.order_by("objective__key", "starts"), paging, _out)


@router.get(_OF, response=Page[QuarterOut])
def list_quarters_of_objective(
    request: HttpRequest, plan: str, objective: str, paging: Query[Paging]
) -> Page[QuarterOut]:
    """What is pushed of an objective, quarter by quarter, with key results and how sure people were of them."""
    user = caller(request)
    rows = _quarters(user).filter(objective=objective_in_sight(user, plan, objective))
    return Page[QuarterOut].of(request, rows, paging, _out)


@router.post(_OF, response={201: Saved[QuarterOut]})
def push_in_quarter(request: HttpRequest, plan: str, objective: str, given: PushIn) -> Status[Saved[QuarterOut]]:
    """Say what is pushed in one quarter of the cycle. For who chairs the objective's unit."""
    user = caller(request)
    one = objective_in_sight(user, plan, objective)
    pushed = actions.push_in_quarter(objective=one, starts=given.starts, title=given.title, by=user)
    return Status(201, _saved(user, pushed))


@router.post("/quarters/{uuid:quarter_id}/key-results", response={201: Saved[QuarterOut]})
def set_key_result(request: HttpRequest, quarter_id: UUID, given: KeyResultIn) -> Status[Saved[QuarterOut]]:
    """Want a value of one of the objective's measures by the end of the quarter. For who chairs its unit."""
    user = caller(request)
    pushed = the_one(_quarters(user).filter(pk=quarter_id))
    actions.set_key_result(
        pushed=pushed,
        series=series_in_sight(user, given.series),
        owner=post_or_none(user, given.owner),
        by=user,
        **given.model_dump(include={"start", "aim", "commitment"}),
    )
    return Status(201, _saved(user, pushed))


@router.post("/key-results/{uuid:result_id}/check-in", response={201: Saved[QuarterOut]})
def check_in(request: HttpRequest, result_id: UUID, given: ConfidenceIn) -> Status[Saved[QuarterOut]]:
    """Say how sure one is that it will be reached. For the post that answers for it, and who chairs its unit."""
    user = caller(request)
    one = _result(user, result_id)
    actions.check_in(key_result=one, confidence=given.confidence, text=given.text, by=user)
    return Status(201, _saved(user, one.slice))


@router.post("/key-results/{uuid:result_id}/take-away", response=Saved[QuarterOut])
def take_key_result(request: HttpRequest, result_id: UUID) -> Saved[QuarterOut]:
    """An open quarter does not want it any more; how sure people were goes with it. For who chairs its unit."""
    user = caller(request)
    one = _result(user, result_id)
    actions.take_key_result(key_result=one, by=user)
    return _saved(user, one.slice)


@router.post("/quarters/{uuid:quarter_id}/close", response=Saved[QuarterOut])
def close_quarter(request: HttpRequest, quarter_id: UUID, given: LearningIn) -> Saved[QuarterOut]:
    """Close a quarter for good, its scores fixed from the figures; before its last day is over only where `early` says
    so. For who chairs the objective's unit.
    """
    user = caller(request)
    pushed = the_one(_quarters(user).filter(pk=quarter_id))
    actions.close_quarter(
        pushed=pushed, learning=given.learning, reached=reached_in(pushed), early=given.early, by=user
    )
    return _saved(user, pushed)


def _quarters(user: User) -> QuerySet[QuarterSlice]:
    """Those of objectives that the caller sees and that are pursued."""
    in_sight = {"objective__unit__in": granted_unit_ids(user), "objective__retired_on__isnull": True}
    rows = QuarterSlice.objects.filter(**in_sight).select_related("objective__plan")
    return rows.prefetch_related(*(f"key_results__{name}" for name in RESULTS)).order_by("starts")


def _result(user: User, result_id: UUID) -> KeyResult:
    """The key result of one of these quarters; NotFound elsewhere."""
    rows = KeyResult.objects.filter(pk=result_id, slice__in=_quarters(user).order_by().values("pk"))
    return the_one(rows.select_related("slice__objective__plan", "series__measure"))


def _saved(user: User, pushed: QuarterSlice) -> Saved[QuarterOut]:
    return saved(user, pushed.objective.plan, _out(_quarters(user).filter(pk=pushed.pk))[0])


def _out(rows: Iterable[QuarterSlice]) -> list[QuarterOut]:
    found = list(rows)
    versions = present_versions(result.series.measure_id for one in found for result in one.key_results.all())
    return [quarter_out(one, versions) for one in found]
