"""Numerators and denominators: what cannot be, and what can but looks wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wellrun.tables.cells import Cells, Mask
from wellrun.tables.errors import SHOWN, RowError
from wellrun.tables.numbers import Floats

ABOVE = "is above the denominator: a proportion has no more hits than cases"
LOOK = "is above the denominator: look whether both count the same cases"


@dataclass(frozen=True, slots=True, eq=False)
class Fractions:
    """The two columns of a rate, (N,) each, NaN = missing, with their cells for refusing rows."""

    numerator: Floats
    denominator: Floats
    numerator_cells: Cells
    denominator_cells: Cells

    def refuse_impossible(self) -> None:
        """Refuse denominators of 0 or less, and numerators that have none."""
        below = self.denominator_cells
        below.refuse(self.denominator == 0, "0 is not allowed: a rate needs cases")
        below.refuse(self.denominator < 0, lambda cell: f"{cell} is not allowed: cases are counted from 1")
        alone = ~np.isnan(self.numerator) & np.isnan(self.denominator)
        below.refuse(alone, "is missing: a numerator needs its denominator")

    def refuse_above(self, bounded: Mask) -> tuple[RowError, ...]:
        """Refuse numerators outside 0 to the denominator where `bounded`; elsewhere those above are warnings."""
        with np.errstate(invalid="ignore"):
            above = self.numerator > self.denominator
            below = (self.numerator < 0) & bounded
        cells = self.numerator_cells
        cells.refuse(above & bounded, lambda cell: f"{cell} {ABOVE}")
        cells.refuse(below, lambda cell: f"{cell} is not allowed: a proportion counts hits from 0")
        places = np.flatnonzero(above & ~bounded)[:SHOWN]
        return tuple(RowError(int(cells.rows[place]), cells.header, LOOK) for place in places)

    def ratio(self) -> Floats:
        """Numerator over denominator, NaN where either is missing or there are no cases."""
        found = np.full(self.numerator.size, np.nan)
        np.divide(self.numerator, self.denominator, out=found, where=self.denominator > 0)
        return found
