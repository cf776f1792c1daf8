"""The quality issues about shares that are 100 % in one period after another: perhaps both columns count the same.

The rule: of a bounded proportion, at least twelve figures in a row have a numerator equal to a denominator of 20 or
more. A small unit may well reach 100 % every month; a dozen months of twenty cases and more without one miss is rare
enough to ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.bulk.contract import Figures
from wellrun.measures.models import QualityIssue, Receipt
from wellrun.measures.picture import Picture
from wellrun.measures.quality import Finding, IssueKey, key_of, known_issues, raise_findings, undo_issues
from wellrun.measures.roll_up.steps import Change
from wellrun.measures.roll_up.tree import Tree

LEAST_RUN = 12
LEAST_CASES = 20.0
KIND = QualityIssue.Kind.ALL_HITS.value


def raise_all_hits(tree: Tree, changes: list[Change], picture: Picture, receipt: Receipt) -> list[QualityIssue]:
    """Look at the changed series again; raise new runs and resolve those that are gone."""
    raised: list[QualityIssue] = []
    for change in changes:
        if change.facts.is_share and change.series_ids.size:
            raised += _of_measure(tree, change, picture, receipt)
    return raised


def _of_measure(tree: Tree, change: Change, picture: Picture, receipt: Receipt) -> list[QualityIssue]:
    known = known_issues(KIND, [change.facts.id])
    changed = set(change.series_ids.tolist())
    place = {row.id: (tree.uuids[tree.index[row.unit]], row.stratum) for row in change.rows if row.id in changed}
    told = {(issue.unit_id, issue.stratum) for issue in known if issue.resolved_at is None}
    # Most series have a miss in what came: only the others are read from their first figure on.
    fresh = picture.figures(change.series_ids, int(change.first_days.min()))
    hits = set(fresh.series_ids[fresh.numerators == fresh.denominators].tolist())
    asked = np.array(sorted(identifier for identifier, at in place.items() if identifier in hits or at in told))
    figures = picture.figures(asked.astype(np.int64))
    found = {finding.key: finding for finding in _findings(tree, change, figures)}
    there = set(place.values())
    gone = [issue for issue in known if (issue.unit_id, issue.stratum) in there and key_of(issue) not in found]
    undo_issues(gone, receipt.received_at)
    _tell_longer(known, found)
    return raise_findings(found.values(), known, receipt.received_at, receipt)


def _tell_longer(known: list[QualityIssue], found: Mapping[IssueKey, Finding]) -> None:
    """A stretch that goes on keeps its issue, with how long it is by now."""
    longer = [issue for issue in known if issue.resolved_at is None and key_of(issue) in found]
    for issue in longer:
        issue.detail = found[key_of(issue)].detail
    QualityIssue.objects.bulk_update(longer, ["detail"])


def _findings(tree: Tree, change: Change, figures: Figures) -> Iterator[Finding]:
    rows = {row.id: row for row in change.rows}
    for start, end in runs(figures.series_ids, figures.numerators, figures.denominators):
        row = rows[int(figures.series_ids[start])]
        first, last = figures.days[[start, end - 1]].astype("datetime64[D]").astype(object).tolist()
        detail = {"count": end - start, "until": last.isoformat()}
        yield Finding(KIND, change.facts.id, tree.uuids[tree.index[row.unit]], row.stratum, first, detail)


def runs(
    series: NDArray[np.int64], numerators: NDArray[np.float64], denominators: NDArray[np.float64]
) -> list[tuple[int, int]]:
    """[start, end) of the stretches of (N,) figures, by series and period, that are all hits; long ones only."""
    hit = (numerators == denominators) & (denominators >= LEAST_CASES)
    begins = hit.copy()
    begins[1:] &= ~hit[:-1] | (series[1:] != series[:-1])
    ends = hit.copy()
    ends[:-1] &= ~hit[1:] | (series[1:] != series[:-1])
    starts, stops = np.flatnonzero(begins), np.flatnonzero(ends) + 1
    long = stops - starts >= LEAST_RUN
    return list(zip(starts[long].tolist(), stops[long].tolist(), strict=True))
