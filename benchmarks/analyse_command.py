"""How long `wellrun analyse` takes from a Parquet file to a Parquet file, over PyArrow doing nothing but that.

    python -m scripts.bench analyse_command

The answer has twelve columns where the file has three, and a file of proportions is also counted, chosen for and
drawn with limits of their own for every point.
"""

from __future__ import annotations

import numpy as np

from benchmarks.judging import N_PERIODS, N_SERIES, a_panel, proportions
from benchmarks.timing.whole_command import Rows, against_pyarrow, long_table

NO_BAR = float("inf")


def run() -> Rows:
    """(what, ratio, the most it may be) of each comparison."""
    random = np.random.default_rng(20)
    shape = (N_SERIES, N_PERIODS)
    table = long_table(a_panel(random.normal(50.0, 5.0, shape)))
    size = f"{N_SERIES:,} series x {N_PERIODS} points"
    mixed = table.take(random.permutation(table.num_rows))
    return [
        *against_pyarrow(f"wellrun analyse, {size}, Parquet in and out", "analyse", table),
        *_without_bar(against_pyarrow("the same with the rows in no order", "analyse", mixed)),
        *_without_bar(against_pyarrow("the same of proportions", "analyse", long_table(proportions(random, shape)))),
    ]


def _without_bar(rows: Rows) -> Rows:
    """The ratio of time tells what such a file costs; the memory is held to the same bar."""
    time, memory = rows
    return [(time[0], time[1], NO_BAR), memory]
