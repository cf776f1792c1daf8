"""What the files of a site say should happen, worked out the plain way from the files alone."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from wellrun.analytics.calendar import Grain, period_number
from wellrun.demo.site import Site
from wellrun.plans.specs import ForumSpec

ROUND_DAYS = {"FREQ=WEEKLY": 7, "FREQ=MONTHLY": 28}
GRAIN_DAYS = {"day": 1, "week": 7, "month": 28}


@cache
def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of one of the site's files; read once, so not to be written to."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def way_up(site: Site, unit: str) -> list[str]:
    """The unit and all above it, nearest first."""
    parents = {spec.key: spec.parent for spec in site.units}
    way, at = [], unit
    while at:
        way.append(at)
        at = parents[at] or ""
    return way


def lowest_common(site: Site, units: Iterable[str]) -> str:
    """The lowest unit that is, or lies above, all of them."""
    ways = [way_up(site, unit) for unit in units]
    return next(unit for unit in ways[0] if all(unit in way for way in ways))


def forum_for(site: Site, measure: str, unit: str) -> ForumSpec:
    """The nearest forum at or above the unit that lists the measure, else its domain; of several the fastest that is
    not faster than the measure."""
    spec = next(each for each in site.measures if each.key == measure)
    listing = [forum for forum in site.forums if measure in forum.measures]
    of_domain = [forum for forum in site.forums if spec.domain in forum.domains]
    for forums in (listing, of_domain):
        for place in way_up(site, unit):
            here = [forum for forum in forums if forum.unit == place and round_days(forum) >= GRAIN_DAYS[spec.grain]]
            if here:
                return min(here, key=round_days)
    raise AssertionError(f"no forum takes {measure} of {unit}")


def round_days(forum: ForumSpec) -> int:
    """About how long one round of a forum is."""
    rule = forum.cadence.split(";")
    times = next((int(part.removeprefix("INTERVAL=")) for part in rule if part.startswith("INTERVAL=")), 1)
    return ROUND_DAYS[rule[0]] * times


def beside(site: Site, folder: Path, files: Iterable[str], measure: str, unit: str) -> set[str]:
    """The unit and those beside it that send figures of the measure."""
    parents = {spec.key: spec.parent for spec in site.units}
    sending = {row["unit"] for name in files for row in rows_of(folder / name) if row["measure"] == measure}
    return {other for other in parents if parents[other] == parents[unit] and _sends(other, sending, parents)}


def _sends(unit: str, sending: set[str], parents: dict[str, str | None]) -> bool:
    return unit in sending or any(_sends(child, sending, parents) for child in parents if parents[child] == unit)


def periods_apart(one: date, other: date, grain: str) -> int:
    """How many periods lie from the one to the other."""
    numbers = period_number(np.array([one, other], dtype="datetime64[D]"), Grain(grain))
    return abs(int(numbers[1] - numbers[0]))


def days_of(first: str, last: str) -> list[date]:
    """Every day from the first to the last."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]
