"""The quality issues that the rows of one import raise and mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.arrival.batch import Batch
from wellrun.measures.arrival.figures import Remark
from wellrun.measures.models import QualityIssue, Receipt
from wellrun.measures.quality import Finding, known_issues, raise_findings, undo_issues

Flags = NDArray[np.bool_]
Place = tuple[Any, Any, str]


def raise_remarked(batch: Batch, remarks: Sequence[Remark], receipt: Receipt) -> list[QualityIssue]:
    """Raise an issue for each remarked row (where values disagree: for the first row of each series).

    An open issue about a row that is in this file and no longer remarked upon is resolved.
    """
    raised: list[QualityIssue] = []
    for remark in remarks:
        if not remark.kind:
            continue
        known = known_issues(remark.kind, [identifier for identifier in batch.measures.ids if identifier])
        mended = [issue for issue in known if issue.resolved_at is None and _is_mended(batch, remark, issue)]
        undo_issues(mended, receipt.received_at)
        raised += raise_findings(_findings(batch, remark), known, receipt.received_at, receipt)
    return raised


def _findings(batch: Batch, remark: Remark) -> Iterator[Finding]:
    at = np.flatnonzero(remark.rows)
    if remark.kind == QualityIssue.Kind.DISAGREES:
        at = at[np.lexsort((batch.days[at], batch.series[at]))]
        at = at[np.unique(batch.series[at], return_index=True)[1]]
    for row in at.tolist():
        measure, unit, stratum = place_of(batch, int(batch.series[row]))
        yield Finding(remark.kind, measure, unit, stratum, _date(batch, row), _detail(batch, remark, row))


def _detail(batch: Batch, remark: Remark, row: int) -> dict[str, Any]:
    table = batch.table
    facts: dict[str, Any] = {
        "numerator": float(table.numerator[row]),
        "denominator": float(table.denominator[row]),
    }
    if remark.kind == QualityIssue.Kind.DISAGREES:
        facts["value"] = float(table.value[row])
        facts["rows"] = int((remark.rows & (batch.series == batch.series[row])).sum())
    return facts


def _is_mended(batch: Batch, remark: Remark, issue: QualityIssue) -> bool:
    wanted = (issue.measure_id, issue.unit_id, issue.stratum)
    series = [code for code in range(len(batch.combinations)) if place_of(batch, code) == wanted]
    day = np.datetime64(issue.period, "D").astype(np.int64)
    rows = np.isin(batch.series, series) & (batch.days == day)
    return bool(rows.any() and not remark.rows[rows].any())


def place_of(batch: Batch, code: int) -> Place:
    """(measure, unit, stratum) of a series code."""
    measure, unit, stratum = batch.combinations[code].tolist()
    return batch.measures.ids[measure], batch.units.ids[unit], batch.table.stratum.names[stratum]


def _date(batch: Batch, row: int) -> date:
    period: date = batch.table.period[row].astype("datetime64[D]").astype(object)
    return period
