"""This quarter across the objectives of a unit and below: how sure people are, what the figures say, who is silent."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.jobs.in_force.quarter import objectives_below, pushed_in, pushing_nothing, quarter_looked_at
from wellrun.strategy.models import KeyResult, Objective, Plan, QuarterSlice
from wellrun.strategy.pushes import days_silent, score_of, with_figures
from wellrun.strategy.quarters import Quarter, quarters_of
from wellrun.strategy.queries import active_plan
from wellrun.tables.write import write_columns
from wellrun.web import dates
from wellrun.web.counts import capital, in_words
from wellrun.web.frame import Frame
from wellrun.web.parts import Tab
from wellrun.web.presenters.plans.key_result import (
    KeyResultView,
    key_result_view,
    reader_of,
    speakers,
)
from wellrun.web.presenters.plans.quarters import quarter_name
from wellrun.web.presenters.rows import current_versions

A_PAGE = 25
MOST_NAMED = 3
_NUMBERS = ("start", "aim", "figure", "score", "confidence", "days_silent")


@dataclass(frozen=True)
class PushView:
    """What of one objective is pushed: with its key results; `is_closed`, and then what was learned."""

    objective: str
    unit: str
    title: str
    href: str
    results: list[KeyResultView]
    is_closed: bool
    learning: str


@dataclass(frozen=True)
class QuarterPage:
    """`said` is the sentence first; `idle`: which objectives push nothing. `quarter` is None outside the cycle."""

    plan: Plan | None
    quarter: Quarter | None
    name: str
    said: str
    tabs: list[Tab]
    pushes: list[PushView]
    idle: str
    page: Page[Any] | None


def quarter_page(frame: Frame, wanted: str, number: int) -> QuarterPage:
    """The quarter that begins on `wanted`, else that of today; at most fourteen queries."""
    plan = active_plan()
    if plan is None:
        return QuarterPage(None, None, "", _("No plan is in force."), [], [], "", None)
    quarter = quarter_looked_at(plan, wanted, frame.today)
    if quarter is None:
        return QuarterPage(
            plan, None, "", _("No quarter of this plan is under way today."), _tabs(plan, None), [], "", None
        )
    objectives = objectives_below(frame)
    pushed = pushed_in(objectives, quarter)
    page = Paginator(pushed, A_PAGE).get_page(number)
    results = list(
        with_figures(KeyResult.objects.filter(slice__in=[one.pk for one in page.object_list])).order_by("position")
    )
    units = {one.objective.unit_id for one in page.object_list} | {one.series.unit_id for one in results}
    versions = current_versions(one.series.measure_id for one in results)
    reader, held = reader_of(frame, units), speakers(results)
    pushes = []
    for one in page.object_list:
        own = [each for each in results if each.slice_id == one.pk]
        pushes.append(_push(one, plan, [key_result_view(each, plan, versions, reader, held) for each in own]))
    return QuarterPage(
        plan=plan,
        quarter=quarter,
        name=quarter_name(quarter),
        said=_said(pushes, page.paginator.count),
        tabs=_tabs(plan, quarter),
        pushes=pushes,
        idle=_idle(objectives, pushed),
        page=page,
    )


def quarter_file(frame: Frame, wanted: str) -> bytes:
    """The same key results as CSV, all of them; figures as stored, formulas in texts stay texts."""
    plan = active_plan()
    quarter = quarter_looked_at(plan, wanted, frame.today) if plan else None
    rows: list[Any] = []
    if quarter is not None:
        found = with_figures(
            KeyResult.objects.filter(slice__in=pushed_in(objectives_below(frame), quarter).values("pk"))
        )
        rows = list(found.order_by("slice__objective__rank", "slice__objective__key", "position"))
    reader = reader_of(frame, {one.slice.objective.unit_id for one in rows})
    told = [_told(one, days_silent(one, reader.today, reader.zone), reader.zone) for one in rows]
    columns = {
        name: np.array([line[name] for line in told], dtype=np.float64 if name in _NUMBERS else object)
        for name in _NAMES
    }
    said = np.full(len(rows), frame.site.attribution, dtype=object)
    out = io.BytesIO()
    write_columns(columns | {"attribution": said}, out, "csv")
    return out.getvalue()


_NAMES = (
    "objective",
    "title",
    "unit",
    "starts",
    "ends",
    "push",
    "measure",
    "measured_in",
    "commitment",
    "owner",
    "start",
    "aim",
    "figure",
    "period",
    "score",
    "confidence",
    "said_on",
    "said",
    "days_silent",
    "closed_on",
    "learning",
)


def _told(one: Any, silent: int, zone: Any) -> dict[str, Any]:
    pushed, objective = one.slice, one.slice.objective
    checks = list(one.checks.all())
    last = checks[-1] if checks else None
    score, owner = score_of(one), one.owner or objective.owner
    period = one.scored_period if pushed.closed_at else one.reached_in
    nothing = np.nan
    return {
        "objective": objective.key,
        "title": objective.title,
        "unit": objective.unit.key,
        "starts": pushed.starts.isoformat(),
        "ends": pushed.ends.isoformat(),
        "push": pushed.title,
        "measure": one.series.measure.key,
        "measured_in": one.series.unit.key,
        "commitment": one.commitment,
        "owner": owner.key if owner else "",
        "start": one.start,
        "aim": one.aim,
        "figure": nothing if one.reached is None else one.reached,
        "period": period.isoformat() if period else "",
        "score": nothing if score is None else score,
        "confidence": last.confidence if last else nothing,
        "said_on": last.at.astimezone(zone).date().isoformat() if last else "",
        "said": last.text if last else "",
        "days_silent": nothing if pushed.closed_at else silent,
        "closed_on": pushed.closed_at.astimezone(zone).date().isoformat() if pushed.closed_at else "",
        "learning": pushed.learning,
    }


def _push(one: QuarterSlice, plan: Plan, results: list[KeyResultView]) -> PushView:
    href = reverse("objective_quarters", args=[plan.key, one.objective.key])
    return PushView(
        objective=one.objective.title,
        unit=one.objective.unit.name,
        title=one.title,
        href=f"{href}#{one.starts.isoformat()}",
        results=results,
        is_closed=one.closed_at is not None,
        learning=one.learning,
    )


def _tabs(plan: Plan, shown: Quarter | None) -> list[Tab]:
    return [
        Tab(dates.period_short(one.starts, "quarter"), f"?starts={one.starts.isoformat()}", one == shown)
        for one in quarters_of(plan.starts, plan.ends)
    ]


def _said(pushes: list[PushView], count: int) -> str:
    if not count:
        return _("No objective here pushes anything in this quarter.")
    results = [one for push in pushes for one in push.results]
    silent = sum(bool(one.silent) for one in results)
    words = {"n": in_words(count), "silent": capital(in_words(silent))}
    said = ngettext("A part of %(n)s objective is pushed.", "Parts of %(n)s objectives are pushed.", count) % words
    if not silent:
        return said
    more = ngettext(
        "%(silent)s key result was not spoken of for too long.",
        "%(silent)s key results were not spoken of for too long.",
        silent,
    )
    return f"{said} {more % words}"


def _idle(objectives: QuerySet[Objective], pushed: QuerySet[QuarterSlice]) -> str:
    """The objectives that push nothing, by name where they are few; one query."""
    titles = list(pushing_nothing(objectives, pushed).values_list("title", flat=True))
    if not titles:
        return ""
    named = ", ".join(f"“{title}”" for title in titles[:MOST_NAMED])
    more = len(titles) - MOST_NAMED
    if more > 0:
        text = ngettext(
            "Nothing is pushed of %(names)s and %(n)d more.", "Nothing is pushed of %(names)s and %(n)d more.", more
        )
        return text % {"names": named, "n": more}
    return _("Nothing is pushed of %(names)s.") % {"names": named}
