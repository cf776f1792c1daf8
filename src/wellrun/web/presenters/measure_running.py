"""How long it is since the last event, and whether that is unusual already."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.analytics.spc.codes import Point
from wellrun.insight.one_series import JudgedSeries
from wellrun.insight.running import running_time
from wellrun.measures.models import MeasureVersion
from wellrun.measures.shown import number
from wellrun.web import dates
from wellrun.web.parts import Fact


def running_facts(judged: JudgedSeries | None, version: MeasureVersion, today: date) -> list[Fact]:
    """The time that runs, up to the day by which every event would be known; none for what is no time between events.

    No query: it changes with every day, so it is told here and raises nothing.
    """
    if judged is None:
        return []
    running = running_time(judged, today - timedelta(days=version.data_lag_days))
    if running is None:
        return []
    said = {"since": dates.day(running.since, year=True), "known": dates.day_near(running.as_of, today)}
    if running.usual:
        words = _("since %(since)s without one, as known on %(known)s: no signal so far")
    elif running.point == Point.IMPROVEMENT.word:
        words = _("since %(since)s without one, as known on %(known)s: longer than usual, an improvement")
    else:
        words = _("since %(since)s without one, as known on %(known)s: longer than usual")
    return [Fact(words % said, ngettext("%(n)s day", "%(n)s days", running.days) % {"n": number(running.days)})]
