"""The quality issues about figures that nobody should believe unasked; until somebody does, they take no part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from wellrun.analytics.calendar import period_date, period_number
from wellrun.audit.actions import SYSTEM
from wellrun.measures.bulk.contract import FIRST_DAY, Figures, SeriesRow
from wellrun.measures.doubted import LEFT_OUT, points_of, take_in
from wellrun.measures.doubts import NEWEST, STEPS, Sent, repeated, sudden
from wellrun.measures.jumps import BEFORE
from wellrun.measures.models import Exclusion, QualityIssue, Receipt
from wellrun.measures.picture import Picture
from wellrun.measures.quality import Finding, IssueKey, key_of, known_issues, raise_findings, undo_issues
from wellrun.measures.receiving import SeriesIds
from wellrun.measures.roll_up.steps import Change
from wellrun.measures.roll_up.tree import Tree
from wellrun.measures.shown import number

Floats = NDArray[np.float64]
# A series and one of its periods.
Point = tuple[int, date]
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
            doubts = {doubt.finding.key: doubt for doubt in [*_sudden(tree, window), *_repeated(tree, window)]}
            if doubts:
                _with_sums(tree, window, doubts.values(), picture)
            raised += _settle(tree, window, doubts, receipt)
    return raised


def _window(change: Change, picture: Picture, week_start: int) -> _Window | None:
    grain, ids = change.facts.grain, change.series_ids
    fresh = picture.figures(ids, int(change.first_days.min()))
    if not fresh.size:
        return None
    newest = int(period_number(np.array([fresh.days.max()]).astype("datetime64[D]"), grain, week_start)[0])
    first = newest - NEWEST - max(BEFORE, STEPS + 1) + 1
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


def _sudden(tree: Tree, window: _Window) -> Iterator[_Doubt]:
    """A doubt a stretch; a unit that closes or takes over another is not doubted."""
    activity = window.change.facts.activity
    if not activity:
        return
    levels = window.sent.denominators if activity == "denominators" else window.sent.values
    found: dict[tuple[int, int], _Doubt] = {}
    for one in sudden(levels):
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


def _repeated(tree: Tree, window: _Window) -> Iterator[_Doubt]:
    for one in repeated(window.sent):
        detail = {"same_as": window.date(one.at - 1).isoformat(), "units": one.units}
        reason = _("The figure repeats the one before it; nobody has said yet that it is right.")
        doubt = _doubt(tree, window, REPEATED, one.row, one.at, detail, reason)
        doubt.weights[window.date(one.at)] = float(window.sizes[one.row, one.at])
        yield doubt


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


def _settle(tree: Tree, window: _Window, doubts: Mapping[IssueKey, _Doubt], receipt: Receipt) -> list[QualityIssue]:
    """Raise what is new, resolve what a correction removed, and keep the points in step with both."""
    at = receipt.received_at
    there = {(tree.uuids[tree.index[row.unit]], row.stratum) for row in window.rows}
    since = window.date(window.sent.values.shape[1] - NEWEST)
    known = [issue for kind in (SUDDEN, REPEATED) for issue in known_issues(kind, [window.change.facts.id])]
    here = [issue for issue in known if issue.resolved_at is None and (issue.unit_id, issue.stratum) in there]
    gone = [issue for issue in here if issue.period >= since and key_of(issue) not in doubts]
    _take_in((point for issue in gone for point in points_of(issue)), at)
    undo_issues(gone, at)
    for doubt in doubts.values():
        doubt.finding.detail[LEFT_OUT] = sorted((series_id, day.isoformat()) for series_id, day in doubt.points)
    raised = raise_findings([doubt.finding for doubt in doubts.values()], known, at, receipt)
    _follow([issue for issue in here if key_of(issue) in doubts], doubts, at)
    believed = {key_of(issue) for issue in known if issue.resolved_at is not None} - {key_of(each) for each in raised}
    _leave_out((doubt for doubt in doubts.values() if doubt.finding.key not in believed), at)
    return raised


def _follow(open_ones: list[QualityIssue], doubts: Mapping[IssueKey, _Doubt], at: datetime) -> None:
    """An issue that is still there is about other periods by now."""
    for issue in open_ones:
        doubt = doubts[key_of(issue)]
        _take_in(points_of(issue) - doubt.points, at)
        issue.detail = doubt.finding.detail
    QualityIssue.objects.bulk_update(open_ones, ["detail"])


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
