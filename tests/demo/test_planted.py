"""What truth.json says is in the figures, and what a session has to find is strong enough to be found."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.demo.written import Figures, figures
from wellrun.analytics.calendar import Grain, period_range
from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.replay import firings, signals
from wellrun.demo.generate.planted import read_planted
from wellrun.demo.generate.write import generate
from wellrun.demo.read import read_site

SHIFTS = [shift.name for shift in read_planted().shifts]


def truth(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "truth.json").read_text())
    return found


def shift(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in truth(folder)["shifts"] if each["name"] == name)
    return found


@pytest.mark.parametrize("name", SHIFTS)
def test_a_shift_is_in_the_figures_at_about_its_size(demo_site: Path, name: str) -> None:
    assert_shifted(figures(demo_site), shift(demo_site, name))


@pytest.mark.parametrize("seed", [1, 2])
def test_any_seed_plants_the_same_truth(tmp_path: Path, seed: int) -> None:
    folder = generate(tmp_path, size="small", seed=seed).folder
    for name in SHIFTS:
        assert_shifted(figures(folder), shift(folder, name))


def assert_shifted(found: Figures, planted: dict[str, Any]) -> None:
    """The mean moved by the planted size, give or take four standard errors of a mean of that many periods."""
    moved, errors = [], []
    for unit in planted["units"]:
        of = found[planted["measure"], unit]
        inside = [v for p, v in of.items() if planted["first_period"] <= p <= planted["last_period"]]
        outside = [v for p, v in of.items() if not planted["first_period"] <= p <= planted["last_period"]][-50:]
        moved.append(np.mean(inside) - np.mean(outside))
        errors.append(np.std(outside) * np.sqrt(1 / len(inside) + 1 / len(outside)))
    error = np.sqrt(np.mean(np.square(errors)) / len(errors))
    assert np.mean(moved) == pytest.approx(planted["size"], abs=4 * error), planted["name"]
    assert abs(planted["size"]) > 4 * error, planted["name"]


@pytest.mark.parametrize(
    ("name", "unit", "side"),
    [
        ("charge-nurse-ward", "northgate-medicine-4", -1),
        ("no-shows-at-one-clinic", "harbor-clinic", 1),
        ("approvals-late", "health-plan", -1),
        ("more-readmissions", "riverside-medicine", 1),
        ("denials-rise", "riverside", 1),
    ],
)
def test_a_recent_change_raises_a_signal_within_the_last_six_periods(
    demo_site: Path, small_site: Path, name: str, unit: str, side: int
) -> None:
    for folder in (demo_site, small_site):
        measure = shift(folder, name)["measure"]
        assert fired_periods_ago(folder, measure, unit, side) < 6


def test_the_systemic_change_raises_signals_in_most_wards_and_within_three_periods(demo_site: Path) -> None:
    wards = [unit.key for unit in read_site(demo_site).units if unit.kind == "ward"]
    recent = [ward for ward in wards if fired_periods_ago(demo_site, "sickness", ward, 1) < 6]

    assert len(recent) >= 0.75 * len(wards)


@cache
def grain_of(folder: Path, measure: str) -> Grain:
    return Grain(next(each.grain for each in read_site(folder).measures if each.key == measure))


def fired_periods_ago(folder: Path, measure: str, unit: str, side: int) -> int:
    """How many periods before the last figure the open signal on `side` first fired; 9999 when there is none."""
    grain = grain_of(folder, measure)
    of = figures(folder)[measure, unit]
    grid = period_range(np.datetime64(min(of)), np.datetime64(max(of)), grain)
    line = np.array([[of.get(str(period), np.nan) for period in grid]])
    panel = Panel((unit,), grain, grid, line)
    found = signals(panel, firings(panel))
    hits = found.first_fired[found.is_open & (found.side == side)]
    ago = [grid.size - 1 - int(first) for first in hits]
    return min(ago, default=9999)


def test_the_link_that_holds_shows_and_the_one_that_does_not_hold_does_not(demo_site: Path) -> None:
    found = figures(demo_site)
    holds = [delayed_correlation(found, "occupancy", "ed_4h", hospital, 1) for hospital in HOSPITALS]
    idle = [delayed_correlation(found, "dbn", "ed_boarding_4h", hospital, 0) for hospital in HOSPITALS]

    assert max(holds) < -0.2
    assert np.abs(idle).max() < 0.1


HOSPITALS = ("northgate", "riverside", "hillview")


def delayed_correlation(found: Figures, lead: str, lag: str, unit: str, delay: int) -> float:
    """Of the two measures on working days that both have, the usual difference between weekdays taken out."""
    days = sorted(set(found[lead, unit]) & set(found[lag, unit]))
    grid = np.arange(np.datetime64(days[0]), np.datetime64(days[-1]) + 1)
    pair = [np.array([found[m, unit].get(str(day), np.nan) for day in grid]) for m in (lead, lag)]
    weekday = grid.astype(np.int64) % 7
    for line in pair:
        for day in range(7):
            line[weekday == day] -= np.nanmean(line[weekday == day])
    early, late = pair[0][: grid.size - delay], pair[1][delay:]
    both = ~np.isnan(early) & ~np.isnan(late)
    return float(np.corrcoef(early[both], late[both])[0, 1])


def test_the_win_meets_its_aim_and_the_harm_follows_it(demo_site: Path) -> None:
    win, harm = shift(demo_site, "shorter-stays"), shift(demo_site, "more-readmissions")
    site = read_site(demo_site)
    aim = next(t for t in site.targets if (t.measure, t.unit) == ("los_oe", "riverside-medicine"))
    of = figures(demo_site)["los_oe", "riverside-medicine"]
    objective = next(o for o in site.plan.objectives if o.key == "stay-no-longer-riverside")

    assert aim.value is not None
    assert np.mean([value for period, value in of.items() if period >= win["first_period"]]) < aim.value
    assert win["first_period"] < harm["first_period"]
    assert ("readmit30", "balancing") in {(m.measure, m.role) for m in objective.measures}


def test_stalled_work_and_the_ownership_hole_are_in_the_plan(demo_site: Path) -> None:
    told, site = truth(demo_site), read_site(demo_site)
    stalled = {w.key: w.last_update for w in site.plan.initiatives if w.key in told["stalled_work"]["initiatives"]}
    actions = {a.key: a for a in site.plan.actions if a.key in told["stalled_work"]["actions"]}

    assert all(last is not None and (site.clock.date() - last).days > 28 for last in stalled.values())
    assert all(a.due < site.clock.date() for a in actions.values())
    assert len(stalled) == len(actions) == 1
    assert {o.key for o in site.plan.objectives if o.owner in told["ownership_holes"]} == {"nurses-stay"}


@pytest.mark.parametrize(
    ("name", "unit", "side", "siblings"),
    [
        ("charge-nurse-ward", "northgate-medicine-4", -1, [f"northgate-medicine-{n}" for n in (1, 2, 3)]),
        ("no-shows-at-one-clinic", "harbor-clinic", 1, ["mill-street-clinic", "orchard-clinic", "station-clinic"]),
    ],
)
def test_a_local_change_has_no_sibling_beside_it(
    demo_site: Path, small_site: Path, name: str, unit: str, side: int, siblings: list[str]
) -> None:
    for folder in (demo_site, small_site):
        measure = shift(folder, name)["measure"]
        own = fired_periods_ago(folder, measure, unit, side)
        assert all(abs(fired_periods_ago(folder, measure, each, side) - own) > 3 for each in siblings)
