"""How long an exception to a rule may last."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from wellrun.lib.errors import UserError
from wellrun.strategy.models import Plan

OVERDUE: Final = timedelta(days=92)
"""For a plan in force past its last day: time enough to begin the next one."""


def last_day(plan: Plan, today: date) -> date:
    """The last day an exception of this plan may hold: the plan's own, or a quarter on where that has passed."""
    return plan.ends if today <= plan.ends else today + OVERDUE


def refuse_beyond_cycle(plan: Plan, expires: date, today: date) -> None:
    """An exception that outlives its plan is asked for anew in the next. Raises `waiver_outside_cycle`."""
    last = last_day(plan, today)
    if expires > last:
        sentence = _("An exception ends with its plan: choose a day up to %(last)s.")
        raise UserError("waiver_outside_cycle", sentence % {"last": f"{last:%Y-%m-%d}"})
