"""A forum hears of more or of less: its alarm budget is changed, and what it now hears of is raised at once."""

from __future__ import annotations

from wellrun.execution.permission import Doer
from wellrun.jobs.agenda import Raised, raise_items
from wellrun.reviews.actions import set_alarm_budget
from wellrun.reviews.models import Forum


def change_alarm_budget(*, forum: Forum, false_alarms_a_month: float, by: Doer) -> Raised:
    """Set how many false alarms a month the forum accepts. Raises `alarm_budget_unknown`."""
    set_alarm_budget(forum=forum, false_alarms_a_month=false_alarms_a_month, by=by)
    return raise_items()
