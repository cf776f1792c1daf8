"""The file of `wellrun analyse` as observations that suit the chart asked for, or a refusal that says what does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import Grain
from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.charts.counted.kinds import are_whole
from wellrun.analytics.spc.codes import Chart
from wellrun.analytics.spc.names import a_chart
from wellrun.analytics.spc.unsuited import UNSUITED, Unsuited, unsuited
from wellrun.cli.event_rows import (
    are_times_between,
    as_events,
    events_of_days,
    is_sparse,
    period_of_rows,
    values_as_given,
)
from wellrun.cli.rates import without_rates
from wellrun.cli.series_file import ONE_ROW_A_PERIOD, in_file, read_input, series_of, sparse_remark
from wellrun.lib.errors import UserError
from wellrun.tables.columns import map_columns
from wellrun.tables.errors import FileError, TableErrors
from wellrun.tables.long import LongTable
from wellrun.tables.table import Table

if TYPE_CHECKING:
    from wellrun.cli.charts import Wish

SHARES = ("p", "pp")
BETWEEN_EVENTS = ("g", "t")
# Charts that need a row an event, or one a case.
BY_EVENT = (*BETWEEN_EVENTS, "bcusum")
_WITH_WARNINGS = ("auto", "xmr", "i", "run", *SHARES)

_Cells = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ChartFile:
    """`table`: the observations; `headers`: field -> what the file calls it; `remarks`: how the file was understood."""

    table: LongTable
    headers: Mapping[str, str]
    remarks: tuple[str, ...] = ()

    def refuse_unsuited(self, panel: Panel, chart: str) -> None:
        """Raises the UserError of the first series whose chart does not suit it, with its file and, where one cell is
        to blame, its row and column."""
        code = Chart.read(chart)
        found = unsuited(panel, code)
        bad = np.flatnonzero(found >= 0)
        if not bad.size:
            return
        reason = UNSUITED[found[bad[0]]]
        refusal = reason.refusal(panel.labels[bad[0]], Chart(code))
        where = self._first_cell(reason, int(bad[0]))
        raise in_file(refusal, f"{self.table.file}{where}", panel.labels[bad[0]])

    def _first_cell(self, reason: Unsuited, series: int) -> str:
        table = self.table
        field = "numerator" if "numerator" in table.has and reason is not Unsuited.NEGATIVE else "value"
        if reason not in _CULPRITS or field not in self.headers:
            return ""
        values = getattr(table, field)
        places = np.flatnonzero((table.series.codes == series) & _CULPRITS[reason](values))
        return f", row {table.rows[places[0]]}, column {self.headers[field]}" if places.size else ""


def read_chart_file(wish: Wish) -> ChartFile:
    """Read and understand. Raises FileError, TableErrors, UserError for what the person can mend."""
    raw = read_input(wish.file)
    places = map_columns(raw.headers, raw.file, mapping=wish.columns, need=("period",))
    if {"numerator", "denominator"} <= places.keys() and wish.every == "event" and wish.chart in ("auto", *BY_EVENT):
        raise _counts_are_no_times(raw.file)
    table, remarks = _understood(raw, wish)
    if wish.chart in SHARES:
        _refuse_parts_of_cases(table, raw.headers[places["denominator"]] if "denominator" in places else "")
    if wish.chart == "ip" and "numerator" not in table.has and {"value", "denominator"} <= table.has:
        table = replace(table, numerator=table.value * table.denominator, has=table.has | {"numerator"})
    # A rate may well be above 1: that a numerator is above its denominator is worth no look there.
    table = without_rates(table) if wish.chart in _WITH_WARNINGS else replace(table, warnings=())
    headers = {field: raw.headers[place] for field, place in places.items()}
    return ChartFile(table, headers, (*remarks, *aim_remarks(wish)))


def rebased(panel: Panel, wish: Wish) -> Panel:
    """The panel with its phases. Raises UserError `rebase_unknown` for a date after which nothing comes."""
    if not wish.rebase:
        return panel
    dates = np.array(wish.rebase, dtype="datetime64[D]")
    known = panel.dates[~np.isnat(panel.dates)]
    if known.size and dates.max() > known.max():
        raise UserError("rebase_unknown", f"--rebase {dates.max()}: no period starts on or after that day")
    return panel.rebased(dates)


def aim_remarks(wish: Wish) -> tuple[str, ...]:
    """That an aim is compared with nothing, where it is not said which way is good."""
    if wish.target is None or wish.direction != "none":
        return ()
    return ("--target is compared with nothing: --direction up or down says which way is good",)


def _understood(raw: Table, wish: Wish) -> tuple[LongTable, tuple[str, ...]]:
    if wish.chart in BY_EVENT and wish.every == "auto":
        return _rows_of_events(raw, wish)
    table = _read(raw, wish, wish.every)
    grain = None if table.rhythm is None else table.rhythm.grain
    if wish.chart in BETWEEN_EVENTS and grain is Grain.DAY:
        table, remark = events_of_days(table)
        return table, (remark,)
    if wish.chart == "bcusum" and grain is not Grain.EVENT:
        raise _periods_refused(table, wish.chart, grain)
    if wish.every != "auto" or not is_sparse(table):
        return table, ()
    if are_times_between(table):
        return as_events(table), ("values are the days since the row before: each row was taken for an event",)
    return table, sparse_remark(table)


def _rows_of_events(raw: Table, wish: Wish) -> tuple[LongTable, tuple[str, ...]]:
    """The rows as events; counts by day become events, and other periods are refused."""
    table = _read(raw, wish, "event")
    grain = period_of_rows(table, for_cases=wish.chart == "bcusum")
    if grain is None and wish.chart in BETWEEN_EVENTS:
        if {"numerator", "denominator"} <= table.has:
            raise _counts_are_no_times(table.file)
        return table, values_as_given(table)
    if grain is None:
        return table, ()
    if grain is Grain.DAY and wish.chart in BETWEEN_EVENTS:
        table, remark = events_of_days(_read(raw, wish, "day"))
        return table, (remark,)
    raise _periods_refused(table, wish.chart, grain)


def _periods_refused(table: LongTable, chart: str, grain: Grain | None) -> UserError:
    needs = f"{table.file}: the rows go by {grain}, and {a_chart(Chart(Chart.read(chart)))} needs a row"
    if chart == "bcusum":
        sentence = f"{needs} a case, 0 or 1: use a p chart for cases counted by period"
        return UserError("periods_not_events", f"{sentence}; --every event takes every row for a case")
    sentence = (
        f"{needs} an event with the day it was on: use a u or c chart for counts by period, a run chart where they are "
        "rare, an XmR chart for one value a period"
    )
    return UserError("periods_not_events", f"{sentence}; --every event takes every row for an event")


def _refuse_parts_of_cases(table: LongTable, header: str) -> None:
    """Raises UserError `not_cases`: a proportion is one of whole cases."""
    odd = np.flatnonzero(~np.isnan(table.denominator) & (table.denominator != np.rint(table.denominator)))
    if odd.size and "numerator" in table.has:
        where = f"{table.file}, row {table.rows[odd[0]]}, column {header}"
        sentence = (
            f"{where}: {table.denominator[odd[0]]:,.6g} is no number of cases: use a u chart for events over exposure, "
            "an O/E chart for observed over expected events"
        )
        raise UserError("not_cases", sentence)


def _counts_are_no_times(file: str) -> UserError:
    """Numerators and denominators are counts by period: they tell no times between events."""
    sentence = (
        f"{file}: a numerator over a denominator is a count by period and no event: use a p chart for cases among "
        "cases, a u chart for events over exposure; a t or g chart needs dates of events, or the times between them as "
        "value"
    )
    return UserError("counts_not_times", sentence)


def _read(raw: Table, wish: Wish, every: str) -> LongTable:
    def reading(*, every: str = every, bounded: bool = wish.chart in SHARES, as_of: bool = True) -> LongTable:
        until = wish.as_of if as_of else None
        figures = wish.chart not in BETWEEN_EVENTS
        return series_of(raw, every=every, columns=wish.columns, as_of=until, bounded=bounded, figures=figures)

    try:
        return reading()
    except TableErrors as error:
        hint = ""
        if wish.chart in SHARES and _works(lambda: reading(bounded=False, as_of=False)):
            hint = "use a u chart for events over exposure, an XmR or I' chart for a ratio of amounts"
        elif every != "event" and _works(lambda: reading(every="event", as_of=False)):
            hint = "use --chart xbar or s for several measurements a period, --every event for a row an event or a case"
            if {"numerator", "denominator"} <= map_columns(raw.headers, raw.file, mapping=wish.columns).keys():
                hint = ONE_ROW_A_PERIOD
        if not hint:
            raise
        raise UserError(error.code, f"{error.sentence}: {hint}", **error.params) from None
    except FileError as error:
        if error.params.get("field") != "value" or not _has_dates_alone(raw, wish):
            raise
        sentence = f"{error.sentence}: use --column field=header, or --chart t or g for dates of events alone"
        raise UserError("figures_missing", sentence) from None


def _works(reading: Callable[[], LongTable]) -> bool:
    """Whether the file can be read that way."""
    try:
        reading()
    except UserError:
        return False
    return True


def _has_dates_alone(raw: Table, wish: Wish) -> bool:
    return len(map_columns(raw.headers, raw.file, mapping=wish.columns)) == len(raw.headers)


def _no_counts(values: _Cells) -> NDArray[np.bool_]:
    return ~are_whole(values[None, :])


_CULPRITS: Mapping[Unsuited, Callable[[_Cells], NDArray[np.bool_]]] = {
    Unsuited.NO_COUNT: _no_counts,
    Unsuited.NOT_COUNTS: _no_counts,
    Unsuited.NEGATIVE: lambda values: values < 0,
    Unsuited.NOT_WHOLE: lambda values: ~np.isnan(values) & (values != np.rint(values)),
    Unsuited.NOT_YES_OR_NO: lambda values: ~np.isnan(values) & (values != 0) & (values != 1),
}
