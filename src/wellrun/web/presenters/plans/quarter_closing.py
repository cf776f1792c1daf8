"""What is said before a quarter is closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.strategy.models import QuarterSlice
from wellrun.web import dates


def closing_warnings(today: date, pushed: QuarterSlice, results: list[Any]) -> list[str]:
    """What is lost when a quarter is closed now. The key results come from `with_figures`."""
    told = []
    if today <= pushed.ends:
        told.append(_not_over(today, pushed, results))
    without = sum(one.reached is None for one in results)
    if without:
        told.append(
            ngettext(
                "Of one key result no figure of the quarter has come: it keeps no score.",
                "Of %(n)d key results no figure of the quarter has come: they keep no score.",
                without,
            )
            % {"n": without}
        )
    late = sum(one.reached is not None and _may_more_come(one, pushed, today) for one in results)
    if late:
        told.append(
            ngettext(
                "Of one key result the last figure of the quarter has not come: the one before it counts.",
                "Of %(n)d key results the last figure of the quarter has not come: the one before it counts.",
                late,
            )
            % {"n": late}
        )
    if not results:
        told.append(_("It has no key result, so nothing tells whether it worked."))
    return told


def _not_over(today: date, pushed: QuarterSlice, results: list[Any]) -> str:
    """How long it runs still, and what is lost where it is closed before."""
    days = (pushed.ends - today).days + 1
    words = {"n": days, "day": dates.day(pushed.ends, year=True), "results": len(results)}
    runs = ngettext("The quarter runs one more day, to %(day)s.", "The quarter runs %(n)d more days, to %(day)s.", days)
    lost = ngettext(
        "Closed now, figures that still come in do not count for its key result, and nobody says any more how sure "
        "they are of it.",
        "Closed now, figures that still come in do not count for its %(results)d key results, and nobody says any more "
        "how sure they are of them.",
        len(results),
    )
    return f"{runs} {lost}" % words if results else runs % words


def _may_more_come(one: Any, pushed: QuarterSlice, today: date) -> bool:
    """Whether the quarter is over, and a period of it that follows the newest figure has none."""
    following = {
        "day": one.reached_in + timedelta(days=1),
        "week": one.reached_in + timedelta(days=7),
        "month": (one.reached_in.replace(day=1) + timedelta(days=32)).replace(day=1),
    }
    after = following.get(one.grain)
    return today > pushed.ends and after is not None and after <= pushed.ends
