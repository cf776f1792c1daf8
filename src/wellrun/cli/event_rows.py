"""Whether the rows of a file are events, and counts by day as a row an event."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import Grain, period_number
from wellrun.analytics.spc.charts.counted.kinds import are_whole, is_rare
from wellrun.lib.errors import UserError
from wellrun.tables.labels import Labels
from wellrun.tables.long import LongTable
from wellrun.tables.periods import Rhythm

# Rows on at least this share of the days (weeks) from the first to the last are no rare events: a row is a period.
_DENSE = 1 / 2
# Fewer rows may be an outbreak.
_FEWEST_DENSE = 4
_FEWEST_TIMES = 2


def period_of_rows(table: LongTable, *, for_cases: bool = False) -> Grain | None:
    """The grain when each row of `table`, read as events, is a period; None when each is an event.

    Months do not say on which day something happened, so dates that are months are periods, unless the values are the
    days between or there are several figures a month. `for_cases`: dates alone do not matter, only their order.
    """
    rhythm, says = Rhythm.of(table.period, "auto", "auto"), _says_something(table)
    if _has_one_date(table) or are_times_between(table):
        return None
    repeats = _repeats(table)
    if rhythm.grain in (Grain.MONTH, Grain.QUARTER):
        return None if repeats and (says or for_cases) else rhythm.grain
    return rhythm.grain if says and not repeats and _is_dense(table, rhythm, _FEWEST_DENSE) else None


def is_sparse(table: LongTable) -> bool:
    """Whether a file by day or week has a row in fewer than half of its days or weeks."""
    rhythm = table.rhythm
    return (
        rhythm is not None
        and rhythm.grain in (Grain.DAY, Grain.WEEK)
        and table.n_rows > 1
        and not _fills(table, rhythm)
    )


def are_times_between(table: LongTable) -> bool:
    """Whether every value is the number of days since the row before of its series, and not always the same one."""
    if "value" not in table.has or "numerator" in table.has or not _are_days(table):
        return False
    days = _days(table)
    times = days[~np.isnan(days) & ~np.isnan(table.value)]
    return times.size >= _FEWEST_TIMES and bool((times != times[0]).any()) and not bool((table.value < 0).any())


def values_as_given(table: LongTable) -> tuple[str, ...]:
    """A remark where values of events are no days between their dates: hours, cases, or something else altogether."""
    if not _says_something(table) or _are_days(table):
        return ()
    return ("values are charted as they are, since they are not the days between the dates of the rows",)


def as_events(table: LongTable) -> LongTable:
    """The same rows, each an event of its own."""
    return replace(table, rhythm=Rhythm(Grain.EVENT))


def events_of_days(table: LongTable) -> tuple[LongTable, str]:
    """Counts by day as a row an event, with the days since the event before as values, and what was done in words.

    A time with a day between of which nothing is known is missing. Raises UserError where the figures are no counts of
    rare events.
    """
    counts = table.numerator if "numerator" in table.has else table.value
    _check_counts(table, counts)
    order = np.lexsort((table.period, table.series.codes))
    times = np.nan_to_num(counts[order], nan=0.0).astype(np.int64)
    place = np.repeat(order, times)
    series, period = table.series.codes[place], table.period[place]
    between = np.full(place.size, np.nan)
    between[1:] = np.where(np.diff(series) == 0, np.diff(period).astype(np.float64), np.nan)
    between[np.concatenate(([False], _with_unknown(table, counts, series, period)))] = np.nan
    if not (~np.isnan(between)).any():
        raise UserError(
            "no_two_events", f"{table.file}: no two events without an unknown day between: nothing to chart"
        )
    in_file_order = np.argsort(place, kind="stable")
    place = place[in_file_order]
    events = replace(
        table,
        series=Labels(table.series.codes[place], table.series.names),
        measure=Labels(table.measure.codes[place], table.measure.names),
        unit=Labels(table.unit.codes[place], table.unit.names),
        stratum=Labels(table.stratum.codes[place], table.stratum.names),
        period=table.period[place],
        value=between[in_file_order],
        numerator=np.full(place.size, np.nan),
        denominator=np.full(place.size, np.nan),
        rows=table.rows[place],
        has=(table.has | {"value"}) - {"numerator", "denominator"},
        rhythm=Rhythm(Grain.EVENT),
        warnings=(),
    )
    left_out = "; denominators are left out" if "denominator" in table.has else ""
    return events, f"counts by day were taken as a row an event, {place.size:,} in all{left_out}"


def _check_counts(table: LongTable, counts: NDArray[np.float64]) -> None:
    if not are_whole(counts[:, None])[0]:
        sentence = (
            f"{table.file}: the rows go by day and hold no counts, and a chart of times needs a row an event: use an "
            "XmR chart for one value a day; --every event takes every row for an event"
        )
        raise UserError("periods_not_events", sentence)
    for code, name in enumerate(table.series.names):
        mine = counts[table.series.codes == code]
        if np.isfinite(mine).any() and not is_rare(mine[:, None])[0]:
            who = f"{name} has" if name else "the series has"
            sentence = (
                f"{table.file}: {who} 2 events or more in the median day, too many for a chart of times between: use "
                "a c chart for counts by day, a u chart for counts with a denominator"
            )
            raise UserError("events_not_rare", sentence)


def _with_unknown(
    table: LongTable, counts: NDArray[np.float64], series: NDArray[np.int64], period: NDArray[np.datetime64]
) -> NDArray[np.bool_]:
    """(N - 1,) whether a day without a figure lies between two events that follow one another."""
    known = ~np.isnan(counts)
    first = table.period.min()
    days = (table.period - first).astype(np.int64)
    width = int(days.max()) + 2
    is_known = np.zeros((len(table.series.names), width), dtype=np.int64)
    is_known[table.series.codes[known], days[known] + 1] = 1
    so_far = np.cumsum(is_known, axis=1)
    at = (period - first).astype(np.int64) + 1
    there = so_far[series[1:], at[1:]] - so_far[series[:-1], at[:-1]]
    unknown: NDArray[np.bool_] = (np.diff(series) == 0) & (there < at[1:] - at[:-1])
    return unknown


def _says_something(table: LongTable) -> bool:
    """Whether there are figures other than 1."""
    return bool((~np.isnan(table.value) & (table.value != 1)).any())


def _has_one_date(table: LongTable) -> bool:
    return table.n_rows == 0 or bool((table.period == table.period[0]).all())


def _repeats(table: LongTable) -> bool:
    order = np.lexsort((table.period, table.series.codes))
    same = (np.diff(table.series.codes[order]) == 0) & (np.diff(table.period[order]) == np.timedelta64(0, "D"))
    return bool(same.any())


def _is_dense(table: LongTable, rhythm: Rhythm, fewest: int) -> bool:
    most = int(np.bincount(table.series.codes, minlength=1).max())
    return most >= fewest and _fills(table, rhythm)


def _fills(table: LongTable, rhythm: Rhythm) -> bool:
    """Whether rows fill at least half of the periods from the first to the last of each series, all together."""
    numbers = period_number(table.period, rhythm.grain, rhythm.week_start)
    n_series = len(table.series.names)
    first = np.full(n_series, np.iinfo(np.int64).max)
    last = np.full(n_series, np.iinfo(np.int64).min)
    np.minimum.at(first, table.series.codes, numbers)
    np.maximum.at(last, table.series.codes, numbers)
    return table.n_rows >= _DENSE * float((last - first + 1).sum())


def _days(table: LongTable) -> NDArray[np.float64]:
    """(N,) days since the row before of the same series, NaN for its first one."""
    order = np.lexsort((table.period, table.series.codes))
    days = np.full(table.n_rows, np.nan)
    same = np.diff(table.series.codes[order]) == 0
    days[order[1:]] = np.where(same, np.diff(table.period[order]).astype(np.float64), np.nan)
    return days


def _are_days(table: LongTable) -> bool:
    """Whether there are values to compare, and each is the days since the row before."""
    days = _days(table)
    compared = ~np.isnan(days) & ~np.isnan(table.value)
    return bool(compared.any()) and not bool((days[compared] != table.value[compared]).any())
