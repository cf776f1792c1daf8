"""How an objective stands: the worst that its results honestly say. Nothing is scored or averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from wellrun.insight.models import SeriesState

OLD: Final = timedelta(days=365)
# The worst first. What is not known may be bad: it stands above whatever is no trouble.
WORST_FIRST: Final = (
    "worsening",
    "short",
    "not_there_yet",
    "no_result",
    "no_figures",
    "old",
    "too_few",
    "sometimes",
    "higher",
    "lower",
    "no_change",
    "improving",
    "meets",
)


class Said(Protocol):
    """What a measure says in its role toward an objective: a row of a page, or `MeasureSays`."""

    @property
    def role(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def state(self) -> SeriesState | None: ...
    @property
    def period(self) -> date | None: ...
    @property
    def is_old(self) -> bool: ...


@dataclass(frozen=True)
class MeasureSays:
    """The same without a page."""

    role: str
    name: str
    state: SeriesState | None
    today: date

    @property
    def period(self) -> date | None:
        """Of the newest figure judged."""
        return self.state.last_period if self.state else None

    @property
    def is_old(self) -> bool:
        """Whether its newest figure is of more than a year ago."""
        return self.period is not None and self.period < self.today - OLD


@dataclass(frozen=True)
class Standing:
    """`code`: one of WORST_FIRST. `because`: the result that says so, where there are several.

    `harm`: a balancing measure that gets worse.
    """

    code: str
    because: str = ""
    harm: str = ""


def standing_of(rows: Sequence[Said]) -> Standing:
    """The worst among the results of `rows`."""
    results = [row for row in rows if row.role == "lag"]
    harm = next((row.name for row in rows if row.role == "balancing" and _is_worse(row)), "")
    if not results:
        return Standing("no_result", harm=harm)
    code, worst = min(((_code(row), row) for row in results), key=lambda found: WORST_FIRST.index(found[0]))
    return Standing(code, worst.name if len(results) > 1 else "", harm)


def _is_worse(row: Said) -> bool:
    return row.state is not None and row.state.change == "worsening" and not row.is_old


def _code(row: Said) -> str:
    """What one result says: its trouble first, then its aim, then its change."""
    if row.state is None or row.period is None:
        return "no_figures"
    if row.is_old:
        return "old"
    change, aim = row.state.change, row.state.aim
    if change == "unknown":
        return "too_few"
    if change == "worsening":
        return "worsening"
    if aim == "short" and change == "improving":
        return "not_there_yet"
    if aim in ("short", "not_there_yet", "sometimes", "meets"):
        return aim
    return "no_change" if change == "none" else change
