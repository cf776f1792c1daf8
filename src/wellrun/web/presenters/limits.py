"""Same-day limits: at which figure something is done at once, what, and whether today's figure is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.queries import permissions_in
from wellrun.insight.display import figure_words, when_words
from wellrun.measures.models import MeasureVersion, Series, Trigger
from wellrun.measures.permission import JUDGES
from wellrun.measures.queries import TriggerNow, triggers_in, triggers_of
from wellrun.web import dates
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb
from wellrun.web.presenters.total_series import total_series


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit in words. `is_met`: by today's figure; `now`: that, or why nothing can be said of today."""

    id: UUID
    measure: str
    unit: str
    when: str
    response: str
    now: str
    is_met: bool
    set_by: str
    href: str


@dataclass(frozen=True, slots=True)
class LimitsPage:
    """The page of a series' limits: `past` those taken back, newest first, in a line each."""

    series: Series
    version: MeasureVersion
    crumbs: list[Crumb]
    limits: list[Limit]
    past: list[str]
    may_set: bool


def limits_of(frame: Frame, series: Series) -> list[Limit]:
    """The limits of one series; one query."""
    found = triggers_of(series, today=frame.today, week_start=frame.site.week_start)
    return [_limit(one, frame) for one in found]


def limits_met(frame: Frame, units: QuerySet[Any, Any]) -> list[Limit]:
    """The limits that today's figures of the units meet; one query."""
    found = triggers_in(units, today=frame.today, week_start=frame.site.week_start)
    return [_limit(one, frame) for one in found if one.is_met]


def limits_page(frame: Frame, key: str) -> LimitsPage:
    """The limits of a measure in the frame's unit. NotFound where the unit has no such series."""
    series = total_series(frame, key)
    version = MeasureVersion.objects.get(measure=series.measure_id, current=True)
    past = Trigger.objects.filter(series=series, retired_at__isnull=False).order_by("-retired_at", "-pk")
    return LimitsPage(
        series=series,
        version=version,
        crumbs=[
            Crumb(frame.unit.name, reverse("strategy", args=[frame.unit.key])),
            Crumb(version.name, reverse("measure", args=[frame.unit.key, key])),
            Crumb(_("Same-day limits")),
        ],
        limits=limits_of(frame, series),
        past=[_past(one, version, frame) for one in past[:20]],
        may_set=not permissions_in(frame.user, frame.unit.pk).isdisjoint(JUDGES),
    )


def _limit(one: TriggerNow, frame: Frame) -> Limit:
    trigger, unit = one.trigger, one.trigger.series.unit
    return Limit(
        id=trigger.pk,
        measure=one.name,
        unit=unit.name,
        when=when_met(trigger, one.display),
        response=trigger.response,
        now=_now(one),
        is_met=one.is_met,
        set_by=_set_by(trigger, frame),
        href=reverse("measure", args=[unit.key, trigger.series.measure.key]),
    )


def when_met(trigger: Trigger, display: dict[str, Any]) -> str:
    """ "100 % or more", "2 days or less"."""
    limit = {"limit": figure_words(trigger.limit, **display)}
    return _("%(limit)s or more") % limit if trigger.side == Trigger.Side.HIGH else _("%(limit)s or less") % limit


def _now(one: TriggerNow) -> str:
    if one.period is None:
        return _("No figure has come yet.")
    shown = {"value": figure_words(one.value, **one.display), "when": when_words(one.period, one.grain)}
    if one.is_stale:
        return _("Nothing can be said of today: the newest figure is %(value)s %(when)s.") % shown
    if one.is_met:
        return _("Met: %(value)s %(when)s.") % shown
    return _("Not met: %(value)s %(when)s.") % shown


def _set_by(trigger: Trigger, frame: Frame) -> str:
    day = dates.day(trigger.set_at.astimezone(frame.zone).date(), year=True)
    return _("set by %(by)s, %(day)s") % {"by": trigger.set_by, "day": day}


def _past(trigger: Trigger, version: MeasureVersion, frame: Frame) -> str:
    display = {"multiplier": version.multiplier, "decimals": version.decimals, "unit": version.display_unit}
    retired_at = trigger.retired_at
    assert retired_at is not None  # only such are asked for
    return _("%(when)s: %(response)s Taken back by %(by)s, %(day)s.") % {
        "when": when_met(trigger, display),
        "response": trigger.response if trigger.response.endswith((".", "!", "?")) else f"{trigger.response}.",
        "by": trigger.retired_by,
        "day": dates.day(retired_at.astimezone(frame.zone).date(), year=True),
    }
