"""How sentences write a figure, a period and a span of periods."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.measures.shown import MINUS, NO_BREAK, FigureFormat, day_words, number, shown

__all__ = ["MINUS", "NO_BREAK", "day_words", "figure_words", "period_words", "span_words", "when_words"]


def figure_words(value: float | None, *, multiplier: float, decimals: int, unit: str) -> str:
    """0.234 with (100, 1, "%") reads "23.4 %"; without a value "no figure"."""
    return shown(value, FigureFormat(multiplier, decimals, unit)).text


def period_words(start: date, grain: str) -> str:
    """The name of a period inside a sentence: "June 2024", "July to September 2024", "4 June 2024"."""
    if grain == "month":
        return date_format(start, "F Y")
    if grain == "quarter":
        last = (start.replace(day=1) + timedelta(days=63)).replace(day=1)
        return _("%(first)s to %(last)s") % {"first": date_format(start, "F"), "last": date_format(last, "F Y")}
    if grain == "week":
        return _("the week of %(day)s") % {"day": date_format(start, "j F Y")}
    return date_format(start, "j F Y")


def when_words(start: date, grain: str) -> str:
    """The period as the time of something: "in June 2024", "in the week of 4 June 2024", "on 4 June 2024"."""
    shown_period = {"period": period_words(start, grain)}
    if grain in {"month", "quarter", "week"}:
        return _("in %(period)s") % shown_period
    return _("on %(period)s") % shown_period


def span_words(count: int, grain: str) -> str:
    """ "15 months"; for events, which have no calendar, "15 points"."""
    words = {
        "day": ngettext("%(count)s day", "%(count)s days", count),
        "week": ngettext("%(count)s week", "%(count)s weeks", count),
        "month": ngettext("%(count)s month", "%(count)s months", count),
        "quarter": ngettext("%(count)s quarter", "%(count)s quarters", count),
    }
    return words.get(grain, ngettext("%(count)s point", "%(count)s points", count)) % {"count": number(count)}
