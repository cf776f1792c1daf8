"""Days between events: from a row an event to the times that t and g charts judge, the one that still runs included."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from wellrun.analytics.calendar import Dates
from wellrun.analytics.panel import Floats, Panel
from wellrun.analytics.spc.judgement import Flags

__all__ = ["days_between", "with_days_between"]


def days_between(event_dates: Dates) -> Floats:
    """(S, T) days since the event before, NaN for the first one and where there is no event (NaT)."""
    between = np.full(event_dates.shape, np.nan)
    steps = event_dates[:, 1:] - event_dates[:, :-1]
    between[:, 1:] = np.where(np.isnat(steps), np.nan, steps.astype(np.float64))
    return between


def with_days_between(panel: Panel, *, as_of: Any = None) -> tuple[Panel, Flags]:
    """A panel of events with their days between as values, and (S, T) which of them still run.

    Only series whose values say nothing (1 or missing throughout) get days; values that are given stay. With `as_of`
    a series of days gets one more point, the time that runs since its last event; it can only become longer.
    Raises ValueError for a panel of periods.
    """
    if panel.event_dates is None:
        raise ValueError("periods have no days between them")
    days = days_between(panel.event_dates)
    silent = np.all(np.isnan(panel.values) | (panel.values == 1), axis=1)
    values = np.where(silent[:, None], days, panel.values)
    panel = replace(panel, values=values, numerators=None, denominators=None)
    comparable = ~np.isnan(values) & ~np.isnan(days)
    in_days = silent | (comparable.any(axis=1) & ~(comparable & (values != days)).any(axis=1))
    if as_of is None:
        return panel, np.zeros(values.shape, dtype=np.bool_)
    return _with_running_time(panel, np.datetime64(as_of, "D"), in_days)


def _with_running_time(panel: Panel, as_of: np.datetime64, in_days: Flags) -> tuple[Panel, Flags]:
    dates = np.pad(panel.dates, ((0, 0), (0, 1)), constant_values=np.datetime64("NaT"))
    values = np.pad(panel.values, ((0, 0), (0, 1)), constant_values=np.nan)
    phases = np.pad(panel.phases, ((0, 0), (0, 1)), mode="edge" if panel.n_periods else "constant")
    n_events = np.count_nonzero(~np.isnat(panel.dates), axis=1)
    rows = np.flatnonzero(in_days & (n_events > 0))
    last = panel.dates[rows, n_events[rows] - 1]
    rows, last = rows[last <= as_of], last[last <= as_of]
    still_open = np.zeros(values.shape, dtype=np.bool_)
    at = rows, n_events[rows]
    dates[at], values[at], still_open[at] = as_of, (as_of - last).astype(np.float64), True
    kept = ~np.isnat(dates).all(axis=0)
    longer = replace(
        panel,
        periods=np.fmin.reduce(dates[:, kept], axis=0) if len(dates) else panel.periods[:0],
        values=values[:, kept],
        phases=phases[:, kept],
        event_dates=dates[:, kept],
    )
    return longer, still_open[:, kept]
