"""What differs between two versions of a plan, or between one and the plan as it stands now."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from wellrun.access.errors import nothing_here
from wellrun.jobs.plan_code import export_plan
from wellrun.plans.diff import Change, changes
from wellrun.plans.document import PlanDocument
from wellrun.plans.read import plan_of
from wellrun.strategy.models import Plan, PlanVersion

NOW: Final = "now"


def version_changes(plan: Plan, earlier: str, later: str) -> list[Change]:
    """What makes the later of the earlier one; each is a version's number or `now`. NotFound for any other."""
    return list(changes(_document(plan, earlier), _document(plan, later)))


def _document(plan: Plan, which: str) -> PlanDocument:
    if which == NOW:
        return export_plan(plan)
    number = int(which) if which.isdecimal() and len(which) < 9 else 0
    version = PlanVersion.objects.filter(plan=plan, number=number).first()
    if version is None:
        raise nothing_here()
    return plan_of(version.document, _("version %(number)d") % {"number": number})
