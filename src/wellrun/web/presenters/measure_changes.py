"""What people say of one series, on pages of its own: the whole record, the forms, and one proposal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import permissions_in
from wellrun.analytics.calendar import Grain
from wellrun.insight.one_series import JudgedSeries, judged_series
from wellrun.insight.subjects import subject_of
from wellrun.jobs.level_changes import LevelChange, level_changes
from wellrun.jobs.owners_line import OwnersLine, owners_line, post_in_line, who_may_approve
from wellrun.measures import said_errors
from wellrun.measures.models import BaselineProposal, MeasureVersion, Series, Target
from wellrun.measures.permission import JUDGES
from wellrun.measures.queries import Known, NamedSeries, Said, SaidOfSeries, said_of
from wellrun.reviews.visibility import evidence_for
from wellrun.web import dates, figures
from wellrun.web.charts.figure import ChartFigure, chart_figure
from wellrun.web.forms.changes import Period
from wellrun.web.frame import Frame
from wellrun.web.parts import Cell, Column, Crumb, Fact, Table
from wellrun.web.presenters.measure_chart import chart_data
from wellrun.web.presenters.measure_said import (
    Line,
    asked_line,
    baseline_lines,
    event_line,
    left_out_line,
    numbered,
    older_events,
    standing,
)
from wellrun.web.presenters.rows import figure_format
from wellrun.web.presenters.total_series import total_series

Status = BaselineProposal.Status


@dataclass(frozen=True)
class Spoken:
    """A series as the pages about it read it; `may`: what the reader may do in its unit."""

    frame: Frame
    series: Series
    version: MeasureVersion
    said: SaidOfSeries
    judged: JudgedSeries | None
    may: frozenset[Permission]

    @property
    def may_note(self) -> bool:
        """Whether the reader may note an event."""
        return Permission.CONTRIBUTE in self.may

    @property
    def may_judge(self) -> bool:
        """Whether the reader may leave points out and ask for baselines."""
        return not self.may.isdisjoint(JUDGES)

    @property
    def form(self) -> figures.FigureFormat:
        """How its figures are written."""
        return figure_format(self.version)

    @property
    def key(self) -> str:
        """The key of the measure."""
        return self.version.measure.key

    def crumbs(self, *more: Crumb) -> list[Crumb]:
        """The way here."""
        card = Crumb(self.version.name, reverse("measure", args=[self.frame.unit.key, self.key]))
        return [card, *more]

    def here(self) -> Crumb:
        """The page of all that is said."""
        return Crumb(_("Events and baselines"), reverse("changes", args=[self.frame.unit.key, self.key]))

    def periods(self, *, but_left_out: bool = False, but_first: bool = False) -> list[Period]:
        """The periods that have a figure, the newest first, in words."""
        if self.judged is None:
            return []
        plain = self.judged.panel.panel
        known = np.flatnonzero(~np.isnan(plain.values[0]))
        days: list[date] = plain.dates[0][known[1:] if but_first else known].astype("datetime64[D]").tolist()
        out = set(self.said.excluded) if but_left_out else set()
        return [(day, dates.period(day, self.version.grain)) for day in reversed(days) if day not in out]


def spoken_of(frame: Frame, key: str) -> Spoken:
    """The series of a measure in the frame's unit with all that is said of it; NotFound where there is none.

    Six queries.
    """
    series = total_series(frame, key)
    history = list(
        MeasureVersion.objects.filter(measure=series.measure_id).select_related("measure").order_by("number")
    )
    version = next(one for one in history if one.current)
    said = said_of(series)
    aim = Target.objects.filter(series=series, retired_at__isnull=True).first()
    ends = (None, None) if aim is None else (aim.low, aim.high) if aim.value is None else (aim.value, aim.value)
    label = f"{series.measure.key}/{frame.unit.key}/{series.stratum}"
    named = NamedSeries(series.pk, series.measure_id, label, Grain(version.grain))
    judged = judged_series(
        series.pk,
        subject=subject_of(series, version, ends),
        week_start=frame.site.week_start,
        known=Known(named, said.phases, history, said.excluded),
    )
    return Spoken(frame, series, version, said, judged, permissions_in(frame.user, frame.unit.pk))


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """All that is said of a series. `settled`: what no longer stands, the newest first."""

    heading: str
    said: str
    crumbs: list[Crumb]
    figure: ChartFigure | None
    events: list[Line]
    baselines: list[Line]
    asked: list[Line]
    left_out: list[Line]
    settled: list[Line]
    levels_href: str
    propose_href: str
    older: str = ""


def changes_page(spoken: Spoken) -> ChangesPage:
    """The page about a series; no query."""
    frame, version, said = spoken.frame, spoken.version, spoken.said
    unit, key = frame.unit.key, spoken.key
    figure, numbers = None, {}
    if spoken.judged is not None:
        title = _("%(measure)s, %(unit)s") % {"measure": version.name, "unit": frame.unit.name}
        data = chart_data(title, spoken.judged, version, said.phases, said=said)
        figure, numbers = chart_figure(data, "changes-chart", size="short"), numbered(said, data.events)
    return ChangesPage(
        heading=_("Events, baselines and points left out"),
        said=_("%(measure)s, %(unit)s: what happened, what the figures are compared with, and who said so.")
        % {"measure": version.name, "unit": frame.unit.name},
        crumbs=spoken.crumbs(),
        figure=figure,
        events=[_event(spoken, one, numbers.get(n, "")) for n, one in enumerate(standing(said.events))],
        baselines=baseline_lines(said, spoken.judged, version, frame),
        asked=[asked_line(one, version, frame) for one in said.baselines if one.status == Status.PROPOSED],
        left_out=[_left_out(spoken, one) for one in standing(said.left_out)],
        settled=_settled(spoken),
        levels_href=reverse("levels", args=[unit, key]) if spoken.may_judge and spoken.judged else "",
        propose_href=reverse("baseline_new", args=[unit, key]) if spoken.may_judge and spoken.judged else "",
        older=older_events(said),
    )


def _event(spoken: Spoken, one: Said, number: str) -> Line:
    line = event_line(one, spoken.frame, number)
    # One of a unit above is taken back there.
    is_here = one.word == spoken.frame.unit.name
    may = spoken.may_judge or (spoken.may_note and one.account == spoken.frame.user.audit_label)
    if not (is_here and may):
        return line
    href = reverse("event_withdraw", args=[spoken.frame.unit.key, spoken.key, one.id])
    return Line(line.head, line.text, line.about, line.number, href, _("Withdraw"))


def _left_out(spoken: Spoken, one: Said) -> Line:
    line = left_out_line(one, spoken.version, spoken.frame)
    if not spoken.may_judge:
        return line
    href = reverse("point_include", args=[spoken.frame.unit.key, spoken.key, one.id])
    return Line(line.head, line.text, line.about, href=href, link=_("Let it take part again"))


def _settled(spoken: Spoken) -> list[Line]:
    """What was withdrawn, lifted or declined."""
    said, grain = spoken.said, spoken.version.grain
    words = {
        "event": _("Event withdrawn by %(by)s, %(day)s"),
        "left_out": _("Left out, and let in again by %(by)s, %(day)s"),
        Status.DECLINED: _("New baseline declined by %(by)s, %(day)s: %(why)s"),
        Status.WITHDRAWN: _("Proposal of a new baseline withdrawn by %(by)s, %(day)s"),
    }
    over = [one for one in (*said.events, *said.left_out, *said.baselines) if one.done_at is not None]
    lines = []
    for one in sorted(over, key=lambda each: each.done_at or each.at, reverse=True):
        told = words.get(one.status or one.kind)
        if told is None or one.done_at is None:
            continue
        day = dates.day_near(one.done_at.astimezone(spoken.frame.zone).date(), spoken.frame.today)
        head = dates.period(one.start, "day" if one.kind == "event" else grain)
        lines.append(Line(head, one.text, told % {"by": one.done_by, "day": day, "why": one.done_text}))
    return lines


def levels_table(spoken: Spoken) -> Table | None:
    """The changes of level within the present baseline, in time, each with the way to a proposal; no query."""
    found = level_changes(spoken.series, spoken.judged.panel) if spoken.judged is not None else []
    form, grain = figure_format(spoken.version), spoken.version.grain
    address = reverse("baseline_new", args=[spoken.frame.unit.key, spoken.key])
    columns = [
        Column(_("Level changed with"), "name"),
        Column(_("Before"), "more", numeric=True),
        Column(_("After"), "value", numeric=True),
        Column(_("Course"), "more"),
        Column(_("Support"), "more", numeric=True),
        Column(_("What to do"), "state", hidden_label=True),
    ]
    rows: list[list[Cell | str]] = [
        [
            dates.period(one.start, grain),
            figures.figure(one.before, form),
            figures.figure(one.after, form),
            _course(one),
            _("%(share)s of 1") % {"share": figures.number(one.support, 2)},
            Cell(_("Propose a baseline"), href=f"{address}?origin=segments&start={one.start.isoformat()}"),
        ]
        for one in found
    ]
    return Table(columns, rows, _("Changes of level")) if rows else None


def _course(change: LevelChange) -> str:
    """Whether the figures stand, rise or fall on either side of it."""
    words = {0: _("level"), 1: _("rising"), -1: _("falling")}
    before, after = (words[int(np.sign(slope))] for slope in (change.slope_before, change.slope_after))
    if before == after:
        return _("%(course)s before and after") % {"course": before}
    return _("%(before)s before, %(after)s after") % {"before": before, "after": after}


def level_change_at(spoken: Spoken, start: date) -> LevelChange | None:
    """The change of level that was found at a period."""
    if spoken.judged is None:
        return None
    found = level_changes(spoken.series, spoken.judged.panel)
    return next((one for one in found if one.start == start), None)


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One proposal. `may_settle`: the reader approves or declines; `why_not`: else the sentence why they do not."""

    proposal: BaselineProposal
    heading: str
    said: str
    crumbs: list[Crumb]
    facts: list[Fact]
    waits: bool
    may_settle: bool
    may_withdraw: bool
    why_not: str
    who: list[str]


def proposal_of(spoken: Spoken, pk: UUID) -> BaselineProposal:
    """A proposal about the series; NotFound."""
    found = BaselineProposal.objects.filter(pk=pk, series=spoken.series).first()
    if found is None:
        raise nothing_here()
    found.series = spoken.series
    return found


def proposal_page(spoken: Spoken, proposal: BaselineProposal) -> ProposalPage:
    """The page of a proposal; eight queries while it waits."""
    period = dates.period(proposal.start, spoken.version.grain)
    waits = proposal.status == Status.PROPOSED
    is_own = proposal.proposed_by == spoken.frame.user.audit_label
    line = owners_line(spoken.series) if waits else None
    why_not = _why_not(spoken, proposal, is_own, line) if line else ""
    heading = _("A new baseline from %(period)s?") if waits else _("A new baseline from %(period)s")
    return ProposalPage(
        proposal=proposal,
        heading=heading % {"period": period},
        said=_sentence(spoken, proposal),
        crumbs=spoken.crumbs(spoken.here()),
        facts=_proposal_facts(spoken, proposal),
        waits=waits,
        may_settle=waits and not why_not,
        may_withdraw=waits and is_own and spoken.may_judge,
        why_not=why_not,
        who=[str(one) for one in who_may_approve(proposal, line=line, today=spoken.frame.today)] if line else [],
    )


def _why_not(spoken: Spoken, proposal: BaselineProposal, is_own: bool, line: OwnersLine) -> str:
    """Why the reader does not settle it; empty where they may."""
    if is_own:
        return said_errors.own_proposal().sentence
    if not spoken.may_judge:
        return _("Who may analyse or chair here, and is outside the owner's line, approves or declines it.")
    post = post_in_line(spoken.frame.user, proposal.series, line=line, today=spoken.frame.today)
    return "" if post is None else said_errors.in_owners_line(post.title).sentence


def _sentence(spoken: Spoken, proposal: BaselineProposal) -> str:
    names = {one.id: one for one in spoken.said.baselines}
    one = names[proposal.pk]
    facts = {"by": one.done_by, "why": one.done_text}
    words = {
        Status.PROPOSED: _("It waits. Until somebody approves it, nothing is judged otherwise."),
        Status.APPROVED: _("Approved by %(by)s. The old baseline stays on the chart."),
        Status.DECLINED: _("Declined by %(by)s: %(why)s"),
        Status.WITHDRAWN: _("Withdrawn by %(by)s."),
    }
    return words[Status(proposal.status)] % facts


def _proposal_facts(spoken: Spoken, proposal: BaselineProposal) -> list[Fact]:
    frame, form = spoken.frame, figure_format(spoken.version)
    one = next(each for each in spoken.said.baselines if each.id == proposal.pk)
    kinds = {"process": _("The process"), "definition": _("The definition")}
    day = dates.day_near(proposal.proposed_at.astimezone(frame.zone).date(), frame.today)
    facts = [
        Fact(_("What changed"), kinds[proposal.reason_kind]),
        Fact(_("On"), dates.period(proposal.changed_on, "day")),
        Fact(_("Reason"), proposal.reason),
        Fact(_("Proposed by"), _("%(by)s, %(day)s") % {"by": one.by, "day": day}),
    ]
    evidence = evidence_for(frame.user, [proposal], frame.today)[proposal.pk]
    if "before" in evidence:
        levels = {name: figures.figure(evidence[name], form) for name in ("before", "after")}
        support = figures.number(evidence["support"], 2)
        told = _("%(before)s before, %(after)s after, support %(support)s of 1") % {**levels, "support": support}
        facts.append(Fact(_("Level found in the figures"), told))
    if "item" in evidence:
        address = reverse("item", args=[evidence["review"], evidence["item"]])
        facts.append(Fact(_("Asked for in a review"), _("Open the item"), address))
    facts.append(Fact(_("The aim"), _("Stays as it is: a new baseline never changes it.")))
    if one.done_text:
        facts.append(Fact(_("What was said to it"), one.done_text))
    return facts
