"""Aims and same-day limits of measures, and what is believed to lie between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class TargetSpec:
    """An aim: one `value`, or `low` and `high`, as stored. `cascade`: also for each member child.

    `post`: set for one post alone, which the model check questions. `baseline_points`: figures behind the baseline.
    """

    measure: str
    unit: str
    source: str = ""
    stratum: str = "total"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    by: date | None = None
    baseline: float | None = None
    baseline_points: int | None = None
    commitment: str = "committed"  # committed | aspirational
    post: str | None = None
    cascade: bool = False


@dataclass(frozen=True)
class LimitSpec:
    """A same-day limit of one series: met at `limit` (as stored) or beyond it on that side, and what is done then."""

    measure: str
    unit: str
    side: str  # high | low
    limit: float
    response: str
    stratum: str = "total"


@dataclass(frozen=True)
class LinkSpec:
    """When the lead rises the lag is expected to move by `sign` after the delay: a hypothesis with its source."""

    key: str
    lead: str
    lag: str
    sign: str  # + | -
    delay_days: tuple[int, ...]  # least and most
    grade: str  # strong | moderate | contested | judgement | structural
    source: str
    caveat: str = ""
    origin: str = "local"  # library | local


@dataclass(frozen=True)
class TradeOffSpec:
    """Pushing one measure in a direction needs the guard beside it."""

    key: str
    push: str
    push_direction: str  # up | down | band
    guard: str
    guard_direction: str  # up | down
    mechanism: str
    source: str
    origin: str = "local"  # library | local
