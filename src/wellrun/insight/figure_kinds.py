"""What kind of figures a measure has, and the chart that is wished for them before a baseline has a say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from wellrun.analytics.calendar import Grain
from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.codes import Chart, ChartReason, Codes
from wellrun.analytics.spc.judgement import Flags
from wellrun.analytics.spc.unsuited import unsuited
from wellrun.analytics.spc.wishes import event_charts
from wellrun.measures.models import MeasureVersion

Scoring = MeasureVersion.Scoring


class FigureKind(NamedTuple):
    """How a measure is scored, and the chart its definition names, "" for none."""

    scoring: str
    judged_on: str = ""


class Wished(NamedTuple):
    """(S,) charts as `judge` takes them, and `ChartReason` codes where the reason is known already, else -1."""

    charts: Codes
    reasons: Codes


# What each scoring is by itself. The figures decide the rest: wide limits or plain ones, too rare, amounts.
_BY_SCORING = {
    Scoring.PROPORTION: Chart.AUTO,
    Scoring.RATE: Chart.AUTO_RATE,
    Scoring.RATIO: Chart.AUTO_RATIO,
    Scoring.COUNT: Chart.AUTO_COUNT,
    Scoring.CONTINUOUS: Chart.AUTO_RATIO,
}
# A plain chart that is named may become its wide form, so naming it says of what kind the figures are.
_BY_NAME = {"p": Chart.AUTO, "u": Chart.AUTO_RATE, "oe": Chart.AUTO_EXPECTED, "c": Chart.AUTO_COUNT}


def wished_charts(panel: Panel, kinds: Sequence[FigureKind]) -> Wished:
    """The chart to ask for, row by row of the panel; a named one that its figures cannot have is given up, and said."""
    by_itself = np.array([_BY_SCORING.get(Scoring(kind.scoring), Chart.AUTO) for kind in kinds], dtype=np.int8)
    named = np.array([_named(kind.judged_on) for kind in kinds], dtype=np.int8)
    reasons = np.full(by_itself.shape, -1, dtype=np.int8)
    if panel.grain is Grain.EVENT:
        by_itself, reasons = _of_events(panel, kinds)
    charts = np.where(named >= 0, named, by_itself).astype(np.int8)
    given_up = (named >= 0) & ((unsuited(panel, charts) >= 0) | (_needs_counts(charts) & ~_has_counts(panel)))
    charts[given_up], reasons[given_up] = by_itself[given_up], ChartReason.NAMED_UNSUITED
    reasons[(named >= 0) & ~given_up] = -1
    if panel.grain is not Grain.EVENT:
        charts[(charts == Chart.AUTO) & _are_plain(panel)] = Chart.AUTO_RATIO
    return Wished(charts, reasons)


def _are_plain(panel: Panel) -> Flags:
    """(S,) whether values come without their counts: shares of 0 and 1 are just values then, and no rare events."""
    valued: Flags = np.any(~np.isnan(panel.values), axis=1)
    if panel.numerators is None or panel.denominators is None:
        return valued
    counted = ~np.isnan(panel.numerators) & (panel.denominators > 0)
    plain: Flags = valued & ~counted.any(axis=1)
    return plain


def _named(word: str) -> int:
    if not word:
        return -1
    return int(_BY_NAME[word]) if word in _BY_NAME else Chart.read(word)


def _of_events(panel: Panel, kinds: Sequence[FigureKind]) -> tuple[Codes, Codes]:
    """Days between make a t chart (AUTO finds them), counted cases between a g chart, and anything else an XmR chart.

    A row a case, 0 or 1, would make a Bernoulli CUSUM: it is a record of a patient, and none is kept here.
    """
    counted = np.array([kind.scoring == Scoring.COUNT for kind in kinds], dtype=np.bool_)
    suits_g = unsuited(panel, np.full(counted.shape, Chart.G, dtype=np.int8)) < 0
    open_ones = np.full(counted.shape, Chart.AUTO, dtype=np.int8)
    other = np.where(event_charts(panel, open_ones) == Chart.T, Chart.AUTO, Chart.XMR)
    charts = np.where(counted & suits_g, Chart.G, other).astype(np.int8)
    reasons = np.where(charts == Chart.G, ChartReason.CASES_BETWEEN_EVENTS, -1)
    return charts, np.where(charts == Chart.XMR, ChartReason.NO_DENOMINATORS, reasons).astype(np.int8)


def _needs_counts(charts: Codes) -> Flags:
    two_numbers = (Chart.PP, Chart.UP, Chart.OEP, Chart.IP, Chart.AUTO_EXPECTED)
    found: Flags = np.isin(charts, two_numbers)
    return found


def _has_counts(panel: Panel) -> Flags:
    """(S,) whether every figure comes with its numerator and denominator."""
    if panel.numerators is None or panel.denominators is None:
        return np.zeros(panel.n_series, dtype=np.bool_)
    counted = ~np.isnan(panel.numerators) & (panel.denominators > 0)
    every: Flags = np.all(counted | np.isnan(panel.values), axis=1)
    return every
