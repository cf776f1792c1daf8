"""Why a chart cannot be had of a series: a wrong choice is refused, with what to use instead."""

from __future__ import annotations

from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats, Grain, Panel
from wellrun.analytics.spc.charts.counted.kinds import are_whole, is_rare
from wellrun.analytics.spc.codes import Chart, Codes, codes
from wellrun.analytics.spc.judgement import Flags
from wellrun.analytics.spc.names import a_chart
from wellrun.lib.errors import UserError

_SHARES = (Chart.P, Chart.PP)
_BY_PERIOD = (*_SHARES, Chart.U, Chart.UP, Chart.C, Chart.OE, Chart.OEP)
_WITH_COUNTS = (*_SHARES, Chart.U, Chart.UP, Chart.OE, Chart.OEP)
_BETWEEN_EVENTS = (Chart.G, Chart.T)


class Unsuited(Enum):
    """Why a chart cannot be had of a series, with what to use instead; the gravest first."""

    EVENT_ROWS = (
        "events_not_periods",
        (
            "{series} has a row an event, and {a_chart} counts events by period: use a t chart (time between "
            "events) or a g chart (cases or days between them), or a Bernoulli CUSUM for cases that are 0 or 1."
        ),
    )
    PERIOD_ROWS = (
        "periods_not_events",
        (
            "{series} has a row a period, and {a_chart} needs a row an event (grain event): use a u or c chart "
            "for counts by period, a run chart where they are rare, an XmR chart for one value a period."
        ),
    )
    NO_DENOMINATORS = (
        "no_denominators",
        (
            "{A_chart} needs a numerator and a denominator for every value: use an XmR chart for one value a "
            "period, a c chart for counts, a t or g chart for days between events."
        ),
    )
    ABOVE_DENOMINATOR = (
        "not_a_proportion",
        (
            "{series} has a numerator above its denominator, so it is no proportion: use an XmR chart, or a u chart "
            "for events over exposure."
        ),
    )
    NO_COUNT = (
        "no_count",
        (
            "{series} has values that are no whole numbers from 0 up: use an XmR chart for one value a period, "
            "a p or u chart for counts with a denominator."
        ),
    )
    NOT_COUNTS = (
        "not_counts",
        (
            "{series} has counts that are no whole numbers from 0 up: use an XmR chart, or an I' chart for a ratio of "
            "amounts."
        ),
    )
    RARE = (
        "rare_events",
        (
            "{series} has fewer than 2 events in its median period, too few for limits by period: write one row an "
            "event and use a t or g chart, or use a run chart."
        ),
    )
    NEGATIVE = (
        "negative_times",
        (
            "{series} has a value below 0, which no time or count between events can be: use an XmR chart for values "
            "on both sides of 0."
        ),
    )
    NOT_WHOLE = (
        "times_not_whole",
        (
            "{series} has values that are no whole numbers, and a g chart counts cases or days between events: use "
            "a t chart for times between events."
        ),
    )
    NOT_YES_OR_NO = (
        "not_yes_or_no",
        (
            "{series} has values other than 0 and 1: a Bernoulli CUSUM needs one row a case; use a p chart for cases "
            "counted by period, an XmR chart for measured values."
        ),
    )
    RAW_ONLY = (
        "no_subgroups",
        (
            "{A_chart} needs several single measurements a period, and {series_within} has no two in any: use an XmR "
            "chart for one value a period."
        ),
    )

    def refusal(self, series: str, chart: Chart) -> UserError:
        """The refusal in words."""
        code, sentence = self.value
        named = a_chart(chart)
        words = {"a_chart": named, "A_chart": named[0].upper() + named[1:]}
        words |= {"series": series or "The series", "series_within": series or "the series"}
        return UserError(code, sentence.format(**words), series=series)


UNSUITED = tuple(Unsuited)


def unsuited(panel: Panel, chart: Any) -> Codes:
    """(S,) why a series cannot have its wished chart, an index into `UNSUITED`; -1 where it can, and for AUTO."""
    wish = codes(Chart, chart, panel.n_series)
    found = np.full(wish.shape, -1, dtype=np.int8)
    if not (wish > Chart.I).any():
        return found
    for reason in reversed(UNSUITED):
        rows = np.flatnonzero(np.isin(wish, _ASKED[reason]))
        if rows.size:
            found[rows[_TESTS[reason](panel, rows)]] = UNSUITED.index(reason)
    return found


def _of_events(panel: Panel, rows: NDArray[np.intp]) -> Flags:
    return np.full(rows.shape, panel.grain is Grain.EVENT)


def _of_periods(panel: Panel, rows: NDArray[np.intp]) -> Flags:
    return np.full(rows.shape, panel.grain is not Grain.EVENT)


def _without_counts(panel: Panel, rows: NDArray[np.intp]) -> Flags:
    return np.full(rows.shape, not panel.has_counts)


def _above_denominator(panel: Panel, rows: NDArray[np.intp]) -> Flags:
    if panel.numerators is None or panel.denominators is None:
        return np.zeros(rows.shape, dtype=np.bool_)
    above: Flags = np.any(panel.numerators[rows] > panel.denominators[rows], axis=1)
    return above


def _no_count(panel: Panel, rows: NDArray[np.intp]) -> Flags:
    return _not_counts(panel, rows) & (panel.numerators is None)


def _not_counts(panel: Panel, rows: NDArray[np.intp]) -> Flags:
    return ~are_whole(_counts(panel, rows).T)


def _rare(panel: Panel, rows: NDArray[np.intp]) -> Flags:
    return is_rare(_counts(panel, rows).T)


def _negative(panel: Panel, rows: NDArray[np.intp]) -> Flags:
    negative: Flags = np.any(panel.values[rows] < 0, axis=1)
    return negative


def _not_whole(panel: Panel, rows: NDArray[np.intp]) -> Flags:
    values = panel.values[rows]
    odd: Flags = np.any((values != np.rint(values)) & ~np.isnan(values), axis=1)
    return odd


def _not_yes_or_no(panel: Panel, rows: NDArray[np.intp]) -> Flags:
    return ~yes_or_no(panel.values[rows])


def _always(panel: Panel, rows: NDArray[np.intp]) -> Flags:
    return np.ones(rows.shape, dtype=np.bool_)


def yes_or_no(values: Floats) -> Flags:
    """(S,) whether all values (S, T) that there are are 0 or 1."""
    found: Flags = np.all(np.isnan(values) | (values == 0) | (values == 1), axis=1)
    return found


def _counts(panel: Panel, rows: NDArray[np.intp]) -> Floats:
    return (panel.values if panel.numerators is None else panel.numerators)[rows]


_ASKED = {
    Unsuited.EVENT_ROWS: _BY_PERIOD,
    Unsuited.PERIOD_ROWS: _BETWEEN_EVENTS,
    Unsuited.NO_DENOMINATORS: (*_WITH_COUNTS, Chart.IP),
    Unsuited.ABOVE_DENOMINATOR: _SHARES,
    Unsuited.NO_COUNT: (Chart.C,),
    Unsuited.NOT_COUNTS: _BY_PERIOD,
    Unsuited.RARE: (*_SHARES, Chart.U, Chart.UP, Chart.C),
    Unsuited.NEGATIVE: _BETWEEN_EVENTS,
    Unsuited.NOT_WHOLE: (Chart.G,),
    Unsuited.NOT_YES_OR_NO: (Chart.BCUSUM,),
    Unsuited.RAW_ONLY: (Chart.XBAR, Chart.S),
}
_TESTS = {
    Unsuited.EVENT_ROWS: _of_events,
    Unsuited.PERIOD_ROWS: _of_periods,
    Unsuited.NO_DENOMINATORS: _without_counts,
    Unsuited.ABOVE_DENOMINATOR: _above_denominator,
    Unsuited.NO_COUNT: _no_count,
    Unsuited.NOT_COUNTS: _not_counts,
    Unsuited.RARE: _rare,
    Unsuited.NEGATIVE: _negative,
    Unsuited.NOT_WHOLE: _not_whole,
    Unsuited.NOT_YES_OR_NO: _not_yes_or_no,
    Unsuited.RAW_ONLY: _always,
}
