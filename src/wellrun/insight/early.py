"""Early detection in the product: which series are watched beside the rules of their chart, and by what promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from wellrun.analytics.calendar import Grain
from wellrun.analytics.detection.beside_rules import Early
from wellrun.analytics.detection.firings import detection_firings
from wellrun.analytics.detection.watching import watch_for
from wellrun.analytics.panel import Floats, Panel
from wellrun.analytics.spc.judgement import Flags
from wellrun.measures.models import MeasureVersion

# What a series that does not change is let to raise within a year; a forum may ask for less.
FALSE_ALARM = 0.05
# The thresholds hold for figures of a calendar. Days between events are far from what they were made for.
WATCHED_GRAINS = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER)

_COUNTED = (MeasureVersion.Scoring.PROPORTION, MeasureVersion.Scoring.RATE)


def watched(panel: Panel, scorings: Sequence[str], wanted: Sequence[bool], unjudged: Flags) -> Early | None:
    """What the watch says of the rows `wanted`; None where there is none, or none of that grain can be watched.

    `scorings`: how each row's measure is scored; `unjudged` (S, T): points that take no part. A year is the horizon
    of the promise, the first 24 points of each phase are the baseline, the season is that of the grain. Until there are
    more, a phase is self-starting; with a season of months that would need as many.
    """
    asked = np.array(wanted, dtype=np.bool_)
    if not asked.any() or panel.grain not in WATCHED_GRAINS or not panel.n_periods:
        return None
    early = Early(np.zeros(unjudged.shape, dtype=np.int8), *(np.full(unjudged.shape, np.nan) for _ in range(2)))
    counted = asked & _has_counts(panel) & np.isin(np.array(scorings), _COUNTED)
    watch = watch_for(panel.grain, baseline=None, false_alarm=FALSE_ALARM)
    for rows, has_counts in ((np.flatnonzero(counted), True), (np.flatnonzero(asked & ~counted), False)):
        if rows.size:
            found = detection_firings(_judged_only(panel.take(rows), unjudged[rows], has_counts), watch)
            early.side[rows], early.p[rows], early.chance[rows] = found.side, found.p, found.chance
    return early


def _judged_only(panel: Panel, unjudged: Flags, has_counts: bool) -> Panel:
    """The figures without what takes no part; values alone where counts say nothing of how they spread."""

    def kept(array: Floats | None) -> Floats | None:
        return None if array is None or not has_counts else np.where(unjudged, np.nan, array)

    return replace(
        panel,
        values=np.where(unjudged, np.nan, panel.values),
        numerators=kept(panel.numerators),
        denominators=kept(panel.denominators),
    )


def _has_counts(panel: Panel) -> Flags:
    """(S,) whether there are counts wherever there is a figure."""
    if panel.numerators is None or panel.denominators is None:
        return np.zeros(panel.n_series, dtype=np.bool_)
    counted = ~np.isnan(panel.numerators) & (panel.denominators > 0)
    every: Flags = np.all(counted | np.isnan(panel.values), axis=1)
    return every
