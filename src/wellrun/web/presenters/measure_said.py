"""What people say of a series, on its card: flags on the chart, the baselines it has had, the points left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.insight.bounds import natural_bounds, within
from wellrun.insight.one_series import JudgedSeries
from wellrun.measures.models import BaselineProposal, MeasureVersion
from wellrun.measures.queries import Said, SaidOfSeries
from wellrun.web import dates, figures
from wellrun.web.charts.data import EventFlag
from wellrun.web.frame import Frame
from wellrun.web.presenters.rows import figure_format

Status = BaselineProposal.Status


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said: what it is about, the words, who and when; `href`: where it is settled or undone."""

    head: str
    text: str
    about: str
    number: str = ""
    href: str = ""
    link: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class SaidSection:
    """The section of the card. `baselines`: the newest first, down to the first figures; `asked`: what waits.

    `older`: that events are left out, where they are.
    """

    events: list[Line]
    baselines: list[Line]
    asked: list[Line]
    left_out: list[Line]
    href: str
    levels_href: str = ""
    older: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but the first baseline."""
        return not (self.events or self.asked or self.left_out) and len(self.baselines) < 2


def said_section(
    frame: Frame,
    version: MeasureVersion,
    said: SaidOfSeries,
    judged: JudgedSeries | None,
    flags: Sequence[EventFlag],
    *,
    may_judge: bool,
    told: Collection[date] = (),
) -> SaidSection:
    """The section, of what has been read. No query.

    `may_judge`: the reader may look for changes of level. `told`: the baselines whose reasons stand under the chart.
    """
    key = version.measure.key
    numbers = numbered(said, flags)
    return SaidSection(
        events=[
            event_line(one, frame, numbers.get(position, "")) for position, one in enumerate(standing(said.events))
        ],
        baselines=baseline_lines(said, judged, version, frame, told=told),
        asked=[asked_line(one, version, frame) for one in said.baselines if one.status == Status.PROPOSED],
        left_out=[left_out_line(one, version, frame) for one in standing(said.left_out)],
        href=reverse("changes", args=[frame.unit.key, key]),
        levels_href=reverse("levels", args=[frame.unit.key, key]) if judged and may_judge else "",
        older=older_events(said),
    )


def older_events(said: SaidOfSeries) -> str:
    """That only the newest events are told; empty where all are."""
    return _("At most the newest %(n)d events are shown.") % {"n": len(said.events)} if said.may_be_more else ""


def standing(said: Sequence[Said]) -> list[Said]:
    """Those that are neither lifted nor withdrawn, in time."""
    return [one for one in said if not one.is_over]


def event_flags(said: SaidOfSeries, periods: Sequence[date]) -> list[EventFlag]:
    """The standing events from the first of the chart's periods on, numbered in time."""
    starts = np.array(periods, dtype="datetime64[D]")
    seen = [one for one in standing(said.events) if periods and one.start >= periods[0]]
    return [
        EventFlag(number, int(np.searchsorted(starts, np.datetime64(one.start, "D"), side="right")) - 1, one.text)
        for number, one in enumerate(seen, start=1)
    ]


def numbered(said: SaidOfSeries, flags: Sequence[EventFlag]) -> dict[int, str]:
    """By position among the standing events, the number of its flag: flags are the last of them."""
    first = len(standing(said.events)) - len(flags)
    return {first + position: str(flag.number) for position, flag in enumerate(flags)}


def event_line(one: Said, frame: Frame, number: str = "") -> Line:
    """An event with its days and who noted it, and where it was when that is above."""
    where = "" if one.word == frame.unit.name else one.word
    facts = {"by": one.by, "day": _day(one, frame), "unit": where}
    about = _("%(unit)s; noted by %(by)s, %(day)s") if where else _("Noted by %(by)s, %(day)s")
    return Line(_days(one), one.text, about % facts, number)


def left_out_line(one: Said, version: MeasureVersion, frame: Frame) -> Line:
    """A point left out, why, and by whom."""
    facts = {"by": one.by, "day": _day(one, frame)}
    return Line(dates.period(one.start, version.grain), one.text, _("Left out by %(by)s, %(day)s") % facts)


def asked_line(one: Said, version: MeasureVersion, frame: Frame) -> Line:
    """A baseline that waits for somebody else."""
    facts = {"by": one.by, "day": _day(one, frame)}
    return Line(
        _("From %(period)s") % {"period": dates.period(one.start, version.grain)},
        one.text,
        _("Proposed by %(by)s, %(day)s; nothing is judged otherwise until it is approved") % facts,
        href=reverse("baseline", args=[frame.unit.key, version.measure.key, one.id]),
        link=_("Look at the proposal"),
        word=_("Waits"),
    )


def baseline_lines(
    said: SaidOfSeries,
    judged: JudgedSeries | None,
    version: MeasureVersion,
    frame: Frame,
    *,
    told: Collection[date] = (),
) -> list[Line]:
    """Every baseline with its usual level and range, why it began and who approved it; the newest first.

    `told`: those whose reasons stand elsewhere on the page.
    """
    if judged is None:
        return []
    panel, ordinals = judged.panel, judged.panel.panel.phases[0]
    starts = [int(at) for at in np.flatnonzero(np.diff(ordinals, prepend=ordinals[:1] - 1))]
    ends = [*starts[1:], ordinals.size]
    begun = {phase.number: one for phase, one in zip(said.phases, said.begun, strict=True)}
    approved = {one.phase_id: one for one in said.baselines if one.status == Status.APPROVED}
    lines = []
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        period = panel.panel.dates[0][start].astype("datetime64[D]").astype(object)
        head = _("From %(period)s") % {"period": dates.period(period, version.grain)}
        level = _usual(judged, version, _last_figure(judged, start, end))
        before = starts[place - 1] if place else start
        if place == 0:
            why, about = _("The first figures."), ""
        elif panel.phase_number[0, start] != panel.phase_number[0, before]:
            one = begun[int(panel.phase_number[0, start])]
            why, about = one.text, _approval(one, approved, frame)
        else:
            why = _("New definition, version %(number)d.") % {"number": panel.version_number[0, start]}
            about = ""
        lines.append(Line(head, "" if period in told else why, "; ".join(filter(None, (level, about)))))
    return lines[::-1]


def _last_figure(judged: JudgedSeries, start: int, end: int) -> int:
    """The newest period of a baseline with a figure: after it, in a gap, a count has no size and so no range."""
    (known,) = np.nonzero(~np.isnan(judged.panel.panel.values[0, start:end]))
    return start + int(known[-1]) if known.size else end - 1


def _usual(judged: JudgedSeries, version: MeasureVersion, at: int) -> str:
    """The level and range that a baseline came to; empty where its figures gave none."""
    judgement, form = judged.judgement, figure_format(version)
    centre, low, high = (float(each[0, at]) for each in (judgement.centre, judgement.lower, judgement.upper))
    if np.isnan(centre):
        return _("Too few figures for a usual range")
    bounds = natural_bounds(version, [float(value) for value in judged.panel.panel.values[0]])
    lower, upper = (None if np.isnan(limit) else within(limit, bounds) for limit in (low, high))
    level = _("Usual level %(level)s") % {"level": figures.figure(centre, form)}
    if lower is None and upper is None:
        return level
    return _("%(level)s, range %(range)s") % {"level": level, "range": figures.figure_range(lower, upper, form)}


def _approval(one: Said, approved: Mapping[UUID | None, Said], frame: Frame) -> str:
    """Who proposed and who approved a baseline; of others how they came."""
    asked = approved.get(one.id)
    if asked is not None:
        day = dates.day_near(asked.done_at.astimezone(frame.zone).date(), frame.today) if asked.done_at else ""
        facts = {"by": asked.by, "approver": asked.done_by, "day": day}
        return _("proposed by %(by)s, approved by %(approver)s, %(day)s") % facts
    return _("found when figures were added up") if one.status == "derived" else _("declared with the data")


def _days(one: Said) -> str:
    if one.end is None or one.end == one.start:
        return dates.period(one.start, "day")
    return _("%(first)s to %(last)s") % {
        "first": dates.period(one.start, "day"),
        "last": dates.period(one.end, "day"),
    }


def _day(one: Said, frame: Frame) -> str:
    return dates.day_near(one.at.astimezone(frame.zone).date(), frame.today)
