"""The aim of a measure in a unit: set with its baseline, judged at once, kept on record, told to the check."""

from datetime import date
from typing import Any

import pytest

from tests.factories import a_measure, a_user
from tests.web.planned import Planned, a_planned_world
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.check.models import Finding
from wellrun.insight.models import SeriesState
from wellrun.measures.models import Series, Target
from wellrun.strategy.models import PlanChange

PAGE = "/u/north/measures/seen/aim/"
GIVEN = {"value": "60", "by_date": "2026-03-31", "commitment": "committed", "baseline": "45", "baseline_points": "12"}


@pytest.fixture
def planned(world: World) -> Planned:
    return a_planned_world(world)


def aims() -> list[Target]:
    return list(Target.objects.filter(retired_at__isnull=True))


def test_it_says_what_to_know_and_begins_with_the_usual_level(planned: Planned) -> None:
    answer = client_of(planned.world.lead).get(PAGE)
    said = text_of(answer)
    assert "No aim is set." in said
    assert "Higher is better." in said
    assert "Its newest 12 figures together say" in said
    assert "an aim inside is met and missed by luck." in said
    assert 'name="baseline_points" value="12"' in answer.content.decode()


def test_an_aim_is_set_as_shown_kept_as_stored_and_judged_at_once(planned: Planned) -> None:
    client = client_of(planned.world.lead)
    answer = client.post(PAGE, GIVEN, follow=True)
    (aim,) = aims()
    assert (aim.value, aim.baseline, aim.baseline_points, aim.by_date) == (0.6, 0.45, 12, date(2026, 3, 31))
    assert SeriesState.objects.get(series=aim.series).target_low == 0.6
    said = text_of(answer)
    assert "The aim is set." in said
    assert "In force: 60.0 % by Tue 31 Mar 2026, committed." in said
    assert "from 45.0 %; set on Tue 14 Oct 2025 by Lead." in said
    change = PlanChange.objects.get(kind="target")
    assert (change.subject, change.verb) == ("seen/north", "set_target")
    client.post(PAGE, GIVEN)
    assert PlanChange.objects.count() == 1
    assert Target.objects.count() == 1


def test_the_check_says_what_a_bad_aim_lacks_and_that_it_is_mended(planned: Planned) -> None:
    client = client_of(planned.world.lead)
    said = text_of(client.post(PAGE, GIVEN | {"baseline": "", "baseline_points": ""}, follow=True))
    assert "rests on no baseline: 12 are needed to tell a stretch from chance." in said
    assert "What the check says of it" in said
    assert Finding.objects.filter(rule="MEA-02", subject="seen/north", resolved_at__isnull=True).exists()
    client.post(PAGE, GIVEN)
    assert not Finding.objects.filter(rule="MEA-02", subject="seen/north", resolved_at__isnull=True).exists()


def test_another_aim_takes_its_place_and_both_stay_on_record(planned: Planned) -> None:
    client = client_of(planned.world.lead)
    client.post(PAGE, GIVEN | {"source_text": "The board"})
    page = client.get(PAGE).content.decode()
    assert 'name="value" value="60.0"' in page
    said = text_of(client.post(PAGE, GIVEN | {"value": "", "low": "55", "high": "65"}, follow=True))
    assert "In force: 55.0 % to 65.0 % by Tue 31 Mar 2026, committed." in said
    assert "60.0 % by Tue 31 Mar 2026, committed; from 45.0 %" in said
    assert "until Tue 14 Oct 2025. The board" in said


def test_it_is_taken_back_after_asking(planned: Planned) -> None:
    client = client_of(planned.world.lead)
    client.post(PAGE, GIVEN)
    assert "Take the aim back?" in text_of(client.get(PAGE + "take-back/"))
    said = text_of(client.post(PAGE + "take-back/", follow=True))
    assert "The aim is taken back." in said
    assert aims() == []
    assert client.get(PAGE + "take-back/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"value": ""}, "Say what is wanted: a value, or a range."),
        ({"low": "50", "high": "60"}, "Say one value or a range, not both."),
        ({"value": "", "low": "60", "high": "50"}, "A range goes from a lower to a higher figure."),
        ({"value": "", "low": "60"}, "A range goes from a lower to a higher figure."),
        ({"value": "many"}, "Give it as a number."),
        ({"value": "inf"}, "Give it as a number."),
        ({"by_date": "soon"}, "Enter a valid date."),
    ],
)
def test_what_cannot_be_an_aim_is_refused_and_stays_typed(
    planned: Planned, typed: dict[str, str], sentence: str
) -> None:
    answer = client_of(planned.world.lead).post(PAGE, GIVEN | {"source_text": "The board"} | typed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "The board</textarea>" in answer.content.decode()
    assert aims() == []


def test_an_address_fills_the_form_in(planned: Planned) -> None:
    page = client_of(planned.world.lead).get(PAGE + "?value=70&post=north-director").content.decode()
    assert 'name="value" value="70"' in page
    assert '<option value="north-director" selected>' in page


def test_a_measure_without_figures_here_may_get_its_aim_first(planned: Planned) -> None:
    a_measure("fresh")
    client = client_of(planned.world.lead)
    page = "/u/north/measures/fresh/aim/"
    assert "an aim has nothing to start from" in text_of(client.get(page))
    client.post(page, GIVEN | {"baseline": "", "baseline_points": ""})
    assert Series.objects.get(measure__key="fresh").targets.count() == 1


def test_who_may_set_it_and_who_sees_it(planned: Planned) -> None:
    world = planned.world
    assert "Chairs and analysts of this unit set its aims" in text_of(client_of(world.viewer).get(PAGE))
    assert client_of(world.viewer).post(PAGE, GIVEN).status_code == 403
    assert client_of(world.viewer).get(PAGE + "take-back/").status_code == 403
    assert client_of(world.neighbour).get(PAGE).status_code == 404
    assert client_of(world.lead).get("/u/north/measures/nothing/aim/").status_code == 404
    analyst = a_user("reader", (world.north, "analyst"))
    assert client_of(analyst).post(PAGE, GIVEN).status_code == 302
    assert (
        'href="/u/north/measures/seen/aim/"' in client_of(world.viewer).get("/u/north/measures/seen/").content.decode()
    )


def test_the_page_costs_the_same_for_any_number_of_aims(planned: Planned, django_assert_max_num_queries: Any) -> None:
    client = client_of(planned.world.lead)
    client.post(PAGE, GIVEN)
    with django_assert_max_num_queries(20) as few:
        client.get(PAGE)
    count = len(few)
    for value in ("61", "62", "63"):
        client.post(PAGE, GIVEN | {"value": value})
    with django_assert_max_num_queries(count):
        client.get(PAGE)
