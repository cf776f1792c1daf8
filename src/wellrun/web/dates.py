"""Dates and periods as people say them: "Tue 14 Oct", "Aug 25", "week of 4 Aug"."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext


def day(when: date, *, year: bool = False) -> str:
    """ "Tue 14 Oct", or with its year "Tue 14 Oct 2025"."""
    return date_format(when, "D j M Y" if year else "D j M")


def moment(when: datetime) -> str:
    """ "Tue 14 Oct, 09:00", in the zone the moment is given in."""
    return gettext("%(day)s, %(time)s") % {"day": day(when), "time": date_format(when, "H:i")}


def day_near(when: date, today: date) -> str:
    """A date beside today's: "today", "tomorrow", "yesterday", else the day, with its year when that differs."""
    words = {0: gettext("today"), 1: gettext("tomorrow"), -1: gettext("yesterday")}
    near = words.get((when - today).days)
    return near if near is not None else day(when, year=when.year != today.year)


def due_words(when: date, today: date) -> str:
    """A day by which something is to be, and how far off that is: "Fri 14 Nov, in 31 days", "Fri 3 Oct, overdue by 11
    days", "today".
    """
    days = (when - today).days
    if days == 0:
        return day_near(when, today)
    shown = {"day": day(when, year=when.year != today.year), "n": abs(days)}
    if days < 0:
        return ngettext("%(day)s, overdue by %(n)d day", "%(day)s, overdue by %(n)d days", -days) % shown
    return ngettext("%(day)s, in %(n)d day", "%(day)s, in %(n)d days", days) % shown


def period(start: date, grain: str = "month") -> str:
    """The name of a period by its first day: "Aug 2025", "Jul to Sep 2025", "week of 4 Aug 2025", "4 Aug 2025"."""
    if grain == "month":
        return date_format(start, "M Y")
    if grain == "quarter":
        last = (start.replace(day=1) + timedelta(days=63)).replace(day=1)
        return gettext("%(first)s to %(last)s") % {
            "first": date_format(start, "M"),
            "last": date_format(last, "M Y"),
        }
    if grain == "week":
        return gettext("week of %(day)s") % {"day": date_format(start, "j M Y")}
    return date_format(start, "j M Y")


def period_short(start: date, grain: str = "month") -> str:
    """The same, for a narrow column or an axis: "Aug 25", "Jul–Sep 25", "4 Aug 25"."""
    if grain == "month":
        return date_format(start, "M y")
    if grain == "quarter":
        last = (start.replace(day=1) + timedelta(days=63)).replace(day=1)
        return f"{date_format(start, 'M')}–{date_format(last, 'M y')}"
    return date_format(start, "j M y")
