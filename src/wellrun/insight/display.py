"""How sentences write a figure, a period and a span of periods."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NO_BREAK = "\u00a0"
MINUS = "\u2212"


def figure_words(value: float | None, *, multiplier: float, decimals: int, unit: str) -> str:
    """0.234 with (100, 1, "%") reads "23.4 %"; without a value "no figure"."""
    if value is None:
        return _("no figure")
    scaled = Decimal(repr(float(value))) * Decimal(repr(float(multiplier)))
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = str(number_format(abs(rounded), decimals, use_l10n=True, force_grouping=True))
    signed = f"{MINUS}{text}" if rounded < 0 else text
    return f"{signed}{NO_BREAK}{unit}" if unit else signed


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


def day_words(day: date) -> str:
    """A date inside a sentence: "14 October 2025"."""
    return date_format(day, "j F Y")


def span_words(count: int, grain: str) -> str:
    """ "15 months"; for events, which have no calendar, "15 points"."""
    words = {
        "day": ngettext("%(count)d day", "%(count)d days", count),
        "week": ngettext("%(count)d week", "%(count)d weeks", count),
        "month": ngettext("%(count)d month", "%(count)d months", count),
        "quarter": ngettext("%(count)d quarter", "%(count)d quarters", count),
    }
    return words.get(grain, ngettext("%(count)d point", "%(count)d points", count)) % {"count": count}
