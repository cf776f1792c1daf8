"""The matrix: which measure changes where, each cell in words, never more than the caller may see."""

import csv
import io
import re
from html import unescape
from typing import Any

from pytest_django import DjangoAssertNumQueries

from tests.factories import a_measure, a_unit, an_objective
from tests.insight.figures import arrive, rows, steady
from tests.web.planned import a_planned_world
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.jobs.evaluation import evaluate_and_raise


def matrix(user: Any, unit: str) -> Any:
    return client_of(user).get(f"/u/{unit}/strategy/matrix/")


def titles(answer: Any) -> list[str]:
    return [unescape(each) for each in re.findall(r'<td><a href="[^"]+" title="([^"]+)"', answer.content.decode())]


def test_a_cell_says_measure_unit_figure_change_and_aim(world: World) -> None:
    a_planned_world(world)
    answer = matrix(world.viewer, "north")
    assert "Seen, North: 44.4\N{NO-BREAK SPACE}% in Sep 2025. Worsening, by the NHS rules. No aim." in titles(answer)
    assert "Four hours" in text_of(answer)


def test_units_stand_in_the_order_of_the_organisation_and_only_those_one_may_see(world: World) -> None:
    planned = a_planned_world(world)
    a_unit("ward", parent=world.north)
    arrive([*rows("seen", "south", steady(30)), *rows("seen", "ward", steady(30))])
    evaluate_and_raise(cause="import")
    assert planned.seen.key == "seen"
    mine = " ".join(titles(matrix(world.viewer, "north")))
    assert "Seen, Ward:" in mine
    assert "South" not in mine
    every = [title.split(",")[1].split(":")[0].strip() for title in titles(matrix(world.chief, "system"))]
    in_order = [name for name in every if name in ("North", "Ward", "South")]
    assert in_order[:3] == ["North", "Ward", "South"]
    assert matrix(world.viewer, "south").status_code == 404


def test_without_figures_it_says_so(world: World) -> None:
    assert "Nothing to show yet" in text_of(matrix(world.viewer, "north"))


def test_the_file_has_a_row_a_cell(world: World) -> None:
    a_planned_world(world)
    answer = client_of(world.viewer).get("/u/north/strategy/matrix.csv")
    found = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    seen = next(row for row in found if row["measure"] == "seen")
    assert (seen["unit"], seen["change"], seen["aim"], seen["period"]) == ("north", "worsening", "no_aim", "2025-09-01")
    assert seen["profile"] == "nhs"
    assert "matrix-north-2025-10-14.csv" in answer["Content-Disposition"]


def test_the_queries_do_not_grow_with_the_units(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    a_planned_world(world)
    for number in range(12):
        a_unit(f"ward-{number}", parent=world.north)
    arrive([row for number in range(12) for row in rows("seen", f"ward-{number}", steady(30))])
    evaluate_and_raise(cause="import")
    client = client_of(world.viewer)
    with django_assert_max_num_queries(15):
        assert len(titles(client.get("/u/north/strategy/matrix/"))) >= 12


def test_every_unit_can_be_shown_however_deep(world: World, monkeypatch: Any) -> None:
    a_planned_world(world)
    monkeypatch.setattr("wellrun.web.presenters.matrix.WIDEST", 1)
    a_unit("ward", parent=world.north)
    narrow = text_of(matrix(world.chief, "system"))
    assert "One unit further down is left out. Show every unit" in narrow
    assert "further down" not in text_of(client_of(world.chief).get("/u/system/strategy/matrix/?units=all"))


def test_a_measure_of_an_objective_elsewhere_is_shown_without_saying_what_is_wanted_there(world: World) -> None:
    planned = a_planned_world(world)
    other = a_measure("rides")
    an_objective("close-the-southern-site", world.south, world.chief_post, rank=3, roles={"lag": other})
    arrive([*rows("rides", "north", steady(2)), *rows("rides", "south", steady(3))])
    evaluate_and_raise(cause="import")
    own = text_of(matrix(world.viewer, "north"))
    assert planned.four_hours.title in own
    assert "Other measures of the plan" in own
    assert "Close the southern site" not in own
    assert "Close the southern site" in text_of(matrix(world.chief, "system"))
