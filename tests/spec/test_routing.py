"""Specification: which forum an item goes to.

Nearest at or above the unit that lists the measure, else its domain; ties to the fastest cadence that is not faster
than the measure's grain.
"""

import pytest

from wellrun.jobs.routing import Candidate, choose_forum

WARD, SITE, SYSTEM = 0, 1, 2


def forum(name: str, distance: int, days: int, *lists: str) -> Candidate:
    """A forum `distance` above the unit that meets every `days`; `waits` is the measure, `access` its domain."""
    return Candidate(name, distance, days, frozenset(lists) & {"waits"}, frozenset(lists) - {"waits"})


ROUTES = [
    ("the only one that lists the measure", [forum("a", SITE, 7, "waits")], "a"),
    ("none lists it", [forum("a", SITE, 7, "workforce")], None),
    ("no forum at all", [], None),
    ("the nearest of two", [forum("far", SYSTEM, 7, "waits"), forum("near", SITE, 7, "waits")], "near"),
    ("its domain when none lists the measure", [forum("a", SITE, 7, "access")], "a"),
    (
        "the measure before the domain, however near",
        [forum("domain", WARD, 7, "access"), forum("measure", SYSTEM, 90, "waits")],
        "measure",
    ),
    (
        "at one place the fastest that is not faster than a month",
        [forum("week", SITE, 7, "waits"), forum("month", SITE, 28, "waits"), forum("quarter", SITE, 91, "waits")],
        "month",
    ),
    ("a month of 31 days is a month", [forum("month", SITE, 31, "waits"), forum("week", SITE, 7, "waits")], "month"),
    (
        "the slowest when all are faster",
        [forum("day", SITE, 1, "waits"), forum("week", SITE, 7, "waits")],
        "week",
    ),
    (
        "nearness before cadence",
        [forum("week", SITE, 7, "waits"), forum("month", SYSTEM, 28, "waits")],
        "week",
    ),
    (
        "by domain the cadence counts too",
        [forum("quarter", SYSTEM, 91, "access"), forum("month", SYSTEM, 28, "access")],
        "month",
    ),
    ("a full tie goes by name", [forum("b", SITE, 28, "waits"), forum("a", SITE, 28, "waits")], "a"),
]


@pytest.mark.parametrize(("candidates", "chosen"), [row[1:] for row in ROUTES], ids=[row[0] for row in ROUTES])
def test_a_monthly_measure_goes_to(candidates: list[Candidate], chosen: str | None) -> None:
    found = choose_forum(candidates, measure="waits", domains=["access"], grain="month")
    assert (found and found.id) == chosen


GRAINS = [("day", "daily"), ("week", "weekly"), ("month", "monthly"), ("quarter", "quarterly"), ("event", "daily")]


@pytest.mark.parametrize(("grain", "chosen"), GRAINS)
def test_the_cadence_follows_the_speed_of_the_measure(grain: str, chosen: str) -> None:
    days = {"daily": 1, "weekly": 7, "monthly": 28, "quarterly": 91}
    candidates = [forum(name, SITE, length, "waits") for name, length in days.items()]
    found = choose_forum(candidates, measure="waits", domains=[], grain=grain)
    assert found is not None
    assert found.id == chosen


def test_domains_are_tried_in_order() -> None:
    candidates = [forum("near", WARD, 28, "workforce"), forum("far", SYSTEM, 28, "access")]
    found = choose_forum(candidates, measure="waits", domains=["access", "workforce"], grain="month")
    assert found is not None
    assert found.id == "far"
