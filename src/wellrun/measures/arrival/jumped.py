"""The quality issues about sudden jumps of what is counted, for the series that changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import period_date, period_number
from wellrun.measures.bulk.contract import FIRST_DAY, SeriesRow
from wellrun.measures.jumps import AFTER, BEFORE, LOOK_BACK, Jump, jumps
from wellrun.measures.models import QualityIssue, Receipt
from wellrun.measures.picture import Picture
from wellrun.measures.quality import Finding, key_of, known_issues, raise_findings, undo_issues
from wellrun.measures.roll_up.steps import Change
from wellrun.measures.roll_up.tree import Tree

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
KIND = QualityIssue.Kind.JUMP.value


@dataclass(frozen=True, slots=True, eq=False)
class _Levels:
    """(S, T) what was counted in each changed series; column 0 is period number `first`."""

    rows: list[SeriesRow]
    first: int
    levels: Floats


def raise_jumps(
    tree: Tree, changes: list[Change], picture: Picture, receipt: Receipt, week_start: int
) -> list[QualityIssue]:
    """Look at the changed series again, from the change on; raise new jumps and resolve those that are gone."""
    raised: list[QualityIssue] = []
    for change in changes:
        if not change.facts.activity or change.facts.grain.value == "event" or not change.series_ids.size:
            continue
        raised += _of_measure(tree, change, picture, receipt, week_start)
    return raised


def _of_measure(tree: Tree, change: Change, picture: Picture, receipt: Receipt, week_start: int) -> list[QualityIssue]:
    grain = change.facts.grain
    # A window that ends on the first changed period begins its "after" two periods earlier.
    first = int(period_number(np.datetime64(int(change.first_days.min()), "D"), grain, week_start)) - AFTER + 1
    found = _levels(change, picture, first - LOOK_BACK, week_start)
    findings = {finding.key: finding for finding in _findings(tree, change, found, first, week_start)}
    known = known_issues(KIND, [change.facts.id])
    changed = {(tree.uuids[tree.index[row.unit]], row.stratum) for row in found.rows}
    since: date = _date(first, change, week_start)
    gone = [
        issue
        for issue in known
        if (issue.unit_id, issue.stratum) in changed and issue.period >= since and key_of(issue) not in findings
    ]
    undo_issues(gone, receipt.received_at)
    return raise_findings(findings.values(), known, receipt.received_at, receipt)


def _levels(change: Change, picture: Picture, first: int, week_start: int) -> _Levels:
    grain = change.facts.grain
    since = max(FIRST_DAY, int(period_date(np.array([first]), grain, week_start).astype(np.int64)[0]))
    figures = picture.figures(change.series_ids, since)
    column = figures.denominators if change.facts.activity == "denominators" else figures.values
    numbers = period_number(figures.days.astype("datetime64[D]"), grain, week_start)
    first = int(numbers.min(initial=first)) if figures.size else first
    levels = np.full((change.series_ids.size, int(numbers.max(initial=first)) - first + 1), np.nan)
    levels[np.searchsorted(change.series_ids, figures.series_ids), numbers - first] = column
    rows = {row.id: row for row in change.rows}
    return _Levels([rows[identifier] for identifier in change.series_ids.tolist()], first, levels)


def _findings(tree: Tree, change: Change, found: _Levels, first: int, week_start: int) -> Iterator[Finding]:
    for jump in jumps(found.levels):
        number, row = found.first + jump.start, found.rows[jump.row]
        unit = tree.index[row.unit]
        if number < first or _explained(tree, change, unit, number, week_start):
            continue
        yield Finding(
            kind=KIND,
            measure_id=change.facts.id,
            unit_id=tree.uuids[unit],
            stratum=row.stratum,
            period=_date(number, change, week_start),
            detail=_detail(change, jump),
        )


def _detail(change: Change, jump: Jump) -> dict[str, object]:
    ratio = jump.after / jump.before if jump.before else None
    return {"of": change.facts.activity, "before": jump.before, "after": jump.after, "ratio": ratio}


def _explained(tree: Tree, change: Change, unit: int, number: int, week_start: int) -> bool:
    """Whether a merger into the unit falls into the periods that were compared."""
    edges = np.array([number - BEFORE, number + AFTER])
    first, last = period_date(edges, change.facts.grain, week_start).astype(np.int64).tolist()
    return any(absorption.place == unit and first < absorption.since < last for absorption in tree.absorptions)


def _date(number: int, change: Change, week_start: int) -> date:
    found: date = period_date(np.array([number]), change.facts.grain, week_start).astype(object)[0]
    return found
