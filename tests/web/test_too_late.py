"""A lead whose signal comes after its effect is called too late to act on wherever its role is shown."""

from typing import Any

import pytest

from tests.factories import a_measure, a_unit
from tests.web.planned import Planned, a_planned_world
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.check.models import RuleSetting
from wellrun.jobs.in_force.too_late import TooLate, too_late_leads
from wellrun.measures.models import Measure, MeasureVersion, Series
from wellrun.strategy.models import InfluenceLink, ObjectiveMeasure
from wellrun.web.presenters.too_late import sentence, tag

WHY = (
    "“Rounds” is too late to act on: a signal needs 7 figures and the age of the data, 224 days in all; "
    "its effect is there within 30 days."
)
NONE_IN_TIME = "No lead indicator that still warns in time: this objective cannot warn early."


@pytest.fixture
def planned(world: World) -> Planned:
    """The objective of the north has a monthly lead whose effect is there within 30 days."""
    planned = a_planned_world(world)
    rounds = a_measure("rounds")
    Series.objects.create(measure=rounds, unit=world.north)
    ObjectiveMeasure.objects.create(objective=planned.four_hours, measure=rounds, role="lead", position=1)
    a_link(rounds, planned.seen, 30)
    return planned


def a_link(lead: Measure, lag: Measure, most: int, grade: str = "moderate") -> InfluenceLink:
    return InfluenceLink.objects.create(
        key=f"{lead.key}-{lag.key}",
        lead=lead,
        lag=lag,
        sign="+",
        delay_min_days=0,
        delay_max_days=most,
        grade=grade,
        source_text="Expert judgement",
    )


def late(planned: Planned) -> list[TooLate]:
    roles = ObjectiveMeasure.objects.filter(objective=planned.four_hours)
    versions = {one.measure_id: one for one in MeasureVersion.objects.filter(current=True)}
    return list(too_late_leads(roles, versions).values())


def test_it_says_how_long_a_signal_takes_and_by_when_the_effect_is_there(planned: Planned) -> None:
    (one,) = late(planned)
    assert (one.needed_days, one.delay_days, one.points, one.interval_days, one.age_days) == (224, 30, 7, 30, 14)
    assert sentence(one) == WHY
    assert tag() == "too late to act on"


def test_the_strategy_says_so_and_counts_it_as_no_lead(planned: Planned) -> None:
    said = text_of(client_of(planned.world.viewer).get("/u/north/strategy/"))
    assert "Rounds lead too late to act on" in said
    assert WHY in said
    assert NONE_IN_TIME in said
    assert "No lead indicator yet" not in said


def test_one_that_warns_in_time_counts(planned: Planned) -> None:
    InfluenceLink.objects.update(delay_max_days=224)
    said = text_of(client_of(planned.world.viewer).get("/u/north/strategy/"))
    assert "too late to act on" not in said
    assert "No lead indicator" not in said


def test_the_measures_card_tells_it_of_itself_and_of_what_is_beside_it(planned: Planned) -> None:
    client = client_of(planned.world.viewer)
    own = text_of(client.get("/u/north/measures/rounds/"))
    assert "As a lead Too late to act on: a signal needs 7 figures" in own
    assert "Rounds lead too late to act on" in text_of(client.get("/u/north/measures/seen/"))


def test_the_cascade_names_it_where_the_objective_stands(planned: Planned) -> None:
    assert WHY in text_of(client_of(planned.world.viewer).get("/u/north/strategy/cascade/"))


def test_a_unit_without_objectives_of_its_own_hears_it_too(planned: Planned) -> None:
    ward = a_unit("ward", parent=planned.world.north, kind="ward")
    Series.objects.create(measure=Measure.objects.get(key="rounds"), unit=ward)
    said = text_of(client_of(planned.world.lead).get("/u/ward/strategy/"))
    assert "Rounds lead too late to act on" in said


def test_the_rules_of_the_measure_decide_how_many_figures_are_needed(planned: Planned) -> None:
    MeasureVersion.objects.filter(measure__key="rounds").update(rule_profile="nelson")
    assert [one.needed_days for one in late(planned)] == [9 * 30 + 14]
    MeasureVersion.objects.filter(measure__key="rounds").update(rule_profile="limits")
    assert late(planned) == []


def test_what_the_site_counts_for_all_counts_here_too(planned: Planned) -> None:
    RuleSetting.objects.create(rule="OBJ-02", severity="", thresholds={"points": 1})
    assert [one.needed_days for one in late(planned)] == [44]


@pytest.mark.parametrize("change", [{"grade": "structural"}, {"retired_on": "2025-01-01"}])
def test_arithmetic_and_what_was_withdrawn_has_no_delay(planned: Planned, change: dict[str, Any]) -> None:
    InfluenceLink.objects.update(**change)
    assert late(planned) == []


def test_the_link_to_the_own_result_counts_before_any_other(planned: Planned) -> None:
    other = a_measure("other")
    a_link(Measure.objects.get(key="rounds"), other, 365)
    assert [one.delay_days for one in late(planned)] == [30]
    ObjectiveMeasure.objects.filter(role="lag").update(role="balancing")
    assert late(planned) == []


def test_one_query_whatever_the_number_of_leads_and_none_without(
    planned: Planned, django_assert_num_queries: Any
) -> None:
    roles = list(ObjectiveMeasure.objects.filter(objective=planned.four_hours))
    versions = {one.measure_id: one for one in MeasureVersion.objects.filter(current=True)}
    with django_assert_num_queries(1):
        assert too_late_leads(roles, versions)
    with django_assert_num_queries(0):
        assert not too_late_leads([role for role in roles if role.role == "lag"], versions)
