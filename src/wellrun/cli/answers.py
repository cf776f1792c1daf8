"""What `analyse` answers: a row a point, an object a series."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import Dates
from wellrun.analytics.days import looked_up
from wellrun.analytics.panel import Panel
from wellrun.analytics.spc import explain
from wellrun.analytics.spc.codes import (
    Assurance,
    Chart,
    ChartReason,
    Codes,
    Point,
    Rule,
    Status,
    Variation,
    Word,
    rule_words,
    words,
)
from wellrun.analytics.spc.judgement import Judgement
from wellrun.tables.labels import Labels
from wellrun.tables.long import LongTable

Floats = NDArray[np.float64]
Ends = tuple[NDArray[np.int64], NDArray[np.int64]]

_OF_OTHER_THINGS = (Chart.MR, Chart.BCUSUM)
# Further apart than rounding to two digits explains.
_DIFFERENT = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A panel and the judgement of it, which speak of the same series in the same order, from a file.

    `ends`: (S,) indices of the first and the last period that has a row of each series. `sizes` (S, T): measurements
    a period, None unless they are raw. `remarks`: notes on how the file was understood, for every series.
    """

    table: LongTable
    panel: Panel
    judgement: Judgement
    ends: Ends
    sizes: Floats | None = None
    remarks: tuple[str, ...] = ()

    @property
    def by_ratio(self) -> NDArray[np.bool_]:
        """(S,) which series are judged as numerator over denominator."""
        return np.isin(self.judgement.chart, (Chart.P, Chart.PP, Chart.U, Chart.UP, Chart.IP, Chart.OE, Chart.OEP))

    @property
    def assurance(self) -> Codes:
        """(S,) the aim against the limits; none where the points are moving ranges or evidence, which have no aim."""
        other = np.isin(self.judgement.chart, _OF_OTHER_THINGS)
        return np.where(other, np.int8(Assurance.NONE), self.judgement.assurance)

    @property
    def variation(self) -> Codes:
        """(S,) what the last point says; nothing where limits have no width, since that never is a signal."""
        return np.where(self._without_width, np.int8(Variation.COMMON_CAUSE), self.judgement.variation)

    @property
    def n_special(self) -> NDArray[np.int32]:
        """(S,) how many points a rule marks; none where limits have no width, whatever the points show."""
        return np.where(self._without_width, np.int32(0), self.judgement.n_special)

    @property
    def runs_signal(self) -> NDArray[np.bool_]:
        """(S,) whether runs are too long or crossings too few; never of rare events or without width."""
        is_rare = self.judgement.chart_reason == ChartReason.RARE_EVENTS
        found: NDArray[np.bool_] = self.judgement.runs_signal & ~is_rare & ~self._without_width
        return found

    @property
    def _without_width(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.judgement.status == Status.DEGENERATE
        return found

    @property
    def values(self) -> Floats:
        """(S, T) what was judged: the value, a ratio, a moving range, what cases add up to."""
        return self.judgement.values

    @property
    def denominators(self) -> Floats | None:
        """(S, T) the cases, or the measurements of a subgroup; None where the file has neither."""
        return self.panel.denominators if self.sizes is None else self.sizes


def points(answer: Answer) -> dict[str, Any]:
    """The columns of the contract, one entry a period from the first to the last row of each series; by series,
    then period. A missing period has its limits and no value.
    """
    panel, found, denominators = answer.panel, answer.judgement, answer.denominators
    spans = _spans(answer)
    whole = bool(spans.all())

    def flat(array: NDArray[Any]) -> NDArray[Any]:
        return array.ravel() if whole else array[spans]

    series = np.repeat(np.arange(len(spans)), np.count_nonzero(spans, axis=1))
    return {
        "series": Labels(series, panel.labels),
        "period": flat(panel.dates),
        "value": flat(answer.values),
        "denominator": np.full(series.size, np.nan) if denominators is None else flat(denominators),
        "phase": flat(panel.phases) + 1,
        "centre": flat(found.centre),
        "lower": flat(found.lower),
        "upper": flat(found.upper),
        "lower_near": flat(found.lower_near),
        "upper_near": flat(found.upper_near),
        "rule": _labels(Rule, flat(found.rule)) if found.rules is None else _rules(flat(found.rules)),
        "point": _labels(Point, flat(found.point), empty=Point.MISSING),
    }


def series_records(answer: Answer) -> Iterator[dict[str, Any]]:
    """The objects of the contract, one a series, by name; what does not exist is None."""
    found = answer.judgement
    columns: dict[str, Any] = {
        "series": list(found.labels),
        "n": found.n.tolist(),
        "chart": words(Chart, found.chart).tolist(),
        "chart_reason": [explain.chart_reason(found, series) for series in range(len(found.labels))],
        "status": words(Status, found.status).tolist(),
        "variation": words(Variation, answer.variation).tolist(),
        "assurance": _or_none(words(Assurance, answer.assurance).tolist(), answer.assurance == Assurance.NONE),
        "last_period": _or_none(last_periods(answer).astype(str).tolist(), found.last < 0),
        "last_value": _numbers(found.at_last(answer.values)),
        "centre": _numbers(found.at_last(found.centre)),
        "lower": _numbers(found.at_last(found.lower)),
        "upper": _numbers(found.at_last(found.upper)),
        "n_special": answer.n_special.tolist(),
        "sigma_z": _numbers(found.sigma_z),
        "longest_run": _counts(found.longest_run),
        "longest_run_max": _counts(found.longest_run_max),
        "crossings": _counts(found.crossings),
        "crossings_min": _counts(found.crossings_min),
        "runs_signal": answer.runs_signal.tolist(),
        "notes": _notes(answer),
    }
    for row in zip(*columns.values(), strict=True):
        yield dict(zip(columns, row, strict=True))


def last_periods(answer: Answer) -> Dates:
    """(S,) the date of each series' last point, NaT where it has none."""
    last = answer.judgement.last
    if not answer.panel.n_periods:
        return np.full(last.size, np.datetime64("NaT", "D"))
    dates = np.take_along_axis(answer.panel.dates, np.maximum(last, 0)[:, None].astype(np.intp), axis=1)[:, 0]
    return np.where(last >= 0, dates, np.datetime64("NaT", "D"))


def ends_of(table: LongTable, panel: Panel) -> Ends:
    """(S,) indices of the first and the last period that has a row of each series, rows without a value included;
    for events nothing that matters."""
    first = np.zeros(panel.n_series, dtype=np.int64)
    last = np.full(panel.n_series, panel.n_periods - 1)
    # A series has one row a period at most, so this many rows leave no gap.
    if panel.event_dates is None and table.n_rows < panel.values.size:
        first[:], last[:] = panel.n_periods, -1
        places = looked_up(table.period, lambda days: np.searchsorted(panel.periods, days))
        np.minimum.at(first, table.series.codes, places)
        np.maximum.at(last, table.series.codes, places)
    return first, last


def ends_of_sizes(sizes: Floats) -> Ends:
    """(S,) indices of the first and the last period that has measurements of each series; last -1 without any."""
    known = ~np.isnan(sizes)
    if not known.shape[1]:
        return np.zeros(len(known), dtype=np.int64), np.full(len(known), -1)
    last = np.where(known.any(axis=1), known.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1), -1)
    return np.argmax(known, axis=1), last


def _spans(answer: Answer) -> NDArray[np.bool_]:
    """(S, T) the periods from the first to the last row of each series."""
    panel = answer.panel
    if panel.event_dates is not None:
        return ~np.isnat(panel.event_dates)
    first, last = answer.ends
    period = np.arange(panel.n_periods)
    spans: NDArray[np.bool_] = (period >= first[:, None]) & (period <= last[:, None])
    return spans


def _rules(sets: NDArray[np.uint16]) -> Labels:
    """All rules that mark each point, joined with ; where the profile allows several."""
    used = np.zeros(1 << (len(Rule) - 1), dtype=np.bool_)
    used[sets] = True
    place = np.cumsum(used) - 1
    return Labels(place[sets], tuple(";".join(rule_words(bits)) for bits in np.flatnonzero(used).tolist()))


def _labels(kind: type[Word], codes: NDArray[np.int8], empty: Word | None = None) -> Labels:
    names = ["" if member is empty else member.word for member in kind]
    return Labels(codes.astype(np.int64), tuple(names))


def _or_none(values: list[Any], none: NDArray[np.bool_]) -> list[Any]:
    return [None if is_none else value for value, is_none in zip(values, none.tolist(), strict=True)]


def _numbers(values: Floats) -> list[float | None]:
    return _or_none(values.tolist(), np.isnan(values))


def _counts(values: NDArray[Any]) -> list[int | None]:
    return _or_none(values.tolist(), values < 0)


def _notes(answer: Answer) -> list[list[str]]:
    table, missing = answer.table, _missing(answer).tolist()
    notes = [explain.notes(answer.judgement, series, missing[series]) for series in range(answer.panel.n_series)]
    for series, better in explain.suits_better(answer.panel, answer.judgement).items():
        notes[series].append(better)
    for series, single in enumerate(_single(answer).tolist()):
        if single:
            notes[series].append(f"{_counted(single, 'subgroup')} of one measurement: no spread, and no limits there")
    for series in np.flatnonzero(_at_odds(answer)).tolist():
        notes[series].append("value differs from numerator / denominator; the chart judges numerator / denominator")
    for warning in table.warnings:
        place = int(np.searchsorted(table.rows, warning.row))
        if place < table.n_rows and table.rows[place] == warning.row:
            text = f"row {warning.row}, column {warning.column}: {warning.sentence}"
            notes[int(table.series.codes[place])].append(text)
    for series in np.flatnonzero(answer.judgement.assurance != answer.assurance).tolist():
        notes[series].append("the aim is compared with nothing: the points are not the values it is an aim for")
    return [[*own, *answer.remarks] for own in notes]


def _missing(answer: Answer) -> NDArray[np.int64]:
    """(S,) how many points are missing between the first and the last one of each series.

    A moving range is missing only where a value is; before the first event there is no time to miss.
    """
    panel, last = answer.panel, answer.judgement.last[:, None]
    known = ~np.isnan(panel.values if answer.sizes is None else answer.sizes)
    if panel.event_dates is not None:
        known[:, :1] = True
    period = np.arange(panel.n_periods)
    absent = ~known & (period >= answer.ends[0][:, None]) & (period <= last)
    return np.asarray(absent.sum(axis=1), dtype=np.int64)


def _single(answer: Answer) -> NDArray[np.int64]:
    """(S,) how many subgroups have one measurement only."""
    if answer.sizes is None:
        return np.zeros(answer.panel.n_series, dtype=np.int64)
    return np.asarray((answer.sizes == 1).sum(axis=1), dtype=np.int64)


def _counted(n: int, thing: str) -> str:
    return f"{n:,} {thing}" if n == 1 else f"{n:,} {thing}s"


def _at_odds(answer: Answer) -> NDArray[np.bool_]:
    """(S,) series judged as a ratio whose value column says something else."""
    if "value" not in answer.table.has:
        return np.zeros(answer.panel.n_series, dtype=np.bool_)
    with np.errstate(invalid="ignore"):
        apart = np.abs(answer.values - answer.panel.values) > _DIFFERENT
    odd: NDArray[np.bool_] = apart.any(axis=1) & answer.by_ratio
    return odd
