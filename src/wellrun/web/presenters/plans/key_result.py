"""A key result in words: the way it is to go, the figure it stands at, its score, how sure people are of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.check.threshold import threshold
from wellrun.measures.models import MeasureVersion
from wellrun.organisation.queries import posts_of
from wellrun.strategy.models import ConfidenceCheck, Plan
from wellrun.strategy.pushes import days_silent, is_worsening, score_of
from wellrun.web import dates, figures
from wellrun.web.frame import Frame
from wellrun.web.presenters.plans.speakers import Held, held_by, post_of
from wellrun.web.presenters.rows import figure_format

SILENT = "OKR-03"
MOST_MARKS = 12


@dataclass(frozen=True)
class Mark:
    """One time somebody said how sure they are: 0 to 10, with the words that went with it."""

    confidence: int
    label: str
    when: str
    who: str
    text: str


@dataclass(frozen=True)
class KeyResultView:
    """One key result. `score` is None where it cannot be told, and `score_words` says why, or from which figure it is.

    `partly`: that a newer figure does not count because not all reported it, or empty.
    `silent` says since when nothing was heard of it, where that is for too long; `say_href`, where the reader says how
    sure they are; `change_href`, where they say it anew; `take_href`, where they take it away. All are empty for who
    may not.
    """

    id: str
    measure: str
    measure_href: str
    unit: str
    objective: str
    way: str
    commitment: str
    owner: str
    figure: str
    figure_when: str
    partly: str
    score: float | None
    score_text: str
    score_words: str
    marks: list[Mark]
    silent: str
    say_href: str
    change_href: str
    take_href: str

    @property
    def recent(self) -> list[Mark]:
        """What is drawn of what was said: the newest, the last of them last."""
        return self.marks[-MOST_MARKS:]

    @property
    def last(self) -> Mark | None:
        """What was said last."""
        return self.marks[-1] if self.marks else None


@dataclass(frozen=True)
class Reader:
    """What the person who reads may do with key results, and by what these are judged silent."""

    today: date
    zone: ZoneInfo
    chairs: frozenset[UUID]
    posts: frozenset[UUID]
    patience: float
    seen: frozenset[UUID]

    def may_say(self, one: Any) -> bool:
        """The post that owns it, or who chairs the unit of its objective."""
        objective = one.slice.objective
        return objective.unit_id in self.chairs or (one.owner_id or objective.owner_id) in self.posts


def reader_of(frame: Frame, units: Collection[UUID]) -> Reader:
    """What the caller may do with key results of objectives of these units; four queries."""
    chaired = granted_unit_ids(frame.user, Permission.CHAIR).filter(descendant__in=units)
    return Reader(
        today=frame.today,
        zone=frame.zone,
        chairs=frozenset(chaired),
        posts=frozenset(posts_of(frame.user, frame.today).values_list("pk", flat=True)),
        patience=threshold(SILENT, "days"),
        seen=frozenset(granted_unit_ids(frame.user).filter(descendant__in=units)),
    )


def speakers(results: Collection[Any]) -> Held:
    """The posts of all who ever said how sure they are of one of these; one query."""
    return held_by({check.by_id for one in results for check in one.checks.all() if check.by_id is not None})


def key_result_view(
    one: Any, plan: Plan, versions: Mapping[UUID, MeasureVersion], reader: Reader, held: Held
) -> KeyResultView:
    """One key result of `with_figures`; no query."""
    version = versions[one.series.measure_id]
    form = figure_format(version)
    told = score_of(one)
    pushed = one.slice
    is_open = pushed.closed_at is None and plan.stage != Plan.Stage.CLOSED
    at = [plan.key, pushed.objective.key, pushed.starts.isoformat()]
    writes = is_open and pushed.objective.unit_id in reader.chairs
    owner = one.owner or pushed.objective.owner
    return KeyResultView(
        id=f"kr-{one.pk}",
        measure=version.name,
        measure_href=_measure_href(one, reader),
        unit=one.series.unit.name,
        objective=pushed.objective.title,
        way=_("From %(start)s to %(aim)s")
        % {"start": figures.figure(one.start, form), "aim": figures.figure(one.aim, form)},
        commitment=_("committed") if one.commitment == "committed" else _("aspirational"),
        owner=owner.title if owner else _("none named"),
        figure=figures.figure(one.newest, form),
        figure_when=_figure_when(one, version),
        partly=_partly(one, version) if is_open else "",
        score=told,
        score_text=figures.figure(told, figures.FigureFormat(decimals=2)) if told is not None else "–",
        score_words=_score_words(one, version, told),
        marks=[_mark(check, one, reader, held) for check in one.checks.all()],
        silent=silence(one, reader) if is_open else "",
        say_href=reverse("confidence", args=[*at, one.pk])
        if is_open and reader.may_say(one) and pushed.starts <= reader.today
        else "",
        change_href=f"{reverse('key_result_new', args=at)}?series={one.series.measure.key}/{one.series.unit.key}"
        if writes
        else "",
        take_href=reverse("key_result_take", args=[*at, one.pk]) if writes else "",
    )


def silence(one: Any, reader: Reader) -> str:
    """Since when nothing was said of a key result of a quarter under way, where that is longer than the rule allows."""
    pushed = one.slice
    if pushed.closed_at is not None or not pushed.starts <= reader.today <= pushed.ends:
        return ""
    days = days_silent(one, reader.today, reader.zone)
    if days <= reader.patience:
        return ""
    return ngettext("nothing said for %(n)d day", "nothing said for %(n)d days", days) % {"n": days}


def _figure_when(one: Any, version: MeasureVersion) -> str:
    """ "13 Oct 25, 3 of 3"; empty without a figure."""
    if not one.newest_in:
        return ""
    period = dates.period_short(one.newest_in, version.grain)
    covered = figures.coverage(one.newest_reporting, one.newest_expected)
    return _("%(period)s, %(covered)s") % {"period": period, "covered": covered} if covered else period


def _partly(one: Any, version: MeasureVersion) -> str:
    """That a newer period was not reported by all, and how far it was; empty where none is newer."""
    if one.partial_in is None or (one.newest_in is not None and one.partial_in <= one.newest_in):
        return ""
    covered = figures.coverage(one.partial_reporting, one.partial_expected)
    words = {"period": dates.period_short(one.partial_in, version.grain), "covered": covered}
    if not covered:
        return _("The figure of %(period)s is not complete, and does not count.") % words
    return _("Of %(period)s %(covered)s reported: it does not count yet.") % words


def _score_words(one: Any, version: MeasureVersion, told: float | None) -> str:
    if is_worsening(one):
        return _("not scored: it would be reached by getting worse")
    period = one.scored_period if one.slice.closed_at is not None else one.reached_in
    if told is None and one.slice.closed_at is not None:
        return _("no score: no figure of the quarter had come")
    if told is None or period is None:
        return _("cannot be told yet: no figure of this quarter has come")
    words = {"period": dates.period(period, version.grain)}
    if one.slice.closed_at is not None:
        return _("fixed by the figure of %(period)s") % words
    return _("by the figure of %(period)s") % words


def _mark(check: ConfidenceCheck, one: Any, reader: Reader, held: Held) -> Mark:
    day = check.at.astimezone(reader.zone).date()
    objective = one.slice.objective
    who = post_of(held, check.by_id, day, [one.owner_id, objective.owner_id]) if check.by_id else _("Wellrun")
    words = {"n": check.confidence, "day": dates.day_near(day, reader.today)}
    label = _("%(n)d of 10, %(day)s") % words
    return Mark(
        check.confidence,
        f"{label}: {check.text}" if check.text else label,
        dates.day_near(day, reader.today),
        who or _("Who chairs %(unit)s") % {"unit": objective.unit.name},
        check.text,
    )


def _measure_href(one: Any, reader: Reader) -> str:
    if one.series.unit_id not in reader.seen or one.series.stratum != "total":
        return ""
    return reverse("measure", args=[one.series.unit.key, one.series.measure.key])
