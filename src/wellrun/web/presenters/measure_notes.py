"""What one should know before trusting a measure's figures here: what is wrong with them, and what never came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from django.utils.translation import ngettext

from wellrun.insight.one_series import JudgedSeries
from wellrun.measures.models import MeasureVersion, QualityIssue, Series
from wellrun.measures.queries.notes import DataNote, gaps_between
from wellrun.web import dates
from wellrun.web.presenters.data import issue_sentence

MOST = 5


def note_sentences(series: Series, version: MeasureVersion, judged: JudgedSeries | None, week_start: int) -> list[str]:
    """The newest notes first, a sentence each; one query. `judged`: None where no figure has come."""
    issues = QualityIssue.objects.filter(
        measure=series.measure_id, unit=series.unit_id, stratum=series.stratum, resolved_at__isnull=True
    ).order_by("-period")[:MOST]
    told = [(issue.period, issue_sentence(issue, version)) for issue in issues]
    told += [(gap.last, _gap(gap, version.grain)) for gap in _gaps(judged, week_start)]
    return [sentence for _when, sentence in sorted(told, key=lambda each: each[0], reverse=True)[:MOST]]


def _gaps(judged: JudgedSeries | None, week_start: int) -> Sequence[DataNote]:
    if judged is None:
        return []
    panel = judged.panel.panel
    present: list[date] = panel.periods[~np.isnan(panel.values[0])].astype(object).tolist()
    return gaps_between(present, panel.grain, week_start)


def _gap(gap: DataNote, grain: str) -> str:
    between = {"n": gap.count, "first": dates.period(gap.first, grain), "last": dates.period(gap.last, grain)}
    return (
        ngettext(
            "%(n)d figure is missing between %(first)s and %(last)s.",
            "%(n)d figures are missing between %(first)s and %(last)s.",
            gap.count,
        )
        % between
    )
