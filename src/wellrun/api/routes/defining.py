"""A measure of the site: defined anew, given up, judged by other rules."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists
from django.http import HttpRequest
from ninja import Router

from wellrun.access.queries import granted_unit_ids
from wellrun.api.auth import caller
from wellrun.api.routes.measures import get_measure
from wellrun.api.saving import check_open_plans
from wellrun.api.schemas.defining import AmendIn, JudgingIn, JudgingOut, judging_out
from wellrun.api.schemas.measures import MeasureOut
from wellrun.api.sight import the_one
from wellrun.jobs.definition_change import define_anew
from wellrun.jobs.judging import judge_otherwise, reach_of
from wellrun.measures.models import Measure, MeasureVersion
from wellrun.strategy.library_links import give_up_measure

router = Router(tags=["measures"])


@router.post("/measures/{uuid:measure_id}/define-anew", response=MeasureOut)
def define_measure_anew(request: HttpRequest, measure_id: UUID, given: AmendIn) -> MeasureOut:
    """Say a definition otherwise from a day on, as its next version, and judge by it. For who defines measures."""
    said = given.model_dump(exclude_unset=True, exclude_none=True)
    if "source" in said:
        said["source_text"] = said.pop("source")
    define_anew(measure=_measure(request, measure_id), by=caller(request), **said)
    check_open_plans()
    return get_measure(request, measure_id)


@router.post("/measures/{uuid:measure_id}/give-up", response=MeasureOut)
def give_up_own_measure(request: HttpRequest, measure_id: UUID) -> MeasureOut:
    """Give up a measure that has no figures and stands nowhere. For who defines measures."""
    give_up_measure(measure=_measure(request, measure_id), by=caller(request))
    return get_measure(request, measure_id)


@router.get("/measures/{uuid:measure_id}/judging", response=JudgingOut)
def get_judging(request: HttpRequest, measure_id: UUID) -> JudgingOut:
    """By what a measure is judged in every unit that has it, and what a change of that bears on."""
    return _judging(_measure(request, measure_id))


@router.post("/measures/{uuid:measure_id}/judging", response=JudgingOut)
def set_judging(request: HttpRequest, measure_id: UUID, given: JudgingIn) -> JudgingOut:
    """Judge it so from now on, its past too. For an analyst of every unit that has it."""
    measure = _measure(request, measure_id)
    judge_otherwise(measure=measure, profile=given.rules, early_detection=given.early_detection, by=caller(request))
    check_open_plans()
    return _judging(measure)


def _measure(request: HttpRequest, measure_id: UUID) -> Measure:
    """Definitions are the same in every unit: whoever sees any unit sees them all."""
    return the_one(Measure.objects.filter(Exists(granted_unit_ids(caller(request))), pk=measure_id))


def _judging(measure: Measure) -> JudgingOut:
    version = MeasureVersion.objects.get(measure=measure, current=True)
    return judging_out(version, reach_of(version))
