"""Reference outputs as panels and columns: read from beside the project, never copied into it."""

import csv
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tests.shared_data import GOLDEN
from wellrun.analytics.panel import Grain, Panel


@dataclass(frozen=True)
class Golden:
    """A reference table with one row a point, reshaped to (series, period)."""

    labels: list[str]
    periods: list[str]
    columns: dict[str, NDArray[np.object_]]

    def text(self, name: str) -> NDArray[np.object_]:
        return self.columns[name]

    def numbers(self, name: str) -> NDArray[np.float64]:
        absent = ("", "NA", None)
        found = [np.nan if each in absent else float(each) for each in self.columns[name].reshape(-1)]
        return np.array(found).reshape(self.columns[name].shape)

    def panel(self, values: str, counts: tuple[str, str] | None = None) -> Panel:
        return Panel(
            labels=tuple(self.labels),
            grain=Grain.MONTH,
            periods=np.array(self.periods, dtype="datetime64[D]"),
            values=self.numbers(values),
            numerators=self.numbers(counts[0]) if counts else None,
            denominators=self.numbers(counts[1]) if counts else None,
        )


@cache
def golden(name: str, series: str, period: str) -> Golden:
    """A file whose series all have the same periods."""
    rows = _rows(name)
    labels = list(dict.fromkeys(row[series] for row in rows))
    periods = sorted({row[period] for row in rows})
    place = {(row[series], row[period]): row for row in rows}
    wide = [[place[label, when] for when in periods] for label in labels]
    columns = {key: np.array([[row[key] for row in line] for line in wide], dtype=object) for key in rows[0]}
    return Golden(labels, periods, columns)


@cache
def edge_cases(name: str, chart: str | None = None) -> dict[str, Golden]:
    """A file of short odd series, each with its own length."""
    cases: dict[str, list[dict[str, str]]] = {}
    for row in _rows(name):
        if chart is None or row["chart"] == chart:
            cases.setdefault(row["case"], []).append(row)
    return {
        case: Golden(
            [case],
            [str(np.datetime64("2020-01") + k) + "-01" for k in range(len(rows))],
            {key: np.array([[row[key] for row in rows]], dtype=object) for key in rows[0]},
        )
        for case, rows in cases.items()
    }


def table(name: str) -> list[dict[str, str]]:
    return _rows(name)


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(newline="") as file:
        return list(csv.DictReader(file))
