"""How long judging takes a series, over packages that make one chart at a time, in one run.

    python -m scripts.peers && python -m scripts.bench peers

The peers live in an environment of their own and are timed in a process of that; ours and theirs take turns. Their
charts carry no drawing here, but for the funnel, which clinical-qikit makes only as a drawing. ruptures, which is
installed with Wellrun's tests, is compared in `segments`.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.judging import a_panel
from benchmarks.timing.in_turn import fastest
from scripts.peers import PYTHON
from wellrun.analytics.detection.detect import detect
from wellrun.analytics.detection.watching import Watch
from wellrun.analytics.funnel.chart import funnel
from wellrun.analytics.funnel.kinds import Kind
from wellrun.analytics.spc.judge import judge

N_SERIES, N_PERIODS, OF_PEERS, FUNNELS, UNITS = 20_000, 60, 100, 1_000, 130
ROUNDS = 3
# A chart a series, at least 300 times as fast.
GOAL = 1 / 300
NO_BAR = float("inf")
APART = Path(__file__).parent / "timing" / "peers_apart.py"

Floats = NDArray[np.float64]
Rows = list[tuple[str, float, float]]


def run() -> Rows:
    """(what, ratio, the most it may be) of each comparison."""
    if not PYTHON.exists():
        return [("peers are not installed, so nothing is compared: python -m scripts.peers", float("nan"), NO_BAR)]
    random = np.random.default_rng(11)
    values = random.normal(50.0, 5.0, (N_SERIES, N_PERIODS))
    below = random.integers(20, 2_000, (FUNNELS, UNITS)).astype(np.float64)
    above = random.binomial(below.astype(int), random.beta(8, 32, (FUNNELS, UNITS))).astype(np.float64)
    panel = a_panel(values)
    mine: list[list[float]] = []
    theirs: list[dict[str, Any]] = []
    for _ in range(ROUNDS):
        theirs.append(_peers(values[:OF_PEERS], above[0], below[0]))
        mine.append(
            fastest(
                lambda: judge(panel),
                lambda: funnel(above, below, kind=Kind.PROPORTION),
                lambda: detect(panel, Watch(season_length=12)),
                rounds=1,
            )
        )
    _check_alike(judge(panel, screen=False), judge(panel), theirs[0])
    chart, funnels, watched = (min(times) for times in zip(*mine, strict=True))
    peer = {name: min(each[name][0] for each in theirs) for name in theirs[0]}
    return _rows(chart / N_SERIES, funnels / FUNNELS, watched / N_SERIES, peer)


def _rows(chart: float, one_funnel: float, watched: float, peer: dict[str, float]) -> Rows:
    each, one = f"a chart a series, {chart * 1e6:.1f} us", f"a funnel of {UNITS} units ({one_funnel * 1e3:.2f} ms)"
    season = f"early detection of a series with its season out ({watched * 1e6:.1f} us)"
    took = {name: f"{seconds * 1e3:.1f} ms" for name, seconds in peer.items()}
    return [
        (f"{each} / clinical-qikit's I chart ({took['qikit']})", chart / peer["qikit"], GOAL),
        (f"{each} / abspc's XmR chart ({took['abspc']})", chart / peer["abspc"], GOAL),
        (f"{one} / clinical-qikit, which draws it ({took['funnel']})", one_funnel / peer["funnel"], 1),
        (f"{season} / statsmodels STL alone ({took['stl']})", watched / peer["stl"], 1),
    ]


def _peers(values: Floats, above: Floats, below: Floats) -> dict[str, Any]:
    """{peer: (seconds a series, its lines for the first)}, measured in their own process."""
    with tempfile.TemporaryDirectory(prefix="wellrun-bench-") as folder:
        figures, answer = Path(folder) / "figures.npz", Path(folder) / "answer.json"
        np.savez(figures, values=values, numerators=above, denominators=below)
        subprocess.run([str(PYTHON), str(APART), str(figures), str(answer)], check=True)
        found: dict[str, Any] = json.loads(answer.read_text())
        return found


def _check_alike(plain: Any, screened: Any, theirs: dict[str, Any]) -> None:
    """All must draw the same chart, but for the third digit of 2.66, or the figures mean nothing."""
    for name, ours in (("abspc", plain), ("qikit", screened)):
        lines = [ours.centre[0, -1], ours.lower[0, -1], ours.upper[0, -1]]
        if not np.allclose(lines, theirs[name][1], rtol=1e-3):
            raise AssertionError(f"{name} draws other limits: {theirs[name][1]}, not {lines}")


if __name__ == "__main__":
    for what, ratio, bar in run():
        print(f"{ratio:8.5f}  (at most {bar:.5f})  {what}")
