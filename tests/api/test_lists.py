"""Long lists: their parts, their filters, and how little they ask of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.access.places import a_place
from tests.api.calling import Program
from tests.factories import TODAY, a_measure, a_unit, a_user, an_item, an_objective
from tests.worlds import World
from wellrun.audit.actions import SYSTEM
from wellrun.execution.actions import accept_action
from wellrun.organisation.actions import hold_post
from wellrun.reviews.actions import ActionSpec, EscalationSpec, close_item_with

pytestmark = pytest.mark.integration


def test_a_list_says_how_many_there_are_and_where_the_next_part_is(world: World) -> None:
    chief = Program(world.chief)
    first = chief.get("/units", limit=2, text="").body
    assert (first["count"], len(first["results"])) == (3, 2)
    assert first["next"] == "/api/v1/units?limit=2&text=&offset=2"
    rest = chief.get("/units", limit=2, offset=2).body
    assert (len(rest["results"]), rest["next"]) == (1, None)
    assert chief.get("/units", offset=1_000_000_000).body["results"] == []


def test_the_next_part_never_leads_to_another_host(world: World) -> None:
    answer = Program(world.chief, host="localhost").get("/units", limit=1)
    assert answer.body["next"].startswith("/api/v1/units?")


def test_units_are_found_by_key_kind_words_and_what_they_are_within(world: World) -> None:
    chief = Program(world.chief)
    assert chief.get("/units", key="north").keys == ["north"]
    assert chief.get("/units", kind="site").keys == ["north", "south"]
    assert chief.get("/units", text="ORT").keys == ["north"]
    assert chief.get("/units", within="north").keys == ["north"]
    assert chief.get("/units", within="nowhere").code == "not_found"


def test_a_unit_names_its_parent_only_to_whoever_sees_that(world: World) -> None:
    assert Program(world.chief).get(f"/units/{world.north.pk}").body["parent"]["key"] == "system"
    assert Program(world.lead).get(f"/units/{world.north.pk}").body["parent"] is None


def test_posts_are_those_one_can_ask(world: World) -> None:
    assert Program(world.lead).get("/posts", text="discharge").keys == ["head-of-discharge"]
    assert "chief-operating-officer" not in Program(world.lead).get("/posts").keys


def test_a_measure_comes_with_every_version_of_its_definition(world: World) -> None:
    a_measure("another", domain="money")
    lead = Program(world.lead)
    assert lead.get("/measures", domain="money").keys == ["another"]
    (found,) = lead.get("/measures", text="ready").body["results"]
    assert [version["number"] for version in found["versions"]] == [1]
    assert found["versions"][0]["display"] == {"multiplier": 100.0, "decimals": 1, "unit": "%"}
    assert lead.get(f"/measures/{found['id']}").body == found


@pytest.fixture
def program(world: World) -> Program:
    return Program(a_user("reader", (world.system, "chair")))


def crowd(world: World, number: int) -> None:
    """Another unit with one of everything, and what its forum asked for."""
    unit = a_unit(f"site-{number}", parent=world.system)
    place = a_place(unit, a_measure(f"measure-of-{number}"))
    objective = an_objective(f"objective-{number}", world.system, world.chief_post, rank=number)
    place.forum.measures.add(place.series.measure)
    doer = a_user(f"doer-{number}", (unit, "contributor"))
    hold_post(post=place.post, user=doer, starts=TODAY, by=SYSTEM)
    for outcome in (ActionSpec(title="x", done_when="x", post=place.post, due=TODAY), EscalationSpec(question="x")):
        item = an_item(place.sitting, unit, series=place.series, objective=objective)
        created = close_item_with(item=item, outcome=outcome, by=SYSTEM)
        if created.action:
            accept_action(action=created.action, by=doer)


LISTS = [
    ("/units", 6),
    ("/posts", 6),
    ("/measures", 6),
    ("/series", 6),
    ("/signals", 8),
    ("/limits", 7),
    ("/forums", 8),
    ("/reviews", 6),
    ("/items", 8),
    ("/outcomes", 6),
    ("/actions", 8),
    ("/escalations", 8),
    ("/initiatives", 9),
    ("/objectives", 10),
    ("/receipts", 6),
]


@pytest.mark.parametrize(("path", "most"), LISTS)
def test_a_list_asks_the_same_few_queries_however_long_it_is(
    world: World, program: Program, path: str, most: int
) -> None:
    crowd(world, 1)
    program.get(path)
    with CaptureQueriesContext(connection) as few:
        before = program.get(path, limit=200).body["count"]
    for number in (2, 3):
        crowd(world, number)
    with CaptureQueriesContext(connection) as more:
        after = program.get(path, limit=200).body["count"]
    assert after > before or path == "/receipts"
    assert len(more) == len(few)
    assert len(more) <= most


def test_an_agenda_asks_the_same_few_queries_however_long_it_is(world: World, program: Program) -> None:
    asked = []
    for length in (1, 4):
        for _ in range(length):
            an_item(world.review, series=world.series)
        program.get("/units")
        with CaptureQueriesContext(connection) as queries:
            assert program.get(f"/reviews/{world.review.pk}/agenda").body["open_count"] >= length
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 10
