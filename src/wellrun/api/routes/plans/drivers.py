"""The driver diagram of an objective: what is to move it, and what could be tried."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from wellrun.access.errors import nothing_here
from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.saving import Saved, saved
from wellrun.api.schemas.plans.drivers import (
    BoxIn,
    DriverIn,
    DriverOut,
    MoveIn,
    SuggestedIn,
    SuggestedOut,
    driver_out,
    suggested_out,
)
from wellrun.api.sight import measure_in_sight, objective_in_sight, the_one
from wellrun.api.versions import present_versions
from wellrun.strategy import actions
from wellrun.strategy.driver_suggestion import SuggestedDriver, suggested_drivers
from wellrun.strategy.models import DriverNode, Objective

router = Router(tags=["driver diagrams"])
_OF = "/plans/{slug:plan}/objectives/{slug:objective}/drivers"


@router.get(_OF, response=list[DriverOut])
def get_drivers(request: HttpRequest, plan: str, objective: str) -> list[DriverOut]:
    """The boxes of an objective's driver diagram, in their order."""
    return _boxes(objective_in_sight(caller(request), plan, objective))


@router.post(_OF, response=Saved[list[DriverOut]])
def draw_driver(request: HttpRequest, plan: str, objective: str, given: DriverIn) -> Saved[list[DriverOut]]:
    """Draw a box, or change the one of that key. For who chairs the objective's unit."""
    user = caller(request)
    one = objective_in_sight(user, plan, objective)
    actions.draw_driver(
        objective=one,
        parent=the_one(one.driver_nodes.filter(key=given.parent)) if given.parent else None,
        measure=measure_in_sight(given.measure) if given.measure else None,
        by=user,
        **given.model_dump(include={"key", "kind", "text", "position"}),
    )
    return _saved(user, one)


@router.post(f"{_OF}/rub-out", response=Saved[list[DriverOut]])
def rub_out_driver(request: HttpRequest, plan: str, objective: str, given: BoxIn) -> Saved[list[DriverOut]]:
    """Take a box away, with all that hangs below it. For who chairs the objective's unit."""
    user = caller(request)
    one = objective_in_sight(user, plan, objective)
    actions.rub_out_driver(node=the_one(one.driver_nodes.filter(key=given.key)), by=user)
    return _saved(user, one)


@router.post(f"{_OF}/place", response=Saved[list[DriverOut]])
def place_driver(request: HttpRequest, plan: str, objective: str, given: MoveIn) -> Saved[list[DriverOut]]:
    """Move a box one place among those that hang where it does; the first stays first. For who chairs the unit."""
    user = caller(request)
    one = objective_in_sight(user, plan, objective)
    box = the_one(one.driver_nodes.filter(key=given.key))
    actions.place_driver(node=box, earlier=given.way == "up", by=user)
    return _saved(user, one)


@router.get(f"{_OF}/suggested", response=list[SuggestedOut])
def get_suggested_drivers(request: HttpRequest, plan: str, objective: str) -> list[SuggestedOut]:
    """Boxes that the links and leads of an objective's measures speak for; nothing is drawn by it."""
    boxes = suggested_drivers(objective_in_sight(caller(request), plan, objective))
    versions = present_versions(box.measure.pk for box in boxes)
    return [suggested_out(box, versions) for box in boxes]


@router.post(f"{_OF}/suggested", response=Saved[list[DriverOut]])
def draw_suggested(request: HttpRequest, plan: str, objective: str, given: SuggestedIn) -> Saved[list[DriverOut]]:
    """Draw suggested boxes, with those that they hang below. For who chairs the objective's unit."""
    user = caller(request)
    one = objective_in_sight(user, plan, objective)
    actions.draw_suggested(objective=one, boxes=_chosen(suggested_drivers(one), given.keys), by=user)
    return _saved(user, one)


def _chosen(boxes: list[SuggestedDriver], keys: list[str]) -> list[SuggestedDriver]:
    """Those of these keys, in their order, and what they hang below. Raises NotFound for one that is not suggested."""
    suggested = {box.key: box for box in boxes}
    if not suggested.keys() >= set(keys):
        raise nothing_here()
    wanted = {*keys, *(parent for key in keys if (parent := suggested[key].parent))}
    return [box for box in boxes if box.key in wanted]


def _saved(user: User, objective: Objective) -> Saved[list[DriverOut]]:
    return saved(user, objective.plan, _boxes(objective))


def _boxes(objective: Objective) -> list[DriverOut]:
    rows = DriverNode.objects.filter(objective=objective).select_related("parent", "measure")
    nodes = list(rows.order_by("position", "key"))
    versions = present_versions(node.measure_id for node in nodes if node.measure_id)
    return [driver_out(node, versions) for node in nodes]
