"""What the library and the site believe of the measures of an objective: offered, and heeded."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from wellrun.access.errors import nothing_here
from wellrun.api.auth import caller
from wellrun.api.routes.plans.objectives import saved_objective
from wellrun.api.saving import Saved
from wellrun.api.schemas.plans.offered import HeedIn, OfferedOut, offered_out
from wellrun.api.schemas.strategy import ObjectiveOut
from wellrun.api.sight import objective_in_sight
from wellrun.strategy.heeding import heed
from wellrun.strategy.suggested import suggestions_of

router = Router(tags=["objectives of a plan"])
_OFFERED = "/plans/{slug:plan}/objectives/{slug:objective}/offered"


@router.get(_OFFERED, response=list[OfferedOut])
def get_offered(request: HttpRequest, plan: str, objective: str) -> list[OfferedOut]:
    """Guards of what it pushes, links between its measures, leads of its results: hypotheses it does not heed yet."""
    return [offered_out(one) for one in suggestions_of(objective_in_sight(caller(request), plan, objective))]


@router.post(f"{_OFFERED}/heed", response=Saved[ObjectiveOut])
def heed_offered(request: HttpRequest, plan: str, objective: str, given: HeedIn) -> Saved[ObjectiveOut]:
    """Give the other measure its role; who defines measures also takes over what the library says. For who chairs.

    What is not offered any more is not there.
    """
    user = caller(request)
    one = objective_in_sight(user, plan, objective)
    wanted = (given.other, given.take)
    found = next((each for each in suggestions_of(one) if each.other and (each.other.key, each.take) == wanted), None)
    if found is None:
        raise nothing_here()
    heed(objective=one, offered=found, by=user)
    return saved_objective(user, one)
