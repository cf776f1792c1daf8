"""What becomes of the findings of a plan that is over."""

from __future__ import annotations

from wellrun.check.models import Finding
from wellrun.lib import clock
from wellrun.strategy.models import Plan


def let_go_of_closed_plans() -> int:
    """Close the open findings of closed plans: nobody mends them any more; how many there were."""
    standing = Finding.objects.filter(plan__stage=Plan.Stage.CLOSED, resolved_at__isnull=True)
    return standing.update(resolved_at=clock.now())
