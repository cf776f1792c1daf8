"""The strategy map: what helps what, how each objective stands, no arrow through a text, nothing one may not see."""

import re
from html import unescape
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import an_objective
from tests.web.planned import Planned, a_planned_world, add_measures
from tests.web.reviewing import client_of, text_of
from tests.web.test_contrast import COLOURS
from tests.worlds import World
from wellrun.organisation.models import SiteSetting
from wellrun.strategy.models import CauseEffect, Objective, Plan
from wellrun.web.charts.map_drawing import DrawnBox, DrawnTier, for_file
from wellrun.web.charts.map_layout import BOX_WIDTH, COLUMNS, LABEL_WIDTH, Layout, Node, lay_out
from wellrun.web.charts.map_paint import IN_FILE, INK, ON_PAGE

SVG = "{http://www.w3.org/2000/svg}"


def shown(user: Any, unit: str) -> Any:
    return client_of(user).get(f"/u/{unit}/strategy/map/")


def a_map(world: World) -> Planned:
    """Two objectives of the north, the second expected to help the first."""
    planned = a_planned_world(world)
    Objective.objects.filter(pk=planned.four_hours.pk).update(perspective="customer")
    nurses = an_objective("nurses-stay", world.north, world.lead_post, rank=3)
    Objective.objects.filter(pk=nurses.pk).update(perspective="learning_growth")
    CauseEffect.objects.create(cause=nurses, effect=planned.four_hours, because="Filled shifts move patients on.")
    CauseEffect.objects.create(cause=planned.four_hours, effect=planned.enterprise)
    return planned


def test_it_says_each_objective_its_state_and_what_is_expected_to_help_what(world: World) -> None:
    a_map(world)
    answer = shown(world.viewer, "north")
    said = text_of(answer)
    assert "Two objectives and one arrow between them. One gets worse or falls short of its aim." in said
    assert "“ Nurses stay ” is expected to help “ Four hours ”." in said
    assert "Filled shifts move patients on." in said
    assert said.index("Patients and members") < said.index("Learning and growth")
    assert "Worsening" in said
    assert "No perspective named yet" not in said


def test_an_arrow_to_an_objective_of_another_unit_is_not_shown(world: World) -> None:
    planned = a_map(world)
    assert planned.enterprise.title not in text_of(shown(world.viewer, "north"))
    assert shown(world.viewer, "south").status_code == 404
    assert client_of(world.viewer).get("/u/south/strategy/map.svg").status_code == 404


def test_without_arrows_and_perspectives_it_says_how_to_name_them(world: World) -> None:
    a_planned_world(world)
    said = text_of(shown(world.viewer, "north"))
    assert "No arrow is drawn yet" in said
    assert "Who chairs the unit of an objective draws it on the page of that objective." in said
    assert "On a narrow screen the map is a list. Download it to have it as a picture." in said
    assert "No perspective named yet" in said
    assert "One objective names no perspective." in said


def test_without_objectives_it_says_so(world: World) -> None:
    assert "No objectives here yet" in text_of(shown(world.viewer, "north"))
    answer = client_of(world.viewer).get("/u/north/strategy/map.svg")
    assert answer.status_code == 200
    ET.fromstring(answer.content)


def test_the_file_is_whole_and_needs_no_style_sheet(world: World) -> None:
    a_map(world)
    answer = client_of(world.viewer).get("/u/north/strategy/map.svg")
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert "strategy-map-north-2025-10-14.svg" in answer["Content-Disposition"]
    drawn = ET.fromstring(answer.content)
    assert "class=" not in answer.content.decode()
    assert "style" not in answer.content.decode()
    assert drawn.find(f"{SVG}title").text == "Strategy map of North, Tue 14 Oct 2025"  # type: ignore[union-attr]
    assert "Nurses stay” is expected to help “Four hours”: Filled shifts" in drawn.find(f"{SVG}desc").text  # type: ignore[union-attr, operator]
    assert not [one for one in drawn.iter() if one.tag == f"{SVG}a"]


def test_the_file_says_whose_figures_these_are_and_that_the_plan_is_an_example(world: World) -> None:
    a_map(world)
    Plan.objects.update(illustrative=True)
    SiteSetting.objects.update_or_create(pk=1, defaults={"name": "Test", "attribution": "Figures of the publisher."})
    said = client_of(world.viewer).get("/u/north/strategy/map.svg").content.decode()
    assert "objectives, posts and aims are an example." in said
    assert "Figures of the publisher." in said


def test_each_box_of_the_page_leads_to_its_card(world: World) -> None:
    a_map(world)
    found = re.findall(r'<a href="([^"]+)" class="map-link">', unescape(shown(world.viewer, "north").content.decode()))
    assert found == ["/plans/plan-2025/objectives/four-hours/", "/plans/plan-2025/objectives/nurses-stay/"]


def test_the_queries_do_not_grow(world: World, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    planned = a_map(world)
    add_measures(planned, 4)
    for number in range(6):
        one = an_objective(f"more-{number}", world.north, world.lead_post, rank=10 + number)
        CauseEffect.objects.create(cause=one, effect=planned.four_hours)
    client = client_of(world.viewer)
    with django_assert_max_num_queries(15):
        assert client.get("/u/north/strategy/map/").status_code == 200


def test_every_text_of_users_is_escaped() -> None:
    box = DrawnBox("a", 1, "<script>&", "Worsening", "bad", "mark-bad")
    drawn = for_file([DrawnTier("Finance", [box])], [], "<b>", head="<i>", notes=["&"])
    assert "<script>" not in drawn
    ET.fromstring(drawn)


def test_the_colours_of_the_file_are_those_of_light_mode() -> None:
    assert {name: COLOURS[name]["light"] for name in INK} == INK
    assert set(ON_PAGE) == set(IN_FILE)


def _case(number: int) -> tuple[list[Node], list[tuple[str, str]], int]:
    """A made-up map: up to five rows of up to four boxes, arrows each way."""
    rows = [1 + (number * 7 + row * 3) % COLUMNS for row in range(1 + number % 5)]
    nodes = [Node(f"{row}-{n}", row, 60.0 + 18 * (row % 3)) for row, count in enumerate(rows) for n in range(count)]
    keys = [node.key for node in nodes]
    pairs = {(keys[(n * 5 + number) % len(keys)], keys[(n * 3 + 1) % len(keys)]) for n in range(2 * len(keys))}
    return nodes, sorted(pair for pair in pairs if pair[0] != pair[1]), len(rows)


@pytest.mark.parametrize("number", range(40))
def test_no_arrow_runs_over_a_box_or_the_names_and_none_along_another(number: int) -> None:
    layout = lay_out(*_case(number))
    pieces = [(route, one, other) for route in layout.routes for one, other in pairwise(route.points) if one != other]
    for route, one, other in pieces:
        assert not _boxes_hit(layout, one, other), (route, one, other)
        assert min(one[0], other[0]) > LABEL_WIDTH
        assert max(one[0], other[0]) < layout.width
        assert 0 <= min(one[1], other[1]) <= max(one[1], other[1]) <= layout.height
    for n, (route, one, other) in enumerate(pieces):
        for second, third, fourth in pieces[n + 1 :]:
            if second is not route:
                assert not _along(one, other, third, fourth), (route, second)


def _boxes_hit(layout: Layout, one: tuple[float, float], other: tuple[float, float]) -> list[str]:
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return [
        box.key
        for box in layout.boxes.values()
        if left < box.x + BOX_WIDTH and right > box.x and top < box.y + box.height and bottom > box.y
    ]


def _along(one: Any, other: Any, third: Any, fourth: Any) -> bool:
    """Whether two pieces run side by side, closer than three pixels, for more than a pixel."""
    for level, across in ((0, 1), (1, 0)):
        if one[level] == other[level] and third[level] == fourth[level] and abs(one[level] - third[level]) < 3:
            low = max(min(one[across], other[across]), min(third[across], fourth[across]))
            high = min(max(one[across], other[across]), max(third[across], fourth[across]))
            if high - low > 1:
                return True
    return False


def test_the_same_map_is_drawn_the_same() -> None:
    assert lay_out(*_case(13)) == lay_out(*_case(13))
