"""The series that a page about one measure in one unit speaks of."""

from __future__ import annotations

from wellrun.access.errors import nothing_here
from wellrun.measures.models import Series
from wellrun.web.frame import Frame


def total_series(frame: Frame, key: str) -> Series:
    """The measure's series of all cases in the frame's unit, with measure and unit; NotFound where there is none."""
    rows = Series.objects.filter(unit=frame.unit, measure__key=key, stratum="total").select_related("measure", "unit")
    series = rows.first()
    if series is None:
        raise nothing_here()
    return series
