"""Whether a lead warns in time, over the whole library."""

from __future__ import annotations

import pytest

from tests.check.models import a_link, a_measure, a_model, an_objective, roles
from wellrun.check.engine import check
from wellrun.check.facts import LinkFacts
from wellrun.check.from_library import measure_facts
from wellrun.check.warning import detection_days, is_too_late, longest_delay, points_needed
from wellrun.library import library


def test_fourteen_of_the_librarys_thirty_seven_links_that_are_no_components_cannot_warn() -> None:
    measures = tuple(measure_facts(spec) for spec in library().measures)
    key = {one.library_id: one.key for one in measures}
    links = tuple(
        LinkFacts(one.id, key[one.lead], key[one.lag], one.sign, *one.delay_days, grade=one.grade)  # type: ignore[misc]
        for one in library().links
    )
    verdict = check(a_model(measures=measures, links=links))
    late = {one.subject for one in verdict.found if one.rule == "MEA-07"}
    assert sum(link.grade != "structural" for link in links) == 37
    assert sorted(int(key[1:]) for key in late) == [3, 4, 10, 15, 16, 18, 22, 24, 25, 27, 32, 33, 47, 48]
    assert not [one for one in verdict.skipped if one.rule == "MEA-07"]


@pytest.mark.parametrize(
    ("grain", "lag", "days"),
    [("day", 0, 7), ("day", 2, 9), ("week", 0, 49), ("month", 10, 220), ("quarter", 0, 637), ("event", 0, None)],
)
def test_a_rule_of_seven_points_needs_seven_intervals_and_the_age_of_the_data(
    grain: str, lag: int, days: int | None
) -> None:
    assert detection_days(a_measure(grain=grain, data_lag_days=lag)) == days


@pytest.mark.parametrize(
    ("rules", "points"), [("", 7), ("nhs", 7), ("western-electric", 8), ("nelson", 9), ("anhoej", 9), ("limits", None)]
)
def test_each_set_of_rules_needs_the_points_of_its_run_on_one_side(rules: str, points: int | None) -> None:
    assert points_needed(rules) == points
    assert detection_days(a_measure(grain="day", rule_profile=rules)) == points


def test_what_a_site_counts_holds_for_every_measure() -> None:
    assert points_needed("nelson", 5) == 5
    assert points_needed("limits", 5) == 5


def test_the_delay_is_that_of_the_objectives_own_results_where_a_link_says_it() -> None:
    links = (a_link(lag="stay", delay_max_days=5), a_link(key="M", lag="other", delay_max_days=300))
    model = a_model(links=links, measures=(a_measure("rounds", grain="day"),))
    assert longest_delay(model, "rounds", ["stay"]) == 5
    assert longest_delay(model, "rounds", ["neither"]) == 300
    assert longest_delay(model, "stay") is None
    assert is_too_late(model, an_objective(roles=roles(rounds="lead", stay="lag")), "rounds")
    assert not is_too_late(model, an_objective(roles=roles(rounds="lead", other="lag")), "rounds")
