"""Series as panels: labelled matrices, one a grain, as known now or at an earlier moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Panel
from wellrun.measures.receiving import SeriesIds

Flags = NDArray[np.bool_]
Small = NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class SeriesPanel:
    """All asked-for series of one grain, with what the records know beside the numbers.

    `panel`: labels are `measure/unit/stratum` keys; its phases are ordinals of definition versions and forced
    phases together. `series_ids`: (S,) in the order of its rows. The rest is (S, T), as `panel.values`:
    `judged` False where there is no point or where it is shown hollow because who reports differs for a
    while; `reporting`, `expected` units of a rolled-up point, -1 elsewhere; `phase_number` of the forced phase
    in force (0 = from the first figure) and `version_number` of the definition: together they name a stretch
    for good, whatever is added before it.
    """

    panel: Panel
    series_ids: SeriesIds
    judged: Flags
    reporting: Small
    expected: Small
    phase_number: Small
    version_number: Small


def panel(series_ids: Sequence[int] | SeriesIds, as_of: datetime | None = None) -> list[SeriesPanel]:
    """The figures of the given series, one panel a grain, series ordered by id; a series without figures is left out.

    `as_of`: what was known at that moment (aware): rows recorded by then and not yet superseded.
    """
    raise NotImplementedError
