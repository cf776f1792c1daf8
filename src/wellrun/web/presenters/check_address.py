"""Where the check of a plan stands."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from wellrun.strategy.models import Plan


def check_href(plan: Plan, unit: str) -> str:
    """The page of the check of a plan in a unit; the plan in force needs no name."""
    return reverse("check", args=[unit]) + plan_query(plan)


def plan_query(plan: Plan) -> str:
    """What an address of the check says to mean a plan that is not in force."""
    return "" if plan.stage == Plan.Stage.ACTIVE else f"?{urlencode({'plan': plan.key})}"
