"""A command of wellrun from start to end, as a process of its own, against PyArrow reading and writing its input.

PyArrow is timed within this process, where it is loaded already: the command also pays for starting Python.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as arrow_parquet

from benchmarks.timing.in_turn import ROUNDS, fastest
from wellrun.analytics.panel import Panel

MOST_TIMES_PYARROW = 6
MOST_MEMORY = 1.5e9
INFINITE = float("inf")

Rows = list[tuple[str, float, float]]


def against_pyarrow(what: str, tool: str, table: pa.Table, options: Sequence[str] = ()) -> Rows:
    """`what`, the command `tool` on `table`: its time over PyArrow's, and its memory over what it may hold."""
    with tempfile.TemporaryDirectory(prefix="wellrun-bench-") as folder:
        file, copy, out = (Path(folder) / name for name in ("in.parquet", "copy.parquet", "out.parquet"))
        arrow_parquet.write_table(table, file)
        del table
        command = [sys.executable, "-c", "from wellrun.cli.main import main; raise SystemExit(main())"]
        command += [tool, str(file), *options, "--out", str(out)]
        whole, arrow, memory = INFINITE, INFINITE, 0.0
        for _ in range(ROUNDS):
            taken, held = seconds_and_bytes(command)
            whole, memory = min(whole, taken), max(memory, held)
            arrow = min(
                arrow, *fastest(lambda: arrow_parquet.write_table(arrow_parquet.read_table(file), copy), rounds=1)
            )
    return [
        (f"{what} ({whole:.2f} s) / PyArrow reading and writing ({arrow:.2f} s)", whole / arrow, MOST_TIMES_PYARROW),
        (f"its memory, {memory / 1e9:.2f} GB / 1.5 GB", memory / MOST_MEMORY, 1),
    ]


def long_table(panel: Panel) -> pa.Table:
    """The panel as a file has it, one row a point: value, or numerator and denominator."""
    names = pa.array(panel.labels).take(pa.array(np.repeat(np.arange(panel.n_series), panel.n_periods)))
    columns = {"series": names, "period": np.tile(panel.periods, panel.n_series)}
    if panel.numerators is None or panel.denominators is None:
        return pa.table({**columns, "value": panel.values.ravel()})
    return pa.table({**columns, "numerator": panel.numerators.ravel(), "denominator": panel.denominators.ravel()})


def seconds_and_bytes(command: Sequence[str]) -> tuple[float, float]:
    """Run it; how long it took and the most it held.

    A small process starts it: Linux counts what the starting one held toward the most that the started one did.
    """
    done = subprocess.run([sys.executable, "-c", _START, *command], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise AssertionError("the command failed")
    taken, kilobytes = done.stdout.split()[-2:]
    return float(taken), float(kilobytes) * 1024


_START = """
import resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.run(sys.argv[1:]).returncode
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""
