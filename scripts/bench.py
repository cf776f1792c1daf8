"""`make bench`: every file of benchmarks/, each in a process and a site folder of its own, in one table.

A benchmark exposes `run() -> list[(what, ratio, bar)]`: a time over another time of the same run, and the most that
ratio may be; a ratio that is not a number was not measured. Ratios stand where seconds would only tell how busy the
machine is. Those of benchmarks/on_request/ take long or much memory and run only when they are named.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

Row = tuple[str, float, float]
FOLDER = Path(__file__).resolve().parent.parent / "benchmarks"


def main() -> None:
    """Run all benchmarks, or the ones named; exit 1 where a bar is missed or a benchmark breaks."""
    names = sys.argv[1:] or sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
    rows: list[Row] = []
    broken = []
    for name in names:
        print(f"measuring {name}", flush=True)
        measured = _measure_apart(name)
        rows += measured or []
        if measured is None:
            broken.append(name)
    print(table(rows))
    if broken:
        print(f"did not finish: {', '.join(broken)}")
    sys.exit(1 if broken or any(ratio > bar for _, ratio, bar in rows) else 0)


def table(rows: list[Row]) -> str:
    """The rows as text: what, ratio, bar, and whether the bar is kept."""
    width = max((len(what) for what, _, _ in rows), default=0)
    lines = [f"\n{'what':<{width}}  {'ratio':>8}  {'bar':>8}"]
    lines += [f"{what:<{width}}  {ratio:>8.3g}  {bar:>8.3g}  {_verdict(ratio, bar)}" for what, ratio, bar in rows]
    return "\n".join(lines)


def _verdict(ratio: float, bar: float) -> str:
    if math.isnan(ratio):
        return "not measured"
    return "kept" if ratio <= bar else "MISSED"


def _measure_apart(name: str) -> list[Row] | None:
    with tempfile.TemporaryDirectory(prefix="wellrun-bench-") as folder:
        answer = Path(folder) / "rows.json"
        code = f"from scripts.bench import measure_into; measure_into({name!r}, {str(answer)!r})"
        environment = {**os.environ, "WELLRUN_HOME": str(Path(folder) / "home")}
        done = subprocess.run([sys.executable, "-c", code], cwd=FOLDER.parent, env=environment)
        if done.returncode or not answer.exists():
            return None
        return [(str(what), float(ratio), float(bar)) for what, ratio, bar in json.loads(answer.read_text())]


def measure_into(name: str, path: str) -> None:
    """Run the benchmark `name` here and write its rows to `path`."""
    on_request = (FOLDER / "on_request" / f"{name}.py").exists()
    module = f"benchmarks.on_request.{name}" if on_request else f"benchmarks.{name}"
    rows = importlib.import_module(module).run()
    Path(path).write_text(json.dumps(rows))


if __name__ == "__main__":
    main()
