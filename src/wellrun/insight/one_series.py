"""One series judged point by point, for the page that shows every point; lists read the stored state instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wellrun.analytics.spc.judgement import Judgement
from wellrun.insight.charting import early_of, judged
from wellrun.insight.subjects import Subject, subjects
from wellrun.measures.queries import Known, SeriesPanel, panel


@dataclass(frozen=True, slots=True, eq=False)
class JudgedSeries:
    """A panel of one row with its judgement; every (S, T) array has S = 1."""

    subject: Subject
    panel: SeriesPanel
    judgement: Judgement


def judged_series(
    series_id: int,
    as_of: datetime | None = None,
    *,
    subject: Subject | None = None,
    week_start: int | None = None,
    known: Known | None = None,
) -> JudgedSeries | None:
    """The series as evaluation judges it, now or as known at `as_of`; None when it has no figure.

    `subject`, `week_start`, `known`: what a page has read already; with all three it is one query.
    """
    if subject is None:
        (subject,) = subjects([series_id])
    panels = panel([series_id], as_of=as_of, week_start=week_start, known=known)
    if not panels:
        return None
    (only,) = panels
    return JudgedSeries(subject, only, judged(only, [subject], early_of(only, [subject])))
