"""The quality issues about figures that nobody should believe unasked; until somebody does, they take no part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from wellrun.analytics.calendar import Grain, period_date, period_number
from wellrun.audit.actions import SYSTEM
from wellrun.measures.bulk.contract import FIRST_DAY, Figures, SeriesRow
from wellrun.measures.doubted import LEFT_OUT, points_of, take_in
from wellrun.measures.doubts import NEWEST, STEPS, Asked, Sent, first_asked, goes_on, repeated, sudden
from wellrun.measures.jumps import BEFORE
from wellrun.measures.models import Exclusion, QualityIssue, Receipt
from wellrun.measures.picture import Picture
from wellrun.measures.quality import UNDONE, Finding, IssueKey, key_of, known_issues, raise_findings, undo_issues
from wellrun.measures.receiving import SeriesIds
from wellrun.measures.roll_up.steps import Change
from wellrun.measures.roll_up.tree import Tree
from wellrun.measures.shown import day_words, number

Floats = NDArray[np.float64]
# A series and one of its periods.
Point = tuple[int, date]
# How far back a figure is looked for that is sent again.
FURTHEST_BACK = 120
# In `detail`: the series that it is about, and in how many periods it waits for an answer.
WAITING = "waiting"
OWN = "series"
# From this share of a sum on, what is in doubt of one unit makes the sum doubtful.
WEIGHS = 0.05
SUDDEN, REPEATED = QualityIssue.Kind.SUDDEN.value, QualityIssue.Kind.REPEATED.value


@dataclass(frozen=True, slots=True, eq=False)
class _Window:
    """The newest figures of the series of one measure; column 0 is period number `first`."""

    change: Change
    rows: list[SeriesRow]
    first: int
    sent: Sent
    week_start: int

    @property
    def since(self) -> date:
        """The first period that is asked about."""
        return self.date(first_asked(self.sent.values.shape[1]))

    def at(self, day: date) -> int:
        """The column of a period; negative before the first."""
        number = period_number(np.array([day], dtype="datetime64[D]"), self.change.facts.grain, self.week_start)
        return int(number[0]) - self.first

    @property
    def sizes(self) -> Floats:
        """How much each figure weighs in a sum: its denominator, or the figure itself."""
        return np.where(np.isnan(self.sent.denominators), self.sent.values, self.sent.denominators)

    def date(self, at: int) -> date:
        """The first day of a column."""
        numbers = np.array([self.first + at])
        found: date = period_date(numbers, self.change.facts.grain, self.week_start).astype(object)[0]
        return found


@dataclass(slots=True)
class _Doubt:
    """One issue to be, why in words, whose it is, how much its periods weigh, and the points it is about."""

    finding: Finding
    reason: str
    place: SeriesRow
    weights: dict[date, float] = field(default_factory=dict)
    points: set[Point] = field(default_factory=set)


def raise_doubts(
    tree: Tree, changes: list[Change], picture: Picture, receipt: Receipt, week_start: int
) -> list[QualityIssue]:
    """Look at the newest figures of what changed; raise new doubts, resolve those that a correction removed.

    The points in doubt, and those of sums in which they weigh, are left out of all judging until somebody takes them
    in again or a correction comes. Sums must be rolled up by then.
    """
    raised: list[QualityIssue] = []
    for change in changes:
        if change.facts.grain.value == "event" or not change.series_ids.size:
            continue
        window = _window(change, picture, week_start)
        if window is not None:
            known = _known(tree, window)
            found = [*_sudden(tree, window, known), *_repeated(tree, window)]
            doubts = {doubt.finding.key: doubt for doubt in found}
            if doubts:
                _with_sums(tree, window, doubts.values(), picture)
            raised += _settle(window, doubts, known, receipt)
    return raised


def _known(tree: Tree, window: _Window) -> list[QualityIssue]:
    """What has been asked about the series, answered or not."""
    there = {(tree.uuids[tree.index[row.unit]], row.stratum) for row in window.rows}
    known = [issue for kind in (SUDDEN, REPEATED) for issue in known_issues(kind, [window.change.facts.id])]
    return [issue for issue in known if (issue.unit_id, issue.stratum) in there]


def _window(change: Change, picture: Picture, week_start: int) -> _Window | None:
    grain, ids = change.facts.grain, change.series_ids
    fresh = picture.figures(ids, int(change.first_days.min()))
    if not fresh.size:
        return None
    newest = int(period_number(np.array([fresh.days.max()]).astype("datetime64[D]"), grain, week_start)[0])
    # A repeat is looked for further back, where there are counts to tell it by.
    back = FURTHEST_BACK if change.facts.activity == "denominators" else max(BEFORE, STEPS + 1)
    first = newest - NEWEST - back + 1
    since = max(FIRST_DAY, int(period_date(np.array([first]), grain, week_start).astype(np.int64)[0]))
    figures = picture.figures(ids, since)
    numbers = period_number(figures.days.astype("datetime64[D]"), grain, week_start)
    rows = {row.id: row for row in change.rows}
    sent = _sent(figures, numbers - first, ids, newest - first + 1)
    return _Window(change, [rows[identifier] for identifier in ids.tolist()], first, sent, week_start)


def _sent(figures: Figures, column: NDArray[np.int64], ids: SeriesIds, width: int) -> Sent:
    at = np.searchsorted(ids, figures.series_ids), column

    def wide(numbers: Floats) -> Floats:
        spread = np.full((ids.size, width), np.nan)
        spread[at] = numbers
        return spread

    return Sent(wide(figures.values), wide(figures.numerators), wide(figures.denominators))


def _sudden(tree: Tree, window: _Window, known: Iterable[QualityIssue]) -> Iterator[_Doubt]:
    """A doubt a stretch; a unit that closes or takes over another is not doubted."""
    activity = window.change.facts.activity
    if not activity:
        return
    levels = window.sent.denominators if activity == "denominators" else window.sent.values
    found: dict[tuple[int, int], _Doubt] = {}
    for one in sudden(*_answered(tree, window, levels, known)):
        if (one.row, one.start) not in found:
            if _explained(tree, window, one.row, one.start):
                continue
            detail = {"of": activity, "before": one.before, "after": one.after}
            reason = _(
                "What is counted went from %(before)s to %(after)s at once; nobody has said yet that it is right."
            )
            found[one.row, one.start] = _doubt(
                tree, window, SUDDEN, one.row, one.start, detail,
                reason % {"before": number(one.before), "after": number(one.after)},
            )  # fmt: skip
        found[one.row, one.start].weights[window.date(one.at)] = max(one.before, one.after)
    yield from found.values()


def _answered(tree: Tree, window: _Window, levels: Floats, known: Iterable[QualityIssue]) -> tuple[Floats, list[Asked]]:
    """The levels without what was before one that somebody said is right, and the stretches nobody has answered for."""
    row_of = {(tree.uuids[tree.index[row.unit]], row.stratum): at for at, row in enumerate(window.rows)}
    levels, begin = levels.copy(), first_asked(levels.shape[1])
    asked: dict[int, Asked] = {}
    for issue in sorted((each for each in known if each.kind == SUDDEN), key=lambda each: each.period):
        row, start = row_of[issue.unit_id, issue.stratum], window.at(issue.period)
        if issue.resolved_at is not None and not issue.detail.get(UNDONE):
            levels[row, : max(start, 0)] = np.nan
            asked.pop(row, None)
        elif issue.resolved_at is None and start < begin:
            before, since = float(issue.detail["before"]), levels[row, max(start, 0) : begin]
            last = since[~np.isnan(since)][-1:]
            if not last.size or goes_on(last, before)[0]:
                asked[row] = Asked(row, start, before)
            since[goes_on(since, before)] = np.nan  # no yardstick for what comes later
    return levels, list(asked.values())


def _repeated(tree: Tree, window: _Window) -> Iterator[_Doubt]:
    for one in repeated(window.sent):
        detail = {"same_as": window.date(one.same).isoformat(), "units": one.units}
        reason = _("The figure repeats the one before it; nobody has said yet that it is right.")
        if one.same != one.at - 1:
            words = _("The figure repeats that of %(period)s; nobody has said yet that it is right.")
            reason = words % {"period": _named(window.date(one.same), window.change.facts.grain)}
        doubt = _doubt(tree, window, REPEATED, one.row, one.at, detail, reason)
        doubt.weights[window.date(one.at)] = float(window.sizes[one.row, one.at])
        yield doubt


def _named(day: date, grain: Grain) -> str:
    """ "December 2024", "the period from 10 February 2025"."""
    if grain is Grain.MONTH:
        return date_format(day, "F Y")
    return _("the period from %(day)s") % {"day": day_words(day)}


def _with_sums(tree: Tree, window: _Window, doubts: Iterable[_Doubt], picture: Picture) -> None:
    """The points of each doubt, and those of the sums above in which they weigh."""
    rows = picture.engine.series_of([window.change.facts.id])
    sums = {(tree.index[row.unit], row.stratum): row.id for row in rows if row.derived}
    ids = np.array(sorted(sums.values()), dtype=np.int64)
    first = min(day for doubt in doubts for day in doubt.weights)
    figures = picture.figures(ids, int(np.datetime64(first, "D").astype(np.int64)))
    sizes = np.where(np.isnan(figures.denominators), figures.values, figures.denominators)
    days: list[date] = figures.days.astype("datetime64[D]").astype(object).tolist()
    size_of = dict(zip(zip(figures.series_ids.tolist(), days, strict=True), sizes.tolist(), strict=True))
    for doubt in doubts:
        units = tree.ancestors(tree.index[doubt.place.unit]).tolist()
        above = [series_id for unit in units if (series_id := sums.get((unit, doubt.place.stratum))) is not None]
        for day, weight in doubt.weights.items():
            heavy = {each for each in above if weight >= WEIGHS * size_of.get((each, day), np.inf)}
            doubt.points |= {(each, day) for each in heavy | {doubt.place.id}}


def _doubt(tree: Tree, window: _Window, kind: str, row: int, at: int, detail: Mapping[str, Any], reason: str) -> _Doubt:
    place = window.rows[row]
    unit = tree.uuids[tree.index[place.unit]]
    finding = Finding(kind, window.change.facts.id, unit, place.stratum, window.date(at), dict(detail))
    return _Doubt(finding, reason, place)


def _explained(tree: Tree, window: _Window, row: int, at: int) -> bool:
    """Whether the unit closed, or took over another, in the periods that were compared."""
    unit = tree.index[window.rows[row].unit]
    edges = np.array([window.first + at - BEFORE, window.first + at + 1])
    first, last = period_date(edges, window.change.facts.grain, window.week_start).astype(np.int64).tolist()
    if first < int(tree.closed[unit]) <= last:
        return True
    return any(each.place == unit and first < each.since < last for each in tree.absorptions)


def _settle(
    window: _Window, doubts: Mapping[IssueKey, _Doubt], known: list[QualityIssue], receipt: Receipt
) -> list[QualityIssue]:
    """Raise what is new, resolve what a correction removed, and keep the points in step with both."""
    at, since = receipt.received_at, window.since
    here = [issue for issue in known if issue.resolved_at is None]
    gone = [issue for issue in here if issue.period >= since and key_of(issue) not in doubts]
    _take_in((point for issue in gone for point in points_of(issue)), at)
    undo_issues(gone, at)
    stay = [issue for issue in here if issue not in gone]
    for issue in stay:
        _keep(issue, doubts.get(key_of(issue)), since, at)
    QualityIssue.objects.bulk_update(stay, ["detail"])
    for doubt in doubts.values():
        doubt.finding.detail.update(_told(doubt.points, doubt.place.id))
    raised = raise_findings([doubt.finding for doubt in doubts.values()], known, at, receipt)
    believed = {key_of(issue) for issue in known if issue.resolved_at is not None} - {key_of(each) for each in raised}
    _leave_out((doubt for doubt in doubts.values() if doubt.finding.key not in believed), at)
    return raised


def _keep(issue: QualityIssue, doubt: _Doubt | None, since: date, at: datetime) -> None:
    """An issue that is still open is about other periods by now; those before `since` stay in doubt."""
    before = points_of(issue)
    own = doubt.place.id if doubt is not None else issue.detail.get(OWN)
    points = {point for point in before if point[1] < since} | (doubt.points if doubt is not None else set())
    if doubt is not None:
        doubt.points = points
    _take_in(before - points, at)
    issue.detail = {**issue.detail, **(doubt.finding.detail if doubt is not None else {}), **_told(points, own)}


def _told(points: Iterable[Point], own: int | None) -> dict[str, Any]:
    """What an issue says of its points: which they are, whose it is, and in how many periods it waits."""
    found = sorted((series_id, day.isoformat()) for series_id, day in points)
    return {LEFT_OUT: found, OWN: own, WAITING: sum(series_id == own for series_id, _day in found)}


def _leave_out(doubts: Iterable[_Doubt], at: datetime) -> None:
    """Let the points take no part; one that a person took in again, or left out, stays as that person said."""
    wanted = {point: doubt.reason for doubt in doubts for point in doubt.points}
    if not wanted:
        return
    rows = Exclusion.objects.filter(series_id__in={series for series, _period in wanted})
    said = {
        (series, period)
        for series, period, lifted_by in rows.values_list("series_id", "period", "lifted_by")
        if lifted_by != SYSTEM.audit_label
    }
    Exclusion.objects.bulk_create(
        Exclusion(series_id=series, period=period, reason=reason, excluded_by=SYSTEM.audit_label, excluded_at=at)
        for (series, period), reason in wanted.items()
        if (series, period) not in said
    )


def _take_in(points: Iterable[Point], at: datetime) -> None:
    take_in(points, SYSTEM.audit_label, at)
