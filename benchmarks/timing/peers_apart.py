"""Runs in the peers' own environment, without Wellrun: seconds a series of each peer for the figures it is given.

python peers_apart.py FIGURES.npz ANSWER.json
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np


def main() -> None:
    """Write {peer: [seconds a series, its answer for the first]} of the series in the file."""
    figures = np.load(sys.argv[1])
    peers: dict[str, Callable[[], Any]] = {
        "abspc": lambda: abspc_charts(figures["values"]),
        "qikit": lambda: qikit_charts(figures["values"]),
        "funnel": lambda: qikit_funnel(figures["numerators"], figures["denominators"]),
        "stl": lambda: seasons(figures["values"]),
    }
    with open(sys.argv[2], "w") as out:
        json.dump({name: run() for name, run in peers.items()}, out)


def timed(calls: Callable[[Any], Any], each: Any) -> tuple[float, Any]:
    """Seconds a call, and the answer to the first; one call beforehand is not counted."""
    first = calls(each[0])
    start = time.perf_counter()
    for one in each:
        calls(one)
    return (time.perf_counter() - start) / len(each), first


def abspc_charts(values: Any) -> tuple[float, list[float]]:
    import pandas
    from abspc import calculate_control_limits, detect_special_causes

    def chart(frame: Any) -> list[float]:
        found = detect_special_causes(calculate_control_limits(frame, "XmR"))
        return [float(found[name].iloc[-1]) for name in ("mean", "lcl", "ucl")]

    return timed(chart, [pandas.DataFrame({"value": row}) for row in values])


def qikit_charts(values: Any) -> tuple[float, list[float]]:
    from qikit import qic

    def chart(row: Any) -> list[float]:
        frame = qic(y=row, chart="i").data
        return [float(frame[name].iloc[-1]) for name in ("cl", "lcl", "ucl")]

    return timed(chart, values)


def qikit_funnel(numerators: Any, denominators: Any) -> tuple[float, None]:
    import pandas
    from qikit import qic

    names = [f"u{i:03}" for i in range(numerators.size)]
    frame = pandas.DataFrame({"unit": names, "y": numerators, "n": denominators})

    def chart(one: Any) -> None:
        qic(data=one, x="unit", y="y", n="n", chart="pp", funnel=True)

    return timed(chart, [frame] * 5)


def seasons(values: Any) -> tuple[float, None]:
    from statsmodels.tsa.seasonal import STL

    def season(row: Any) -> None:
        STL(row, period=12).fit()

    return timed(season, values[:50])


if __name__ == "__main__":
    main()
