"""When a forum meets, as people say it: "Every Tuesday at 09:00", "The third Wednesday of each month at 10:00"."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellrun.reviews.models import Forum

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAYS = [(0, number) for number in range(5)]
_NTH = {
    1: gettext_lazy("the first %(day)s"),
    2: gettext_lazy("the second %(day)s"),
    3: gettext_lazy("the third %(day)s"),
    4: gettext_lazy("the fourth %(day)s"),
    5: gettext_lazy("the fifth %(day)s"),
    -1: gettext_lazy("the last %(day)s"),
    -2: gettext_lazy("the last %(day)s but one"),
}


def cadence_words(forum: Forum) -> str:
    """The forum's rule and hour in words; a rule too rich for them by the usual length of its round."""
    start = forum.first_start.astimezone(ZoneInfo(forum.time_zone))
    parts = dict(part.split("=", 1) for part in forum.cadence.removeprefix("RRULE:").split(";"))
    every = int(parts.get("INTERVAL", "1"))
    said = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly}.get(parts["FREQ"])
    known = set(parts) <= {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS"}
    words = said(parts, every, start) if said and known else ""
    return words or _about(forum, start)


def _daily(parts: dict[str, str], every: int, start: datetime) -> str:
    shown = {"n": every, "time": _time(start)}
    if set(parts) == {"FREQ", "BYDAY"}:
        return _weekly(parts, every, start)
    if set(parts) - {"FREQ", "INTERVAL"}:
        return ""
    return ngettext("Every day at %(time)s", "Every %(n)d days at %(time)s", every) % shown


def _weekly(parts: dict[str, str], every: int, start: datetime) -> str:
    days = _by_day(parts) or [(0, start.weekday())]
    if set(parts) - {"FREQ", "INTERVAL", "BYDAY"} or any(nth for nth, _day in days):
        return ""
    shown = {"days": _list([str(WEEKDAYS[day]) for _nth, day in days]), "n": every, "time": _time(start)}
    if days == _WEEKDAYS and every == 1:
        return _("Monday to Friday at %(time)s") % shown
    return ngettext("Every %(days)s at %(time)s", "Every %(n)d weeks on %(days)s at %(time)s", every) % shown


def _monthly(parts: dict[str, str], every: int, start: datetime) -> str:
    days = _by_day(parts)
    places = [int(place) for place in parts.get("BYSETPOS", "").split(",") if place]
    if len(places) == 1 and len(days) == 1 and not days[0][0]:
        days = [(places[0], days[0][1])]
    elif places or (days and "BYMONTHDAY" in parts):
        return ""
    if days:
        if any(nth not in _NTH for nth, _day in days):
            return ""
        which = _list([str(_NTH[nth]) % {"day": str(WEEKDAYS[day])} for nth, day in days])
    else:
        which = _("day %(day)s") % {"day": parts.get("BYMONTHDAY", str(start.day)).replace(",", ", ")}
    shown = {"which": which, "n": every, "time": _time(start)}
    said = ngettext(
        "%(which)s of each month at %(time)s", "every %(n)d months on %(which)s at %(time)s", every
    ) % shown  # fmt: skip
    return said[:1].upper() + said[1:]


def _about(forum: Forum, start: datetime) -> str:
    shown = {"n": forum.cadence_days, "time": _time(start)}
    return ngettext("About every day at %(time)s", "About every %(n)d days at %(time)s", forum.cadence_days) % shown


def _by_day(parts: dict[str, str]) -> list[tuple[int, int]]:
    """Ordinal (0: every one) and weekday (0: Monday) of each day named."""
    found = re.findall(r"([+-]?\d*)([A-Z]{2})", parts.get("BYDAY", ""))
    return [(int(nth or 0), _DAYS.index(day)) for nth, day in found]


def _list(words: list[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("%(all_but_last)s and %(last)s") % {"all_but_last": ", ".join(words[:-1]), "last": words[-1]}


def _time(start: datetime) -> str:
    return date_format(start, "H:i")
