"""What is true in the generated figures: read from planted.yaml, put into the expected values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.demo.generate.figures import Floats, stream
from wellrun.demo.generate.organisation import FOLDER
from wellrun.demo.generate.periods import Dates
from wellrun.lib.plain import from_plain, read_yaml


@dataclass(frozen=True)
class ShiftSpec:
    """A lasting change of `size`, from the `start`-th period before the clock on (or, `before` a date, until it)."""

    name: str
    says: str
    measure: str
    size: float
    direction: str  # better | worse | definition
    scope: str  # local | systemic | unclear
    units: tuple[str, ...] = ()
    group: str = ""
    share: float = 1.0
    start: int = 0
    before: date | None = None


@dataclass(frozen=True)
class LinkSpec:
    """`lag` moves by `effect` for each unit of `lead`, `delay` periods later; zero where there is no link."""

    name: str
    says: str
    lead: str
    lag: str
    delay: int
    effect: float
    holds: bool


@dataclass(frozen=True)
class WinThatHarms:
    """Two shifts of which the first is wanted and the second its price."""

    win: str
    harm: str
    objective: str


@dataclass(frozen=True)
class Outage:
    """Days without any daily row of a source for a unit and all below it."""

    source: str
    unit: str
    first: date
    last: date


@dataclass(frozen=True)
class LateFeed:
    """The latest periods that a unit owes."""

    measure: str
    unit: str
    periods: int


@dataclass(frozen=True)
class Correction:
    """The latest periods of which the numerator is sent again, multiplied by a factor."""

    measure: str
    unit: str
    periods: int
    factor: float


@dataclass(frozen=True)
class Planted:
    """Everything planted."""

    shifts: tuple[ShiftSpec, ...]
    links: tuple[LinkSpec, ...]
    wins_that_harm: tuple[WinThatHarms, ...]
    outages: tuple[Outage, ...]
    late: tuple[LateFeed, ...]
    missing_share: float
    corrections: Correction
    stalled_initiatives: tuple[str, ...]
    stalled_actions: tuple[str, ...]
    vacant_posts: tuple[str, ...]


def read_planted() -> Planted:
    """What planted.yaml says."""
    return from_plain(Planted, read_yaml(FOLDER / "planted.yaml"), "planted.yaml")


def hit_units(shift: ShiftSpec, reporting: dict[str, dict[str, float]], seed: int) -> tuple[str, ...]:
    """The units a shift hits: those it names, or a drawn share of a group."""
    if shift.units:
        return shift.units
    group = list(reporting[shift.group])
    drawn = stream(seed, shift.name).permutation(len(group))[: round(shift.share * len(group))]
    return tuple(group[index] for index in sorted(drawn))


def in_force(shift: ShiftSpec, periods: Dates, available: int) -> NDArray[np.bool_]:
    """Which periods a shift changes; `available` of them have figures by the clock."""
    if shift.before is not None:
        return np.asarray(periods < np.datetime64(shift.before))
    return np.asarray(np.arange(periods.size) >= available - shift.start)


def put_link(lead: Floats, lag: Floats, link: LinkSpec) -> None:
    """Move the expected `lag` (unit, period) by what `lead` differs from its own mean, `delay` periods earlier."""
    swing = (lead - lead.mean(axis=1, keepdims=True)) * link.effect
    if link.delay:
        lag[:, link.delay :] += swing[:, : -link.delay]
    else:
        lag += swing


def truth(planted: Planted, facts: dict[str, Any], shifts: list[dict[str, Any]]) -> dict[str, Any]:
    """truth.json: what is planted, with the units and dates this seed and size gave it."""
    return {
        **facts,
        "shifts": shifts,
        "links": [vars(link) for link in planted.links],
        "wins_that_harm": [vars(win) for win in planted.wins_that_harm],
        "stalled_work": {
            "initiatives": list(planted.stalled_initiatives),
            "actions": list(planted.stalled_actions),
        },
        "ownership_holes": list(planted.vacant_posts),
        "late_feeds": [vars(feed) for feed in planted.late],
        "outages": [
            {**vars(outage), "first": str(outage.first), "last": str(outage.last)} for outage in planted.outages
        ],
        "corrections": vars(planted.corrections),
        "missing_share": planted.missing_share,
    }
