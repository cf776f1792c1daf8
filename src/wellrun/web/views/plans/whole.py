"""What is about the whole of a plan is for those who see the enterprise."""

from __future__ import annotations

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import permissions_in
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import enterprise
from wellrun.web.views.plans.opening import PlanFrame


class Whole:
    """The enterprise, and what the caller may do there. Two queries."""

    def __init__(self, opened: PlanFrame) -> None:
        top = enterprise()
        if top is None:
            raise nothing_here()
        held = permissions_in(opened.frame.user, top.pk)
        self.top: Unit = top
        self.is_seen = Permission.SEE in held
        self.is_chaired = Permission.CHAIR in held
        self.may_write = self.is_chaired and opened.is_open


def require_whole(opened: PlanFrame) -> Whole:
    """What the caller may do with the whole of the plan; NotFound where they do not see it."""
    whole = Whole(opened)
    if not whole.is_seen:
        raise nothing_here()
    return whole
