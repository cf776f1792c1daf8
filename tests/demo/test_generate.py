"""The generated system: the same from the same seed, whole, and with figures that could be real."""

import json
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.demo.written import figures, rows, values
from wellrun.demo.generate.periods import complete_periods, is_weekend, period_ends, year_wave
from wellrun.demo.generate.write import generate
from wellrun.demo.read import observation_files, read_site
from wellrun.demo.site import DOMAINS
from wellrun.lib.errors import UserError


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(small_site: Path, tmp_path: Path) -> None:
    again = generate(tmp_path / "again", size="small")
    other = generate(tmp_path / "other", size="small", seed=7)

    for file in filter(Path.is_file, small_site.rglob("*")):
        assert (again.folder / file.relative_to(small_site)).read_bytes() == file.read_bytes(), file.name
    assert (other.folder / "observations-ehr.csv").read_bytes() != (small_site / "observations-ehr.csv").read_bytes()
    assert (other.folder / "plan.yaml").read_bytes() == (small_site / "plan.yaml").read_bytes()


def test_every_file_is_announced_before_it_is_written(tmp_path: Path) -> None:
    told: list[str] = []

    made = generate(tmp_path, size="small", progress=told.append)

    assert told == [entry.file for entry in made.files]
    assert made.files == observation_files(tmp_path)
    first = [entry for entry in made.files if not entry.correction]
    assert made.rows == sum(len(rows(tmp_path / entry.file)) for entry in first)


def test_a_size_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="'huge' is not one of small, demo, large"):
        generate(tmp_path, size="huge")


def test_the_organisation_has_hospitals_a_physician_group_and_a_health_plan(demo_site: Path) -> None:
    site = read_site(demo_site)
    kinds = Counter(unit.kind for unit in site.units)
    top = [unit.key for unit in site.units if unit.parent == "lakeside"]

    assert top == ["northgate", "riverside", "hillview", "physician-group", "health-plan"]
    assert kinds == {"system": 1, "site": 5, "service_line": 9, "ward": 24, "team": 4, "function": 3}
    assert all(unit.membership == "member" for unit in site.units)


def test_the_plan_covers_five_domains_and_every_objective_has_owner_and_sponsor(demo_site: Path) -> None:
    plan = read_site(demo_site).plan
    enterprise = [o for o in plan.objectives if o.level == "enterprise"]

    assert [o.rank for o in enterprise] == [1, 2, 3, 4, 5, 6, 7]
    assert {o.domain for o in enterprise} == set(DOMAINS)
    assert all(o.owner and o.sponsor and o.measures for o in plan.objectives)
    assert all(o.parents for o in plan.objectives if o.level != "enterprise")
    assert {parent for o in plan.objectives for parent in o.parents} >= {o.key for o in enterprise[:6]}


def test_only_the_planted_post_is_vacant(demo_site: Path) -> None:
    site = read_site(demo_site)
    held = {post for person in site.sign_ins for post in person.holds}
    shown = [person for person in site.sign_ins if person.shown]

    assert {post.key for post in site.posts} - held == {"head-of-nurse-retention"}
    assert len(shown) == len({person.persona for person in shown}) == 5


def test_a_demo_has_as_many_rows_as_a_quick_load_can_bear(demo_site: Path, small_site: Path) -> None:
    count = {
        folder: sum(len(rows(folder / entry.file)) for entry in observation_files(folder))
        for folder in (demo_site, small_site)
    }

    assert 60_000 < count[demo_site] < 150_000
    assert count[small_site] < 25_000


def test_every_row_is_of_a_unit_and_a_measure_of_the_site_once(demo_site: Path) -> None:
    site = read_site(demo_site)
    units, measures = {u.key for u in site.units}, {m.key for m in site.measures}
    seen = Counter(
        (row["measure"], row["unit"], row["period"])
        for entry in observation_files(demo_site)
        if not entry.correction
        for row in rows(demo_site / entry.file)
    )

    assert max(seen.values()) == 1
    assert {unit for _, unit, _ in seen} <= units
    assert {measure for measure, _, _ in seen} == measures


def test_no_figure_is_there_before_its_delay_has_passed(demo_site: Path) -> None:
    site = read_site(demo_site)
    today = site.clock.date()
    for measure in site.measures:
        if measure.grain == "event":
            continue
        last = max(p for (key, _), of in figures(demo_site).items() if key == measure.key for p in of)
        end = period_ends(measure.grain, np.array([last], dtype="datetime64[D]"))[0]
        assert end + measure.data_lag_days <= np.datetime64(today), measure.key
        assert end + measure.data_lag_days > np.datetime64(today) - 95, measure.key


def test_a_numerator_never_passes_its_denominator_where_the_measure_is_bounded(demo_site: Path) -> None:
    bounded = {measure.key for measure in read_site(demo_site).measures if measure.bounded}
    for entry in observation_files(demo_site):
        for row in rows(demo_site / entry.file):
            if row["denominator"]:
                assert float(row["denominator"]) > 0
            if row["measure"] in bounded:
                assert 0 <= float(row["numerator"]) <= float(row["denominator"])


def test_three_years_of_daily_weekly_and_monthly_figures(demo_site: Path) -> None:
    found = figures(demo_site)

    assert 1_080 <= len(found["ed_4h", "northgate"]) <= 1_096
    assert 150 <= len(found["los_oe", "northgate-medicine"]) <= 158
    assert 33 <= len(found["rn_turnover", "northgate"]) <= 36
    assert min(found["ed_4h", "northgate"]) <= "2022-10-14"


def test_weekends_differ(demo_site: Path) -> None:
    of = figures(demo_site)["dbn", "northgate"]
    weekend = is_weekend(np.array(sorted(of), dtype="datetime64[D]"))

    assert values(of)[weekend].mean() < 0.8 * values(of)[~weekend].mean()


def test_winters_differ(demo_site: Path) -> None:
    by_season = defaultdict(list)
    for (measure, _), of in figures(demo_site).items():
        if measure == "ed_boarding_4h":
            for period, value in of.items():
                by_season["winter" if period[5:7] in ("12", "01", "02") else "rest"].append(value)

    assert np.mean(by_season["winter"]) > 1.01 * np.mean(by_season["rest"])


def test_a_period_carries_over_to_the_next(demo_site: Path) -> None:
    """Weekly stays carry 0.1 of the noise over; ten series of 150 weeks show it on average."""
    own = [
        np.corrcoef(values(of)[:-1], values(of)[1:])[0, 1]
        for (measure, unit), of in figures(demo_site).items()
        if measure in ("drd_delay", "occupancy")
    ]

    assert np.mean(own) > 0.1


def test_proportions_vary_more_than_chance_in_the_cases(demo_site: Path) -> None:
    found = [
        (float(row["numerator"]) / float(row["denominator"]), float(row["denominator"]))
        for row in rows(demo_site / "observations-ehr.csv")
        if (row["measure"], row["unit"]) == ("obs_on_time", "northgate-medicine-1")
    ]
    share, cases = np.array(found).T

    assert share.var() > 1.5 * (share.mean() * (1 - share.mean()) / cases).mean()


def test_rows_are_missing_late_and_out_as_the_truth_says(demo_site: Path) -> None:
    told = json.loads((demo_site / "truth.json").read_text())
    found = figures(demo_site)
    outage = told["outages"][0]
    day, out = date.fromisoformat(outage["first"]), set()
    while str(day) <= outage["last"]:
        out.add(str(day))
        day += timedelta(days=1)

    assert not out & set(found["ed_4h", "hillview"])
    assert out & set(found["ed_4h", "northgate"])
    for feed in told["late_feeds"]:
        others = max(max(of) for (m, u), of in found.items() if m == feed["measure"] and u != feed["unit"])
        assert max(found[feed["measure"], feed["unit"]]) < others
    expected = len(complete_periods("day", date(2025, 10, 14), 36, 1_096))
    lost = 1 - len(found["ed_4h", "northgate"]) / expected
    assert 0 < lost < 0.02


def test_events_are_dated_and_say_how_long_it_was_quiet(demo_site: Path) -> None:
    of = figures(demo_site)["days_between_sse", "northgate"]
    days = np.array(sorted(of), dtype="datetime64[D]")

    assert (np.diff(days).astype(int) == values(of)[1:]).all()


def test_corrections_change_what_they_should_and_come_twice(demo_site: Path) -> None:
    told = json.loads((demo_site / "truth.json").read_text())["corrections"]
    before, after = figures(demo_site), figures(demo_site, corrections=True)
    key = (told["measure"], told["unit"])
    changed = [period for period in before[key] if before[key][period] != after[key][period]]

    assert len(changed) == told["periods"]
    assert {k for k in before if before[k] != after[k]} == {key}
    assert (demo_site / "corrections.csv").read_bytes() == (demo_site / "corrections-again.csv").read_bytes()


@pytest.mark.parametrize(
    ("grain", "first", "last", "end"),
    [
        ("day", "2025-10-11", "2025-10-13", "2025-10-14"),
        ("week", "2025-08-04", "2025-10-06", "2025-10-13"),
        ("month", "2025-08-01", "2025-09-01", "2025-10-01"),
    ],
)
def test_periods_are_whole_ones_before_the_clock(grain: str, first: str, last: str, end: str) -> None:
    starts = complete_periods(grain, date(2025, 10, 14), 2, 3)

    assert str(starts[0]) == first
    assert str(starts[-1]) == last
    assert str(period_ends(grain, starts)[-1]) == end


def test_quarters_begin_in_january_april_july_and_october() -> None:
    starts = complete_periods("quarter", date(2025, 10, 14), 12, 0)

    assert [str(start) for start in starts] == ["2024-10-01", "2025-01-01", "2025-04-01", "2025-07-01"]


def test_the_wave_is_highest_in_the_middle_of_january() -> None:
    days = np.arange(np.datetime64("2025-01-01"), np.datetime64("2026-01-01"))

    assert str(days[year_wave(days).argmax()]) == "2025-01-15"
