"""The quarters of one objective: what is pushed in each, its key results with their scores, how sure people are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellrun.access.queries import granted_unit_ids
from wellrun.measures.models import Observation, Series
from wellrun.organisation.queries import subtree_ids
from wellrun.strategy.models import KeyResult, Objective, Plan, QuarterSlice
from wellrun.strategy.pushes import with_figures
from wellrun.strategy.quarters import Quarter, quarters_of
from wellrun.web import dates, figures
from wellrun.web.counts import capital, in_words
from wellrun.web.forms.plans.quarter import Choice
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb
from wellrun.web.presenters.plans.key_result import KeyResultView, key_result_view, reader_of, speakers
from wellrun.web.presenters.rows import current_versions, figure_format
from wellrun.web.states import State

MOST_SERIES = 200
_STATES = {
    "closed": State(gettext_lazy("Closed"), "flat", "lock"),
    "now": State(gettext_lazy("Under way"), "accent", "clock"),
    "over": State(gettext_lazy("Over, not closed"), "bad", "bad"),
    "to_come": State(gettext_lazy("To come"), "flat", "calendar"),
}


@dataclass(frozen=True)
class QuarterView:
    """One quarter of the cycle. `title` is empty where nothing is pushed in it; hrefs are empty for who may not."""

    key: str
    name: str
    days: str
    state: State
    title: str
    results: list[KeyResultView]
    learning: str
    closed: str
    push_href: str
    add_href: str
    close_href: str
    is_now: bool


@dataclass(frozen=True)
class QuartersPage:
    """What the page shows: the quarter under way first, then those to come, then those that are over.

    `passed`: in which of these nothing was pushed, in a sentence.
    """

    said: str
    crumbs: list[Crumb]
    quarters: list[QuarterView]
    passed: str
    has_measures: bool


def quarter_name(one: Quarter) -> str:
    """ "Quarter 3, Oct to Dec 2025"."""
    return _("Quarter %(n)d, %(months)s") % {"n": one.number, "months": dates.period(one.starts, "quarter")}


def quarters_page(frame: Frame, plan: Plan, objective: Objective, *, may_write: bool) -> QuartersPage:
    """The quarters of an objective the caller sees; at most eleven queries."""
    pushed = {one.starts: one for one in objective.slices.all()}
    results = list(with_figures(KeyResult.objects.filter(slice__objective=objective)).order_by("position"))
    versions = current_versions(one.series.measure_id for one in results)
    reader = reader_of(frame, {objective.unit_id, *(one.series.unit_id for one in results)})
    held = speakers(results)
    listed = quarters_of(plan.starts, plan.ends)
    views, passed = [], []
    for quarter in sorted(listed, key=lambda each: (each.ends < frame.today, each.starts)):
        one = pushed.get(quarter.starts)
        if one is None and quarter.ends < frame.today:
            passed.append(quarter_name(quarter))
            continue
        own = [result for result in results if one is not None and result.slice_id == one.pk]
        shown = [key_result_view(result, plan, versions, reader, held) for result in own]
        views.append(_quarter(frame, plan, objective, quarter, one, shown, may_write=may_write))
    return QuartersPage(
        said=_said(views),
        crumbs=crumbs_of(plan, objective),
        quarters=views,
        passed=_("Nothing was pushed in %(quarters)s.") % {"quarters": "; ".join(passed)} if passed else "",
        has_measures=objective.measures.exists(),
    )


def crumbs_of(plan: Plan, objective: Objective) -> list[Crumb]:
    """The way to the quarters of an objective."""
    return [
        Crumb(plan.name, reverse("plan", args=[plan.key])),
        Crumb(objective.title, reverse("objective", args=[plan.key, objective.key])),
        Crumb(_("Quarters"), reverse("objective_quarters", args=[plan.key, objective.key])),
    ]


def choices_of(frame: Frame, objective: Objective, starts: date) -> list[Choice]:
    """The series a key result of the quarter may be on: the objective's measures in its unit and below; three queries.

    The unit itself comes first. Each begins at its last figure before the quarter, or the newest it has.
    """
    figures_of = Observation.objects.filter(series=OuterRef("pk"), value__isnull=False).order_by("-period")
    seen = Q(unit__in=granted_unit_ids(frame.user)) & Q(unit__in=subtree_ids(objective.unit_id))
    rows: Any = Series.objects.filter(
        seen, stratum="total", unit__closed__isnull=True, measure__in=objective.measures.values("measure")
    )
    own_first = Case(When(unit=objective.unit_id, then=Value(0)), default=Value(1))
    rows = (
        rows.select_related("measure", "unit")
        .order_by(own_first, "unit__name", "measure__key")
        .annotate(
            before=Subquery(figures_of.filter(period__lt=starts).values("value")[:1]),
            newest=Subquery(figures_of.values("value")[:1]),
        )
    )
    found = list(rows[:MOST_SERIES])
    versions = current_versions(one.measure_id for one in found)
    choices = []
    for one in found:
        version = versions[one.measure_id]
        form = figure_format(version)
        words = {"measure": version.name, "unit": one.unit.name, "now": figures.figure(one.newest, form)}
        label = _("%(measure)s, %(unit)s: now %(now)s") % words
        if one.before not in (None, one.newest):
            words["before"] = figures.figure(one.before, form)
            label = _("%(measure)s, %(unit)s: %(before)s before the quarter, now %(now)s") % words
        begins = one.before if one.before is not None else one.newest
        choices.append(Choice(one, version.name, label, form, begins))
    return choices


def _quarter(
    frame: Frame,
    plan: Plan,
    objective: Objective,
    quarter: Quarter,
    one: QuarterSlice | None,
    results: list[KeyResultView],
    *,
    may_write: bool,
) -> QuarterView:
    at = [plan.key, objective.key]
    day = quarter.starts.isoformat()
    is_open = may_write and (one is None or one.closed_at is None)
    writes = is_open and one is not None
    new = reverse("quarter_new", args=at)
    closed = one.closed_at.astimezone(frame.zone).date() if one is not None and one.closed_at else None
    return QuarterView(
        key=day,
        name=quarter_name(quarter),
        days=_("%(first)s to %(last)s")
        % {"first": dates.day(quarter.starts, year=True), "last": dates.day(quarter.ends, year=True)},
        state=_STATES[_state(one, quarter, frame.today)],
        title=one.title if one else "",
        results=results,
        learning=one.learning if one else "",
        closed=_("Closed %(day)s.") % {"day": dates.day_near(closed, frame.today)} if closed else "",
        push_href=f"{new}?starts={day}" if is_open else "",
        add_href=reverse("key_result_new", args=[*at, day]) if writes else "",
        close_href=reverse("quarter_close", args=[*at, day]) if writes and quarter.starts <= frame.today else "",
        is_now=quarter.starts <= frame.today <= quarter.ends,
    )


def _state(one: QuarterSlice | None, quarter: Quarter, today: date) -> str:
    if one is not None and one.closed_at is not None:
        return "closed"
    if quarter.starts > today:
        return "to_come"
    if quarter.ends >= today:
        return "now"
    return "over"


def _said(views: list[QuarterView]) -> str:
    now = next((view for view in views if view.is_now), None)
    if now is None:
        return _("No quarter of this plan is under way today.")
    if not now.title:
        return _("Nothing of it is pushed in %(quarter)s.") % {"quarter": now.name}
    silent = sum(bool(one.silent) for one in now.results)
    words = {"quarter": now.name, "title": now.title, "n": capital(in_words(silent))}
    said = _("%(quarter)s: %(title)s.") % words
    if silent:
        return f"{said} {_('%(n)s of its key results were not spoken of for too long.') % words}"
    return said
