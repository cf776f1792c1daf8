"""Who answers for what as CSV: a row for each part of a function in a measure, and for each hole."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np

from wellrun.jobs.in_force.ownership import Drawn
from wellrun.jobs.in_force.ownership_records import (
    WholePlan,
    meanings,
    objectives_here,
    read_beside,
    shared_measures,
)
from wellrun.tables.write import write_columns
from wellrun.web.frame import Frame
from wellrun.web.presenters.ownership import legend

_COLUMNS = ("objective", "unit", "measure", "role", "function", "part", "post", "missing")
# So many objectives are read at once: few queries, and never the whole plan in memory as records.
AT_ONCE = 1_000


def ownership_file(frame: Frame) -> bytes:
    """The whole matrix; the writer makes texts harmless that a spreadsheet would run as a formula."""
    rows = list(_rows(frame))
    columns: dict[str, Any] = {
        name: np.array([row[at] for row in rows], dtype=object) for at, name in enumerate(_COLUMNS)
    }
    out = BytesIO()
    write_columns(columns, out, "csv")
    return out.getvalue()


def _rows(frame: Frame) -> Iterator[tuple[str, ...]]:
    """Objective by objective, the parts that are there and the holes; an empty cell of the page is no row."""
    known = meanings()
    # Without where the reader may mend: a file leads to no form.
    whole = WholePlan(known, shared_measures(known))
    ids = list(objectives_here(frame).values_list("pk", flat=True))
    words = dict(legend())
    for start in range(0, len(ids), AT_ONCE):
        records = read_beside(frame.today, ids[start : start + AT_ONCE], whole)
        for one in records.objectives:
            for head, cells, holes in Drawn(one, records).rows:
                about = (one.title, one.unit.name, head.name if head.role or head.measure else "", head.role)
                for function, marks in cells.items():
                    yield from ((*about, function, words[mark.letter], mark.who, mark.wrong) for mark in marks)
                yield from ((*about, hole.function, "", "", hole.text) for hole in holes)
