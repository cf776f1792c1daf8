"""What hangs on an objective: what it serves and helps, measures with a role, teams that take part."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from wellrun.api.auth import caller
from wellrun.api.routes.plans.objectives import saved_objective
from wellrun.api.saving import Saved
from wellrun.api.schemas.plans.objectives import (
    ArrowIn,
    ContributorIn,
    EffectIn,
    MeasureIn,
    ParentIn,
    RoleIn,
    ServeIn,
    TeamIn,
)
from wellrun.api.schemas.strategy import ObjectiveOut
from wellrun.api.sight import measure_in_sight, objective_in_sight, post_or_none, the_one, unit_or_none
from wellrun.strategy import actions

router = Router(tags=["objectives of a plan"])
_OF = "/plans/{slug:plan}/objectives/{slug:objective}"


@router.post(f"{_OF}/serve", response=Saved[ObjectiveOut])
def serve(request: HttpRequest, plan: str, objective: str, given: ServeIn) -> Saved[ObjectiveOut]:
    """Say which objective it serves, and how much of its gap it takes on. For who chairs its unit."""
    user = caller(request)
    one, above = objective_in_sight(user, plan, objective), objective_in_sight(user, plan, given.parent)
    actions.serve(child=one, parent=above, amount=given.amount, share=given.share, by=user)
    return saved_objective(user, one)


@router.post(f"{_OF}/stop-serving", response=Saved[ObjectiveOut])
def stop_serving(request: HttpRequest, plan: str, objective: str, given: ParentIn) -> Saved[ObjectiveOut]:
    """It does not serve the other any more. For who chairs its unit."""
    user = caller(request)
    one, above = objective_in_sight(user, plan, objective), objective_in_sight(user, plan, given.parent)
    actions.stop_serving(child=one, parent=above, by=user)
    return saved_objective(user, one)


@router.post(f"{_OF}/roles", response=Saved[ObjectiveOut])
def give_role(request: HttpRequest, plan: str, objective: str, given: RoleIn) -> Saved[ObjectiveOut]:
    """Say what a measure is to it; one that has a role already is changed. For who chairs its unit."""
    user = caller(request)
    one = objective_in_sight(user, plan, objective)
    actions.give_role(
        objective=one,
        measure=measure_in_sight(given.measure),
        owner=post_or_none(user, given.owner),
        by=user,
        **given.model_dump(include={"role", "direction", "position"}),
    )
    return saved_objective(user, one)


@router.post(f"{_OF}/take-role", response=Saved[ObjectiveOut])
def take_role(request: HttpRequest, plan: str, objective: str, given: MeasureIn) -> Saved[ObjectiveOut]:
    """The measure plays no role toward it any more. For who chairs its unit."""
    user = caller(request)
    one = objective_in_sight(user, plan, objective)
    actions.take_role(given=the_one(one.measures.filter(measure__key=given.measure)), by=user)
    return saved_objective(user, one)


@router.post(f"{_OF}/contributors", response=Saved[ObjectiveOut])
def add_contributor(request: HttpRequest, plan: str, objective: str, given: ContributorIn) -> Saved[ObjectiveOut]:
    """Name a team that it depends on, with what it hands on. For who chairs its unit."""
    user = caller(request)
    one = objective_in_sight(user, plan, objective)
    actions.add_contributor(
        objective=one,
        handoff_measure=measure_in_sight(given.handoff) if given.handoff else None,
        unit=unit_or_none(user, given.unit),
        post=post_or_none(user, given.post),
        by=user,
        **given.model_dump(include={"team", "part", "position"}),
    )
    return saved_objective(user, one)


@router.post(f"{_OF}/remove-contributor", response=Saved[ObjectiveOut])
def remove_contributor(request: HttpRequest, plan: str, objective: str, given: TeamIn) -> Saved[ObjectiveOut]:
    """It depends on the team no more. For who chairs its unit."""
    user = caller(request)
    one = objective_in_sight(user, plan, objective)
    actions.remove_contributor(contributor=the_one(one.contributors.filter(team=given.team)), by=user)
    return saved_objective(user, one)


@router.post(f"{_OF}/arrows", response=Saved[ObjectiveOut])
def draw_arrow(request: HttpRequest, plan: str, objective: str, given: ArrowIn) -> Saved[ObjectiveOut]:
    """Say which objective it is expected to help, as an arrow of the strategy map. For who chairs its unit."""
    user = caller(request)
    one, effect = objective_in_sight(user, plan, objective), objective_in_sight(user, plan, given.effect)
    actions.draw_arrow(cause=one, effect=effect, because=given.because, by=user)
    return saved_objective(user, one)


@router.post(f"{_OF}/rub-out-arrow", response=Saved[ObjectiveOut])
def rub_out_arrow(request: HttpRequest, plan: str, objective: str, given: EffectIn) -> Saved[ObjectiveOut]:
    """Take an arrow off the map. For who chairs its unit."""
    user = caller(request)
    one, effect = objective_in_sight(user, plan, objective), objective_in_sight(user, plan, given.effect)
    actions.rub_out_arrow(arrow=the_one(one.effects.filter(effect=effect)), by=user)
    return saved_objective(user, one)
