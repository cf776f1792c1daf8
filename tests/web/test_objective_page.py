from datetime import date
from itertools import pairwise

import pytest

from tests.access.places import an_action
from tests.factories import an_objective
from tests.web.planned import Planned, a_planned_world, add_measures
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.check.actions import state_waiver
from wellrun.jobs.model_check import check_plan
from wellrun.strategy.actions import draw_arrow
from wellrun.web.way_back import with_way_back


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


def test_from_an_action_it_is_three_presses_up_and_from_the_top_four_down(world: World, planned: Planned) -> None:
    ward = an_objective("ward-leaves-early", world.north, world.lead_post, rank=7)
    ward.parent_links.create(parent=planned.four_hours)
    asked = an_action(world.north, world.doer_post, "accepted")
    asked.objective = ward
    asked.save(update_fields=["objective"])
    way = [f"/actions/{asked.pk}/", path("ward-leaves-early"), path(), path("every-patient")]
    chief = client_of(world.chief)
    pages = [chief.get(address).content.decode() for address in way]
    for here, above in pairwise(range(len(way))):
        assert f'href="{way[above]}"' in pages[here], "up"
        assert f'href="{way[here]}"' in pages[above], "down"


def test_what_is_set_aside_is_told_apart_and_what_mends_is_offered_to_who_may(world: World, planned: Planned) -> None:
    plan = planned.four_hours.plan
    check_plan(plan)
    stated = {"reason": "The feed begins in January", "post": world.chief_post, "expires": date(2026, 1, 31)}
    state_waiver(plan=plan, rule="OBJ-02", subject="four-hours", by=world.chief, **stated)
    shown = client_of(world.lead).get(path()).context["shown"]
    assert [one.set_aside for one in shown.set_aside] == ["Set aside until Sat 31 Jan 2026."]
    perspective = next(one for one in shown.standing if "perspective" in one.message)
    assert perspective.fix_href == with_way_back(path(page="edit/"), path())
    seen = client_of(world.viewer).get(path()).context["shown"]
    assert not any(one.fix_href for one in seen.findings)
    assert not seen.may_write
