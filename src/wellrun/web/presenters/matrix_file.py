"""The matrix of a unit as a CSV file: one row a cell."""

from __future__ import annotations

import io

import numpy as np

from wellrun.insight.queries import states_for
from wellrun.measures.queries import never_reported_in
from wellrun.strategy.queries import roles_in_force
from wellrun.tables.write import write_columns
from wellrun.web.frame import Frame
from wellrun.web.presenters.matrix import units_within
from wellrun.web.presenters.rows import current_versions

_FIELDS = (
    "series__measure__key",
    "series__unit__key",
    "last_period",
    "value",
    "reporting",
    "expected",
    "change",
    "aim",
    "profile",
)
_PLACE = ("series__unit_id", "series__measure_id")
_COLUMNS = ("measure", "unit", "period", "value", "reporting", "expected", "change", "aim", "profile")


def matrix_file(frame: Frame) -> bytes:
    """Every cell, however deep the unit lies: measure, unit, newest period and figure, the two states as codes, and
    the rule profile that judged it.

    Text that a spreadsheet would run as a formula is made harmless by the writer.
    """
    measures = {role.measure_id for role in roles_in_force()}
    units = [each.unit.pk for each in units_within(frame)]
    states = states_for(frame.user, unit__in=units, measure__in=measures, stratum="total")
    found = list(states.order_by("series__measure__key", "series__unit__key").values_list(*_FIELDS, *_PLACE))
    never = never_reported_in(units, current_versions(measures).values(), frame.today)
    rows = [(*row[:5], _expected(row[5], len(never.get(row[-2:], ()))), *row[6:-2]) for row in found]
    columns = dict(zip(_COLUMNS, zip(*rows, strict=True) if rows else [()] * len(_COLUMNS), strict=True))
    numbers = {name: np.array(columns[name], dtype=np.float64) for name in ("value", "reporting", "expected")}
    words = {name: np.array(columns[name], dtype=object) for name in ("measure", "unit", "change", "aim", "profile")}
    every = {"period": np.array(columns["period"], dtype="datetime64[D]"), **numbers, **words}
    out = io.BytesIO()
    said = np.full(len(rows), frame.site.attribution, dtype=object)
    write_columns({name: every[name] for name in _COLUMNS} | {"attribution": said}, out, "csv")
    return out.getvalue()


def _expected(expected: int | None, never: int) -> int | None:
    """With those who never reported, as everywhere."""
    return None if expected is None else expected + never
