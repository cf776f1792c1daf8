"""What a chart is drawn from: one series, judged, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wellrun.web.figures import PLAIN, FigureFormat, is_missing


class PointKind(StrEnum):
    """What a point says; the words of `analytics.spc`.

    And `not_judged` for a figure nobody judged, `left_out` for one that somebody left out with a reason.
    """

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    HIGH = "high"
    LOW = "low"
    NOT_JUDGED = "not_judged"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Aim:
    """A target: a value, or a band from `low` to `high`. Stored units, as the figures (a proportion is 0-1)."""

    value: float | None = None
    low: float | None = None
    high: float | None = None

    def edges(self) -> tuple[float, ...]:
        """The levels at which the aim is drawn, lowest first."""
        return tuple(level for level in (self.low, self.value, self.high) if level is not None)


@dataclass(frozen=True, slots=True)
class PhaseStart:
    """Where a new baseline begins (an ordinal of `ChartData.phases`), when, and why."""

    ordinal: int
    start: date
    reason: str


@dataclass(frozen=True, slots=True)
class EventFlag:
    """Something that happened: its number in the list beside the chart, the index of its period, and what it was.

    `at` is the number of periods for what came after the last of them.
    """

    number: int
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class ChartData:
    """One judged series. Sequences run along `periods` (one entry a period, in time); None and NaN are missing.

    `periods` are consecutive: a missing period is there with no value, so that a gap shows as a gap.
    `values`, limits and aim are as stored (a proportion is 0-1); `form` says how they are written.
    `centre`, `lower`, `upper`: empty, or one entry a period. `lower` and `upper` end where figures end by nature;
    `computed_lower` and `computed_upper` are the limits as computed. `phases`: ordinal of each period's phase, from 0.
    `notes`: words beside a figure in the table, "" for none; `notes_href`: where they are told in full.
    `rules`: the code of the rule that marks a point, "" for none. `reasons`: why a point is left out, else "".
    `events`: in time, each with its number. Empty optional sequences mean "none of it".
    Raises ValueError where lengths differ.
    """

    title: str
    periods: Sequence[date]
    values: Sequence[float | None]
    kinds: Sequence[PointKind]
    form: FigureFormat = PLAIN
    grain: str = "month"
    numerators: Sequence[float | None] = ()
    denominators: Sequence[float | None] = ()
    reporting: Sequence[int | None] = ()
    expected: Sequence[int | None] = ()
    centre: Sequence[float | None] = ()
    lower: Sequence[float | None] = ()
    upper: Sequence[float | None] = ()
    computed_lower: Sequence[float | None] = ()
    computed_upper: Sequence[float | None] = ()
    phases: Sequence[int] = ()
    phase_starts: Sequence[PhaseStart] = ()
    rules: Sequence[str] = ()
    reasons: Sequence[str] = ()
    events: Sequence[EventFlag] = ()
    notes: Sequence[str] = ()
    notes_href: str = ""
    aim: Aim | None = None
    profile: str = ""

    def __post_init__(self) -> None:
        if not len(self.periods) == len(self.values) == len(self.kinds):
            raise ValueError("periods, values and kinds differ in length")
        for name in (
            "numerators",
            "denominators",
            "reporting",
            "expected",
            "centre",
            "lower",
            "upper",
            "computed_lower",
            "computed_upper",
            "phases",
            "rules",
            "reasons",
            "notes",
        ):
            if len(getattr(self, name)) not in (0, len(self.periods)):
                raise ValueError(f"{name} has another length than periods")

    def present(self) -> list[int]:
        """The indices that have a figure."""
        return [i for i, value in enumerate(self.values) if not is_missing(value)]

    def latest(self) -> int | None:
        """The index of the last figure."""
        present = self.present()
        return present[-1] if present else None

    def phase_spans(self) -> list[tuple[int, int]]:
        """First and last index of each phase, in time."""
        if not self.periods:
            return []
        ordinals = list(self.phases) or [0] * len(self.periods)
        breaks = [i for i in range(1, len(ordinals)) if ordinals[i] != ordinals[i - 1]]
        return list(zip([0, *breaks], [*(b - 1 for b in breaks), len(ordinals) - 1], strict=True))


def level_at(levels: Sequence[float | None], index: int | None) -> float | None:
    """One entry of a limit, or None where there is none or it is NaN."""
    if index is None or not levels:
        return None
    level = levels[index]
    return None if is_missing(level) else level
