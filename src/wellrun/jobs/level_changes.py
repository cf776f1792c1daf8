"""Where the level of one series changed within its present baseline: changes a new baseline may be proposed for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from wellrun.analytics.panel import Panel
from wellrun.analytics.segments.find import find_changes
from wellrun.measures.beginnings import FEWEST_FIGURES
from wellrun.measures.models import Series
from wellrun.measures.queries import SeriesPanel, panel


@dataclass(frozen=True, slots=True)
class LevelChange:
    """The period with which another level begins, both levels as stored, and the support from 0.5 to 1.

    `slope_before`, `slope_after`: how they rise a period, where lines and not levels lie on its sides; else 0.
    """

    start: date
    before: float
    after: float
    support: float
    slope_before: float = 0.0
    slope_after: float = 0.0

    def evidence(self) -> dict[str, Any]:
        """What a proposal keeps of it."""
        return {"before": self.before, "after": self.after, "support": self.support}


def level_changes(series: Series, found: SeriesPanel | None = None) -> list[LevelChange]:
    """The supported changes of the present phase, in time; each with figures enough on either side of it.

    It finds when, never why, and begins nothing. `found`: the panel of that one series, where it has been read.
    """
    if found is None:
        panels = panel([series.pk])
        if not panels:
            return []
        (found,) = panels
    present, points = _present_phase(found)
    changes = find_changes(present)
    return [
        LevelChange(
            start=present.dates[0, at].astype("datetime64[D]").astype(object),
            before=float(changes.before[n]),
            after=float(changes.after[n]),
            support=float(changes.support[n]),
            slope_before=float(changes.slope_before[n]),
            slope_after=float(changes.slope_after[n]),
        )
        for n, at in enumerate(changes.index.tolist())
        if min(points[:at].sum(), points[at:].sum()) >= FEWEST_FIGURES
    ]


def _present_phase(found: SeriesPanel) -> tuple[Panel, np.ndarray[Any, np.dtype[np.bool_]]]:
    """The judged figures since the present phase began, and where there are any."""
    ordinals = found.panel.phases[0]
    first = int(np.argmax(ordinals == ordinals[-1]))
    values = np.where(found.judged, found.panel.values, np.nan)[:, first:]
    dates = found.panel.event_dates
    present = replace(
        found.panel,
        periods=found.panel.periods[first:],
        values=values,
        numerators=None,
        denominators=None,
        phases=found.panel.phases[:, first:],
        event_dates=None if dates is None else dates[:, first:],
    )
    return present, ~np.isnan(values[0])
