"""The library as a CSV file, one row a measure, and one definition as YAML."""

from __future__ import annotations

import io
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import numpy as np

from wellrun.lib.plain import to_plain, yaml_of
from wellrun.library.definition import MeasureSpec
from wellrun.measures.queries.adopted import measures_by_library_id
from wellrun.tables.write import write_columns
from wellrun.web.presenters.library_words import standard_words

_JOINED = ("settings", "exclusions", "contributing_teams")
_PLAIN = (
    *("library_id", "key", "name", "domain", "perspective", "default_role", "tier", "conformance", "definition"),
    *("numerator", "denominator", "counted_in", "direction", "scoring", "grain", "natural_frequency"),
    *("review_cadence", "chart", "roll_up", "source", "licence"),
)


def library_file(specs: list[MeasureSpec]) -> bytes:
    """Every field of the measures; identifiers that nobody confirmed say so; `here` is the site's key. One query."""
    here = measures_by_library_id()
    columns: dict[str, Any] = {name: _texts(specs, attrgetter(name)) for name in _PLAIN}
    for name in _JOINED:
        columns[name] = _texts(specs, _joined(name))
    columns["standards"] = _texts(specs, lambda spec: "; ".join(map(standard_words, spec.standards)))
    columns["data_lag_days"] = np.array([spec.data_lag_days for spec in specs], dtype=np.int64)
    columns["here"] = _texts(specs, lambda spec: here[spec.library_id].key if spec.library_id in here else "")
    out = io.BytesIO()
    write_columns(columns, out, "csv")
    return out.getvalue()


def definition_file(spec: MeasureSpec) -> bytes:
    """A definition as its YAML file."""
    return yaml_of(to_plain(spec)).encode()


def _joined(name: str) -> Callable[[MeasureSpec], str]:
    return lambda spec: "; ".join(getattr(spec, name))


def _texts(specs: list[MeasureSpec], say: Callable[[MeasureSpec], str]) -> np.ndarray[Any, np.dtype[np.object_]]:
    return np.array([say(spec) for spec in specs], dtype=object)
