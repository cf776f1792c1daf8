"""A comparison as a CSV file: one's own units by key, the others by numbers that say nothing."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from wellrun.access.errors import nothing_here
from wellrun.insight.comparison import ComparedUnit
from wellrun.tables.write import write_columns
from wellrun.web.frame import Frame
from wellrun.web.presenters.compare import Wish, compared


def compare_file(frame: Frame, key: str, wish: Wish) -> bytes:
    """One row a unit in full precision, own units by name and then the others; NotFound where nothing is comparable.

    Text that a spreadsheet would run as a formula is made harmless by the writer.
    """
    _version, found = compared(frame, key, wish)
    units = found.counted
    if not units:
        raise nothing_here()
    n_units = len(units)
    same = {"measure": key, "kind": found.unit_kind}
    columns: dict[str, Any] = {name: np.full(n_units, text, dtype=object) for name, text in same.items()}
    columns |= {
        "first": np.full(n_units, np.datetime64(found.first, "D")),
        "last": np.full(n_units, np.datetime64(found.last, "D")),
        "unit": _texts([unit.own.key if unit.own is not None else "" for unit in units]),
        "other": _texts([unit.label if unit.own is None else "" for unit in units]),
        "periods": np.array([unit.periods for unit in units], dtype=np.int64),
    }
    columns |= {name: _numbers(units, name) for name in ("numerator", "denominator", "value", "expected")}
    columns |= {
        name: np.array([unit.lines[at] for unit in units], dtype=np.float64)
        for at, name in enumerate(("lower_998", "lower_95", "upper_95", "upper_998"))
    }
    columns |= {
        "z": _numbers(units, "z"),
        "flag": _texts([unit.flag.word for unit in units]),
        "interval_lower": np.array([unit.interval[0] for unit in units], dtype=np.float64),
        "interval_upper": np.array([unit.interval[1] for unit in units], dtype=np.float64),
        "min_detectable": _numbers(units, "detectable"),
        "min_detectable_of": np.full(n_units, "misses" if found.of_misses else "cases", dtype=object),
    }
    out = io.BytesIO()
    write_columns(columns, out, "csv")
    return out.getvalue()


def _texts(texts: list[str]) -> Any:
    return np.array(texts, dtype=object)


def _numbers(units: list[ComparedUnit], name: str) -> Any:
    return np.array([getattr(unit, name) for unit in units], dtype=np.float64)
