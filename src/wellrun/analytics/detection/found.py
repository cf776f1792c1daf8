"""What watching a panel answers: one frozen value with labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import Grain
from wellrun.analytics.detection.codes import Doubt, Status, Young
from wellrun.analytics.detection.watching import Watch
from wellrun.analytics.panel import Floats, Panel
from wellrun.analytics.spc.codes import Codes

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

# What an alarm is said with, and what it rests on.
_OF_AN_ALARM = (
    *("status", "family", "doubt", "promised", "arm", "first_alarm", "direction"),
    *("p_value", "q_value", "size_sd", "change_at", "baseline"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """One entry a series, (S,). Codes are of `detection.codes`.

    `status`, `family`, `doubt`, `arm` int8; `first_alarm`, `change_at`, `last`: period indices of the first alarm, of
    the estimated start of the change and of the last point, -1 = none; `direction` +1 up, -1 down, 0 no alarm;
    `p_value`: the probability that a series which did not change has come as far by its first alarm (or its last
    point), NaN = not judged, or no rate is promised of the series (`doubt`) or of the watch; `q_value`: at the first
    alarm (or the last point) among the series of that period, NaN unless a rate was asked for; `size_sd`: NaN without
    an alarm; `n` points, `n_judged` of them after the baseline, which has `baseline` points; `young` int8: what became
    of those within the baseline of a self-starting watch; `promised` bool: whether a rate is, of what was judged.
    """

    labels: tuple[str, ...]
    watch: Watch
    has_denominators: bool
    status: Codes
    family: Codes
    doubt: Codes
    arm: Codes
    first_alarm: Whole
    direction: Codes
    p_value: Floats
    q_value: Floats
    size_sd: Floats
    change_at: Whole
    last: Whole
    n: Whole
    n_judged: Whole
    baseline: Whole
    young: Codes
    promised: Flags

    @classmethod
    def empty(cls, panel: Panel, watch: Watch) -> Self:
        """Nothing found yet."""

        def whole(fill: int) -> Whole:
            return np.full(panel.n_series, fill, dtype=np.int64)

        def codes(fill: int = 0) -> Codes:
            return np.full(panel.n_series, fill, dtype=np.int8)

        def unknown() -> Floats:
            return np.full(panel.n_series, np.nan)

        return cls(
            labels=panel.labels,
            watch=watch,
            has_denominators=panel.has_counts,
            status=codes(),
            family=codes(),
            doubt=codes(Doubt.EVENTS if panel.grain is Grain.EVENT else Doubt.NONE),
            arm=codes(),
            first_alarm=whole(-1),
            direction=codes(),
            p_value=unknown(),
            q_value=unknown(),
            size_sd=unknown(),
            change_at=whole(-1),
            last=whole(-1),
            n=whole(0),
            n_judged=whole(0),
            baseline=whole(watch.baseline),
            young=codes(),
            promised=np.zeros(panel.n_series, dtype=np.bool_),
        )

    def begin_with(self, young: Detection, rows: Whole) -> None:
        """Put before it what lies within the baseline of the series at `rows` (R,): an alarm there is the first."""
        judged = (young.status == Status.OK) & (young.n_judged > 0)
        self.young[rows[judged]] = np.where(young.promised, Young.PROMISED, Young.UNPROMISED)[judged]
        alarmed = young.first_alarm >= 0
        self.n_judged[rows[alarmed]] += young.n_judged[alarmed]
        for name in _OF_AN_ALARM:
            getattr(self, name)[rows[alarmed]] = getattr(young, name)[alarmed]
