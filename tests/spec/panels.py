"""A panel from one written series, for the tables of this folder."""

import numpy as np

from wellrun.analytics.panel import Grain, Panel, period_range


def numbers(text: str) -> list[float]:
    """`-` is a missing period; `5x3` stands for three fives."""
    found: list[float] = []
    for word in text.split():
        value, _, times = word.partition("x")
        found += [np.nan if value == "-" else float(value)] * int(times or 1)
    return found


def daily(*rows: list[float], phases: list[list[int]] | None = None) -> Panel:
    """Series of one length, a point a day from 2024-01-01."""
    values = np.array(rows, dtype=np.float64)
    n_periods = values.shape[1]
    periods = period_range("2024-01-01", "2029-12-31", Grain.DAY)[:n_periods]
    panel = Panel(tuple(f"series {i}" for i in range(len(rows))), Grain.DAY, periods, values)
    return panel if phases is None else panel.with_phases(np.array(phases))


def daily_counts(counts: list[float], sizes: list[float]) -> Panel:
    """One series of proportions, a point a day."""
    count, size = (np.array([row], dtype=np.float64) for row in (counts, sizes))
    periods = period_range("2024-01-01", "2029-12-31", Grain.DAY)[: count.shape[1]]
    return Panel(("series 0",), Grain.DAY, periods, count / size, count, size)
