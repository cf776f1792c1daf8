"""Initiatives: begun with their prediction, changed on their way, spoken of, ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.meanwhile import as_read
from wellrun.api.routes.initiatives import initiative_shown
from wellrun.api.saving import Saved, saved
from wellrun.api.schemas.execution import TextIn
from wellrun.api.schemas.initiatives import (
    EndIn,
    HoursIn,
    InitiativeChangeIn,
    InitiativeDetailOut,
    InitiativeIn,
    InitiativeSaid,
    PredictionIn,
    SeriesIn,
)
from wellrun.api.sight import objective_in_sight, post_in_sight, series_in_sight, the_one
from wellrun.execution import actions
from wellrun.execution.actions.prediction import Hours, Prediction
from wellrun.execution.keys import free_initiative_key
from wellrun.execution.models import Initiative
from wellrun.execution.visibility import visible_initiatives
from wellrun.reviews.actions import end_initiative as end_with_items
from wellrun.strategy.models import DriverNode, Objective

router = Router(tags=["initiatives"])
_ONE = "/initiatives/{slug:key}"


@router.post("/plans/{slug:plan}/objectives/{slug:objective}/initiatives", response={201: Saved[InitiativeDetailOut]})
def start_initiative(
    request: HttpRequest, plan: str, objective: str, given: InitiativeIn
) -> Status[Saved[InitiativeDetailOut]]:
    """Begin one for an objective; what it predicts is fixed on that day. For who chairs the objective's unit."""
    user = caller(request)
    one = objective_in_sight(user, plan, objective)
    begun = actions.start_initiative(
        key=given.key or free_initiative_key(given.title),
        objective=one,
        owner=post_in_sight(user, given.owner),
        predictions=[_prediction(user, each) for each in given.predictions],
        hours=_hours(user, given.hours),
        idea=_idea(one, given.idea),
        by=user,
        **given.model_dump(include={"title", "starts", "ends", "design"}),
    )
    return Status(201, _saved(user, begun))


@router.post(f"{_ONE}/change", response=Saved[InitiativeDetailOut])
def change_initiative(request: HttpRequest, key: str, given: InitiativeChangeIn) -> Saved[InitiativeDetailOut]:
    """Say its words, owner and dates anew; what is left out stays. For who chairs the objective's unit."""
    user = caller(request)
    one = _initiative(user, key)
    fields: dict[str, Any] = {name: getattr(one, name) for name in InitiativeSaid.model_fields}
    said = given.model_dump(exclude_unset=True, exclude={"read"})
    if "owner" in said:
        said["owner"] = post_in_sight(user, said["owner"])
    if "idea" in said:
        said["idea"] = _idea(one.objective, said["idea"])
    with as_read(one, given.read):
        actions.change_initiative(initiative=one, by=user, **(fields | said))
    return _saved(user, one)


@router.post(f"{_ONE}/predict", response=Saved[InitiativeDetailOut])
def predict(request: HttpRequest, key: str, given: PredictionIn) -> Saved[InitiativeDetailOut]:
    """Say what else it moves; once it began, only what was left open. For who chairs the objective's unit."""
    user = caller(request)
    one = _initiative(user, key)
    actions.predict(initiative=one, prediction=_prediction(user, given), by=user)
    return _saved(user, one)


@router.post(f"{_ONE}/take-prediction-back", response=Saved[InitiativeDetailOut])
def take_prediction_back(request: HttpRequest, key: str, given: SeriesIn) -> Saved[InitiativeDetailOut]:
    """It is not to move these figures after all; not once it began. For who chairs the objective's unit."""
    user = caller(request)
    one = _initiative(user, key)
    actions.take_prediction_back(initiative=one, series=series_in_sight(user, given.series), by=user)
    return _saved(user, one)


@router.post(f"{_ONE}/hours", response=Saved[InitiativeDetailOut])
def set_hours(request: HttpRequest, key: str, given: HoursIn) -> Saved[InitiativeDetailOut]:
    """Say how many hours a week it takes of a post. For who chairs the objective's unit."""
    user = caller(request)
    one = _initiative(user, key)
    post = post_in_sight(user, given.post)
    actions.set_hours(initiative=one, post=post, hours_a_week=given.hours_a_week, by=user)
    return _saved(user, one)


@router.post(f"{_ONE}/report", response=InitiativeDetailOut)
def report_on_initiative(request: HttpRequest, key: str, given: TextIn) -> InitiativeDetailOut:
    """Say how it goes. For whoever holds the post that owns it."""
    user = caller(request)
    actions.report_on_initiative(initiative=_initiative(user, key), text=given.text, by=user)
    return initiative_shown(user, key)


@router.post(f"{_ONE}/end", response=Saved[InitiativeDetailOut])
def end_initiative(request: HttpRequest, key: str, given: EndIn) -> Saved[InitiativeDetailOut]:
    """End it, as planned or before, and say what came of it. For whoever holds its post, and who chairs the unit."""
    user = caller(request)
    one = _initiative(user, key)
    end_with_items(initiative=one, stopped=given.stopped, text=given.text, by=user)
    return _saved(user, one)


def _initiative(user: User, key: str) -> Initiative:
    related = ("objective__unit", "objective__plan", "owner", "idea")
    return the_one(visible_initiatives(user).filter(key=key).select_related(*related))


def _saved(user: User, one: Initiative) -> Saved[InitiativeDetailOut]:
    return saved(user, one.objective.plan, initiative_shown(user, one.key))


def _prediction(user: User, given: PredictionIn) -> Prediction:
    return Prediction(series_in_sight(user, given.series), given.direction, given.change, given.after_days)


def _hours(user: User, given: Sequence[HoursIn]) -> list[Hours]:
    said = {one.post: one.hours_a_week for one in given}
    return [Hours(post_in_sight(user, post), hours) for post, hours in said.items()]


def _idea(objective: Objective, key: str | None) -> DriverNode | None:
    return the_one(objective.driver_nodes.filter(key=key)) if key else None
