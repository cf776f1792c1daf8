"""Greater Manchester in England, on the real files."""

import csv
import gzip
from collections import defaultdict
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from tests.shared_data import ENGLAND, needs_shared
from wellrun.demo.open import open_site
from wellrun.demo.site import Site, UnitSpec

pytestmark = [pytest.mark.shared, needs_shared]


@cache
def england() -> Site:
    return open_site(ENGLAND)[0]


@cache
def periods() -> dict[tuple[str, str], list[date]]:
    """The periods of each (measure, unit) in the file."""
    found: dict[tuple[str, str], list[date]] = defaultdict(list)
    with gzip.open(ENGLAND / "measures_long.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["measure"], row["org_code"]].append(date.fromisoformat(row["period"]))
    return found


def by_key() -> dict[str, UnitSpec]:
    return {unit.key: unit for unit in england().units}


def test_every_provider_has_a_place_under_england() -> None:
    units = by_key()
    providers = [unit for unit in units.values() if unit.kind == "site"]

    assert len(providers) == 157
    assert {unit.kind for unit in units.values()} == {"region", "system", "site"}
    assert sum(unit.kind == "system" for unit in units.values()) == 42
    for unit in providers:
        above = unit.parent
        while above != "england":
            above = units[str(above)].parent


def test_the_enterprise_is_greater_manchester_and_seven_open_trusts_are_its_members() -> None:
    members = [u for u in england().units if u.membership == "member" and u.kind == "site"]

    assert england().enterprise == "QOP"
    assert sorted(u.key for u in members if u.closed is None) == ["R0A", "RBV", "RM3", "RMC", "RMP", "RRF", "RWJ"]
    assert [u.key for u in members if u.closed is not None] == ["RW6"]
    assert all(u.membership == "reference" for u in england().units if u.parent not in ("QOP", "Y62"))


def test_a_provider_without_region_or_name_is_shown_as_it_is() -> None:
    units = by_key()

    assert units["RTV"].name == "Name not given (RTV)"
    assert units["RTV"].parent == "region-not-given"
    assert units["RET"].parent == "region-not-given"
    assert units["RA4"].name == "Yeovil District Hospital NHS Foundation Trust"


def test_pennine_belonged_to_greater_manchester_and_went_into_the_northern_care_alliance() -> None:
    pennine = by_key()["RW6"]

    assert (pennine.parent, pennine.closed, pennine.successor) == ("QOP", date(2021, 10, 1), "RM3")


def test_figures_of_a_merged_trust_end_with_it_and_its_successor_goes_on() -> None:
    """Two leave one month's trace: the beds of a single day."""
    traces = {("RA4", date(2023, 4, 1)), ("RVY", date(2023, 7, 1))}
    for unit in england().units:
        if unit.closed is None:
            continue
        own = [(unit.key, p) for (_, org), all_of in periods().items() if org == unit.key for p in all_of]
        assert {entry for entry in own if entry[1] >= unit.closed} <= traces
        assert max(p for _, p in own) >= date(unit.closed.year - 1, unit.closed.month, 1)
        assert max(max(all_of) for (_, org), all_of in periods().items() if org == unit.successor) > unit.closed


def test_a_trust_that_opened_later_has_no_figure_before() -> None:
    for unit in england().units:
        if unit.opened is not None:
            first = min(min(all_of) for (_, org), all_of in periods().items() if org == unit.key)
            assert first == unit.opened


def test_every_feed_ends_where_the_file_ends() -> None:
    last: dict[str, date] = defaultdict(lambda: date.min)
    for (measure, _), all_of in periods().items():
        last[measure] = max(last[measure], *all_of)

    assert {feed.measure: feed.declared_end for feed in england().feeds} == last


def test_the_file_holds_only_units_and_measures_of_the_site() -> None:
    units, measures = set(by_key()), {measure.key for measure in england().measures}

    assert {org for _, org in periods()} <= units
    assert {measure for measure, _ in periods()} == measures
    assert sum(len(all_of) for all_of in periods().values()) == 89_905


def test_a_numerator_above_its_denominator_is_no_error_in_the_measure_that_has_them() -> None:
    measures = {measure.key: measure for measure in england().measures}
    above = set()
    with gzip.open(ENGLAND / "measures_long.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["denominator"] and float(row["numerator"]) > float(row["denominator"]):
                above.add((row["measure"], row["org_code"], row["period"]))

    assert {measure for measure, _, _ in above} == {"ae_dta_wait_4h_plus_share"}
    assert len(above) == 2
    assert not measures["ae_dta_wait_4h_plus_share"].bounded


def test_emergency_admissions_begin_anew_where_the_file_counts_them_otherwise() -> None:
    total: dict[str, float] = defaultdict(float)
    with gzip.open(ENGLAND / "measures_long.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["measure"] == "ae_emergency_admissions":
                total[row["period"]] += float(row["value"])

    assert (total["2024-03-01"], total["2024-04-01"]) == (567_446, 403_916)
    changed = {(p.measure, p.start) for p in england().phases if p.reason_kind == "definition"}
    assert changed == {
        ("ae_emergency_admissions", date(2024, 4, 1)),
        ("ae_dta_wait_4h_plus_share", date(2024, 4, 1)),
    }


def test_what_follows_the_two_years_without_figures_is_judged_by_itself() -> None:
    absent: dict[str, set[str]] = defaultdict(set)
    with gzip.open(ENGLAND / "measures_long.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            absent[row["measure"]].add(row["period"])
    before_and_after = {
        measure
        for measure, periods in absent.items()
        if "2019-03-01" in periods and "2019-04-01" not in periods and "2021-04-01" in periods
    }

    restarted = {p.measure for p in england().phases if p.start == date(2021, 4, 1)}
    assert restarted == before_and_after


@cache
def cases_of_the_year_before(measure: str) -> dict[str, tuple[float, float]]:
    """Numerator and denominator by trust of Greater Manchester, April 2024 to March 2025."""
    members = {u.key for u in england().units if u.membership == "member" and u.kind == "site"}
    found: dict[str, tuple[float, float]] = {}
    with gzip.open(ENGLAND / "measures_long.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            in_year = "2024-04-01" <= row["period"] < "2025-04-01"
            if row["measure"] == measure and row["org_code"] in members and in_year:
                above, below = found.get(row["org_code"], (0.0, 0.0))
                found[row["org_code"]] = (above + float(row["numerator"]), below + float(row["denominator"]))
    return found | {"QOP": (sum(one[0] for one in found.values()), sum(one[1] for one in found.values()))}


@pytest.mark.parametrize("measure", ["ae_4h_performance", "cancer_62d_combined", "ga_bed_occupancy"])
def test_the_baseline_of_an_aim_is_the_year_before_the_plan(measure: str) -> None:
    cases = cases_of_the_year_before(measure)
    aims = {target.unit: target for target in england().targets if target.measure == measure}

    assert aims.keys() == cases.keys()
    for unit, (above, below) in cases.items():
        assert aims[unit].baseline == pytest.approx(above / below, abs=5e-5)
        assert aims[unit].baseline_points == 12


@pytest.mark.parametrize(
    ("measure", "objective"), [("ae_4h_performance", "four-hours"), ("cancer_62d_combined", "cancer-62-days")]
)
def test_a_trusts_share_of_the_gap_is_that_of_the_patients_who_were_missing_there(measure: str, objective: str) -> None:
    cases = cases_of_the_year_before(measure)
    aim = next(t.value for t in england().targets if (t.measure, t.unit) == (measure, "QOP"))
    assert aim is not None
    missing = {unit: max(aim * below - above, 0.0) for unit, (above, below) in cases.items() if unit != "QOP"}
    shares = {o.unit: c.share for o in england().plan.objectives for c in o.contributions if c.parent == objective}

    assert shares == {unit: round(one / sum(missing.values()), 2) for unit, one in missing.items()}
    assert sum(share or 0.0 for share in shares.values()) == pytest.approx(1)


def test_the_plan_says_that_it_is_illustrative_and_ranks_its_priorities_without_ties() -> None:
    plan = england().plan
    ranks = [o.rank for o in plan.objectives if o.level == "enterprise"]

    assert plan.illustrative
    assert "illustrative" in plan.name
    assert sorted(ranks) == list(range(1, len(ranks) + 1))
    assert 5 <= len(ranks) <= 7


def test_a_domain_without_open_data_carries_a_waiver_with_reason_post_and_date() -> None:
    plan = england().plan
    used = {o.domain for o in plan.objectives if o.level == "enterprise"}

    assert {d.key for d in plan.domains} - used == {w.subject for w in plan.waivers if w.rule == "FOC-03"}
    assert all(w.reason and w.expires > england().clock.date() for w in plan.waivers)


def test_every_aim_that_counts_has_an_initiative() -> None:
    tried = {(part.measure, part.unit) for one in england().plan.initiatives for part in one.targets}

    assert {(target.measure, "QOP") for target in england().targets} <= tried


def test_the_flow_objectives_reach_every_trust_with_an_emergency_department() -> None:
    children = defaultdict(set)
    for objective in england().plan.objectives:
        for parent in objective.parents:
            children[parent].add(objective.unit)

    six = {"R0A", "RM3", "RMC", "RMP", "RRF", "RWJ"}
    assert children["four-hours"] == children["twelve-hours"] == children["ready-to-leave"] == six
    assert children["cancer-62-days"] == six | {"RBV"}


def test_the_clock_stands_at_a_weekly_flow_review() -> None:
    flow = next(forum for forum in england().forums if forum.key == "weekly-flow")
    clock = england().clock.astimezone(ZoneInfo(flow.time_zone)).replace(tzinfo=None)

    assert clock == datetime(2025, 10, 14, 9, 0)  # noqa: DTZ001 (local on purpose)
    assert (clock - flow.first_start).total_seconds() % (7 * 24 * 3600) == 0
    assert flow.cadence == "FREQ=WEEKLY;BYDAY=TU"
    assert flow.first_start.strftime("%a") == "Tue"


def test_five_sign_ins_are_shown_one_a_persona_and_every_post_is_held() -> None:
    shown = [person for person in england().sign_ins if person.shown]

    assert len(shown) == len({person.persona for person in shown}) == 5
    assert {post for person in england().sign_ins for post in person.holds} == {p.key for p in england().posts}
