"""Who answers for what as CSV: a row for each part of a function in a measure, and for each hole."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np

from wellrun.tables.write import write_columns
from wellrun.web.frame import Frame
from wellrun.web.presenters.ownership import Wish, matrix_of
from wellrun.web.presenters.ownership_records import (
    meanings,
    objectives_here,
    read_beside,
    shared_measures,
    with_posts,
)

_COLUMNS = ("objective", "unit", "measure", "role", "function", "part", "post", "missing")


def ownership_file(frame: Frame) -> bytes:
    """The whole matrix; the writer makes texts harmless that a spreadsheet would run as a formula."""
    known = meanings()
    objectives = list(with_posts(objectives_here(frame), frame.today))
    records = read_beside(frame, objectives, known, shared_measures(known))
    functions, groups = matrix_of(records, Wish())
    rows: list[tuple[str, ...]] = []
    for group in groups:
        for row in group.rows:
            about = (group.title, group.unit, row.name if row.role or row.href else "", row.role)
            for function, marks in zip(functions, row.cells, strict=True):
                rows += [(*about, function, mark.word, mark.who, mark.wrong) for mark in marks]
            rows += [(*about, hole.function, "", "", hole.text) for hole in row.holes]
    columns: dict[str, Any] = {
        name: np.array([row[at] for row in rows], dtype=object) for at, name in enumerate(_COLUMNS)
    }
    out = BytesIO()
    write_columns(columns, out, "csv")
    return out.getvalue()
