"""What a measure means and how far its figures can be trusted: definition, aim, source, age, notes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.insight.bounds import natural_bounds, within
from wellrun.insight.chart_words import chart_words
from wellrun.insight.early_words import rules_words
from wellrun.insight.facts import StateFacts
from wellrun.insight.one_series import JudgedSeries
from wellrun.insight.standing import note_sentence
from wellrun.library.definition import StandardId
from wellrun.measures.models import Feed, MeasureVersion, Series
from wellrun.measures.queries import DataNote, NeverReported, NoteKind, feeds_and_issues, notes_from, promise_of
from wellrun.measures.queries.waiting import Promise, periods_after
from wellrun.web import dates, figures
from wellrun.web.frame import Frame
from wellrun.web.parts import Fact
from wellrun.web.presenters.library_words import standard_words
from wellrun.web.presenters.never import never_words
from wellrun.web.presenters.rows import OLD, MeasureRow, figure_format, state_of

MOST_NOTES = 6
MOST_GAPS = 2


@dataclass(frozen=True)
class DataSheet:
    """Where the figures come from and how old they are; `notes`: the newest first, `more`: how many are left out.

    `is_over`: no figure is awaited any more, and the newest is not of late; `closed`: that the unit has closed.
    """

    facts: list[Fact]
    notes: list[str]
    more: str
    is_over: bool = False
    closed: str = ""


def latest_facts(row: MeasureRow, facts: StateFacts, *, is_corrected: bool = False) -> list[Fact]:
    """The latest figure with its own period and coverage, the usual level and range, the rules that judged it."""
    state, form = row.state, row.form
    if state is None or state.last_period is None:
        return []
    period = dates.period(state.last_period, row.grain)
    latest = _("latest, %(period)s") % {"period": period}
    if row.coverage:
        latest = _("latest, %(period)s, %(coverage)s") % {"period": period, "coverage": row.coverage}
    if is_corrected:
        latest = _("%(latest)s, corrected") % {"latest": latest}
    shown = [Fact(latest, row.value, href="#corrected" if is_corrected else "#data")]
    if state.centre is not None:
        shown.append(Fact(_("usual level"), figures.figure(state.centre, form)))
    if facts["lower"] is not None or facts["upper"] is not None:
        shown.append(Fact(_("usual range"), figures.figure_range(facts["lower"], facts["upper"], form)))
    since = dates.period(state.phase_start or state.first_period or state.last_period, row.grain)
    rules = rules_words(state.profile, facts.get("early_detection", False))
    shown.append(Fact(_("baseline since %(period)s") % {"period": since}, rules))
    return shown


def definition_facts(version: MeasureVersion, series: Series | None, zone: ZoneInfo) -> list[Fact]:
    """What is counted, what is better, what is aimed at and who set it; `series` carries its aim."""
    better = {"up": _("higher"), "down": _("lower"), "band": _("within the aimed-at range"), "none": _("neither")}
    facts = [
        Fact(_("Counted"), version.numerator),
        Fact(_("Out of"), version.denominator),
        Fact(_("Left out"), ", ".join(version.exclusions)),
        Fact(_("Better"), better[version.direction]),
        *_aim(version, series, zone),
        Fact(_("Modelled on"), version.source_text),
        Fact(_("Like"), "; ".join(standard_words(StandardId(**each)) for each in version.standards)),
        Fact(_("In force since"), dates.day(version.effective_from, year=True) if version.effective_from else ""),
    ]
    return [fact for fact in facts if fact.value]


def _aim(version: MeasureVersion, series: Series | None, zone: ZoneInfo) -> list[Fact]:
    if series is None or series.aim_commitment is None:  # type: ignore[attr-defined]
        return []
    form = figure_format(version)
    value, by = series.aim_value, series.aim_by  # type: ignore[attr-defined]
    aim = (
        figures.figure(value, form)
        if value is not None
        else figures.figure_range(series.aim_low, series.aim_high, form)  # type: ignore[attr-defined]
    )
    if by is None:
        aim = _("%(aim)s, by no date") % {"aim": aim}
    else:
        aim = _("%(aim)s by %(day)s") % {"aim": aim, "day": dates.day(by, year=True)}
    words = {"committed": _("%(aim)s, committed"), "aspirational": _("%(aim)s, hoped for")}
    told = words[series.aim_commitment] % {"aim": aim}  # type: ignore[attr-defined]
    source = series.aim_source  # type: ignore[attr-defined]
    set_on = dates.day(series.aim_set_at.astimezone(zone).date(), year=True)  # type: ignore[attr-defined]
    return [
        Fact(_("Aim"), told),
        Fact(_("Aim set by"), source or _("no source stated"), missing=not source),
        Fact(_("Aim set on"), set_on),
    ]


def data_sheet(
    frame: Frame,
    series: Series,
    version: MeasureVersion,
    facts: StateFacts,
    judged: JudgedSeries | None,
    never: Sequence[NeverReported],
    below: Collection[UUID],
) -> DataSheet:
    """Source, licence, age and notes, of a rolled-up series also what jumped in the units `below`; one query."""
    feeds, issues = feeds_and_issues(series, below)
    promise = promise_of(version, feeds)
    periods = _periods(judged)
    notes = notes_from(
        series,
        periods=periods,
        version=version,
        promise=promise,
        issues=issues,
        week_start=frame.site.week_start,
    )
    told = _told(notes, version.grain)
    has_ended = any(note.kind in (NoteKind.ENDED, NoteKind.CLOSED) for note in notes)
    shown = [
        Fact(_("Figures up to"), dates.period(periods[-1], version.grain) if periods else ""),
        Fact(_("Received"), _received(frame, facts)),
        *_origin(feeds, facts["data"]["source"]),
        Fact(_("Made of"), _made_of(series, version, facts, never)),
        Fact(_("Next figure"), "" if has_ended else _next(frame, promise, periods)),
        Fact(_("Chart"), _chart(series)),
        *_beyond(version, series),
    ]
    older = len(told) - MOST_NOTES
    words = ngettext("and %(n)s older one", "and %(n)s older ones", older)
    more = words % {"n": figures.number(older)} if older > 0 else ""
    return DataSheet(
        facts=[fact for fact in shown if fact.value],
        notes=told[:MOST_NOTES],
        more=more,
        is_over=has_ended and _is_of_the_past(frame, series, periods),
        closed=next((note_sentence(note, version.grain) for note in notes if note.kind is NoteKind.CLOSED), ""),
    )


def sheet_without_figures(version: MeasureVersion) -> DataSheet:
    """Where figures would come from, of a unit that has none; one query."""
    feeds = list(Feed.objects.filter(measure=version.measure_id).select_related("source"))
    promise = promise_of(version, feeds)
    notes = []
    if promise is not None and promise.declared_end is not None:
        ended = DataNote(NoteKind.ENDED, promise.declared_end, promise.declared_end)
        notes = [note_sentence(ended, version.grain)]
    return DataSheet([fact for fact in _origin(feeds, "") if fact.value], notes, "", is_over=bool(notes))


def _origin(feeds: list[Feed], source: str) -> list[Fact]:
    """Source, licence and what its publisher wants said; `source`: who sent it where no feed is declared."""
    return [
        Fact(_("Source"), ", ".join(dict.fromkeys(feed.source.name for feed in feeds)) or source),
        Fact(_("Licence"), ", ".join(dict.fromkeys(feed.source.licence for feed in feeds if feed.source.licence))),
        Fact(_("Attribution"), " ".join(attributions(feeds))),
    ]


def attributions(feeds: Iterable[Feed]) -> list[str]:
    """What the publishers of the figures want said with them, each once."""
    return list(dict.fromkeys(feed.source.attribution for feed in feeds if feed.source.attribution))


def _is_of_the_past(frame: Frame, series: Series, periods: list[date]) -> bool:
    """The unit has closed, or the newest figure is of more than a year ago."""
    return series.unit.closed is not None or not periods or periods[-1] < frame.today - OLD


def _chart(series: Series) -> str:
    """Which chart judges it, and why that one; empty where nothing has been judged."""
    state = state_of(series)
    return chart_words(state.chart, state.chart_reason, state.sigma_z) if state is not None else ""


def _beyond(version: MeasureVersion, series: Series) -> list[Fact]:
    """That the computed limits reach further than a figure can, where they do, and where they are."""
    state = state_of(series)
    if state is None:
        return []
    bounds = natural_bounds(version, (value for _period, value, _kind in state.spark))
    if (within(state.lower, bounds), within(state.upper, bounds)) == (state.lower, state.upper):
        return []
    computed = figures.figure_range(state.lower, state.upper, figure_format(version))
    words = _("computed as %(range)s, and shown as far as a figure can go; table and export keep what is computed")
    return [Fact(_("Usual range"), words % {"range": computed})]


def _told(notes: list[DataNote], grain: str) -> list[str]:
    """The newest first; of many gaps the newest speaks for all."""
    gaps = [note for note in notes if note.kind is NoteKind.GAP]
    if len(gaps) <= MOST_GAPS:
        return [note_sentence(note, grain) for note in reversed(notes)]
    missing = sum(gap.count for gap in gaps)
    others = [note_sentence(note, grain) for note in reversed(notes) if note.kind is not NoteKind.GAP]
    words = {
        "n": figures.number(missing),
        "first": dates.period(gaps[-1].first, grain),
        "last": dates.period(gaps[-1].last, grain),
    }
    return [*others, _("%(n)s figures are missing in all, the latest between %(first)s and %(last)s.") % words]


def _periods(judged: JudgedSeries | None) -> list[date]:
    """The periods that have a figure, in order."""
    if judged is None:
        return []
    panel = judged.panel.panel
    periods: list[date] = panel.periods[~np.isnan(panel.values[0])].astype(object).tolist()
    return periods


def _received(frame: Frame, facts: StateFacts) -> str:
    """When the newest figure arrived."""
    received_at = facts["data"]["received_at"]
    if received_at is None:
        return ""
    return dates.day(datetime.fromisoformat(received_at).astimezone(frame.zone).date(), year=True)


def _made_of(series: Series, version: MeasureVersion, facts: StateFacts, never: Sequence[NeverReported]) -> str:
    """How a figure of several units came about, and how many of them are in it."""
    if not series.derived:
        return ""
    words = {"sum": _("the units below, added up"), "ratio_of_sums": _("the units below, pooled")}
    made = words.get(version.roll_up, "")
    coverage = facts["coverage"]
    if coverage is None:
        return made
    shown = {"made": made, "reporting": coverage["reporting"], "expected": coverage["expected"] + len(never)}
    told = _("%(made)s: %(reporting)d of %(expected)d reported") % shown
    return "; ".join(part for part in (told, never_words(never)) if part)


def _next(frame: Frame, promise: Promise | None, periods: list[date]) -> str:
    """When the next figure is due; empty where none is promised."""
    if promise is None or not periods or promise.grain == "event":
        return ""
    awaited, after = periods_after(periods[-1], promise.grain, frame.site.week_start)
    due = after - timedelta(days=1) + timedelta(days=promise.lag_days)
    words = _("%(period)s, was due %(day)s") if due < frame.today else _("%(period)s, due %(day)s")
    return words % {
        "period": dates.period(awaited, promise.grain),
        "day": dates.day_near(due, frame.today),
    }
