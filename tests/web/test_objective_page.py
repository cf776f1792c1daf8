import pytest

from tests.factories import an_objective
from tests.web.planned import Planned, a_planned_world, add_measures
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.jobs.model_check import check_plan
from wellrun.strategy.actions import draw_arrow


@pytest.fixture
def planned(world: World) -> Planned:
    return a_planned_world(world)


def path(key: str = "four-hours", page: str = "") -> str:
    return f"/plans/plan-2025/objectives/{key}/{page}"


def test_the_page_says_where_it_stands_who_answers_and_what_it_is_measured_by(world: World, planned: Planned) -> None:
    said = text_of(client_of(world.lead).get(path()))
    assert "It is in force. Its results: worsening." in said
    assert "North director" in said
    assert "Chief operating officer" in said
    assert "Seen" in said
    assert "No lead indicator yet" in said


def test_each_sees_the_objectives_of_their_own_units(world: World, planned: Planned) -> None:
    assert client_of(world.viewer).get(path()).status_code == 200
    assert client_of(world.viewer).get(path("every-patient")).status_code == 404
    assert client_of(world.neighbour).get(path()).status_code == 404
    assert client_of(world.stranger).get(path()).status_code == 404
    assert client_of(world.chief).get(path("nothing")).status_code == 404


def test_the_page_asks_the_same_number_of_questions_whatever_hangs_on_it(
    world: World, planned: Planned, django_assert_max_num_queries: object
) -> None:
    add_measures(planned, 4)
    for n in range(12):
        child = an_objective(f"part-{n}", world.north, world.lead_post, rank=n + 10)
        child.parent_links.create(parent=planned.four_hours, amount=n)
        draw_arrow(cause=child, effect=planned.four_hours, by=world.chief)
    check_plan(planned.four_hours.plan)
    lead = client_of(world.lead)
    lead.get(path())
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        said = text_of(lead.get(path()))
    assert "Part 3" in said
