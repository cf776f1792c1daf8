"""What is said before a quarter is closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from wellrun.strategy.models import QuarterSlice


def closing_warnings(today: date, pushed: QuarterSlice, results: list[Any]) -> list[str]:
    """What is lost when a quarter is closed now. The key results come from `with_figures`."""
    told = []
    if today <= pushed.ends:
        told.append(_("The quarter is not over yet: what still comes in will not count."))
    without = sum(one.reached is None for one in results)
    if without:
        told.append(_("Of %(n)d key results no figure of the quarter has come: they keep no score.") % {"n": without})
    late = sum(one.reached is not None and _may_more_come(one, pushed, today) for one in results)
    if late:
        told.append(
            _("Of %(n)d key results the last figure of the quarter has not come: the one before it counts.")
            % {"n": late}
        )
    if not results:
        told.append(_("It has no key result, so nothing tells whether it worked."))
    return told


def _may_more_come(one: Any, pushed: QuarterSlice, today: date) -> bool:
    """Whether the quarter is over, and a period of it that follows the newest figure has none."""
    following = {
        "day": one.reached_in + timedelta(days=1),
        "week": one.reached_in + timedelta(days=7),
        "month": (one.reached_in.replace(day=1) + timedelta(days=32)).replace(day=1),
    }
    after = following.get(one.grain)
    return today > pushed.ends and after is not None and after <= pushed.ends
