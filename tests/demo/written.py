"""What a generated folder says, read back the plain way."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wellrun.demo.read import observation_files

Figures = dict[tuple[str, str], dict[str, float]]


@cache
def figures(folder: Path, *, corrections: bool = False) -> Figures:
    """Value by period of each (measure, unit); read once, so not to be written to."""
    found: Figures = defaultdict(dict)
    for entry in observation_files(folder):
        if entry.correction and not corrections:
            continue
        for row in rows(folder / entry.file):
            value = float(row["value"]) if row["value"] else float(row["numerator"]) / float(row["denominator"])
            found[row["measure"], row["unit"]][row["period"]] = value
    return found


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def values(of: dict[str, float]) -> NDArray[np.float64]:
    """In order of period, absent periods closed up."""
    return np.array([of[period] for period in sorted(of)])
