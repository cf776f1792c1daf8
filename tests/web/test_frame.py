"""What surrounds every page: the unit, the switcher, what waits, who asks."""

from typing import Any

import pytest
from django.urls import reverse

from tests.execution.asking import ask
from tests.factories import a_unit, a_user, an_item
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.audit.actions import SYSTEM
from wellrun.organisation.models import Unit
from wellrun.reviews.actions import add_member
from wellrun.web.switcher import MOST, units_of


def test_without_a_unit_one_comes_to_the_one_last_looked_at_else_to_the_topmost(world: World) -> None:
    client = client_of(world.chief)
    assert client.get("/").url == "/u/system/day/"
    client.get("/u/south/strategy/")
    assert client.get("/").url == "/u/south/day/"


@pytest.mark.parametrize("place", ["day", "strategy", "actions", "escalations", "data", "data_quality", "data_imports"])
def test_a_unit_that_is_not_ones_own_answers_like_one_that_is_not_there(world: World, place: str) -> None:
    client = client_of(world.viewer)
    for unit in ("south", "system", "nowhere"):
        assert client.get(reverse(place, args=[unit])).status_code == 404


def test_who_has_no_unit_is_told_so(world: World) -> None:
    answer = client_of(world.stranger).get("/")
    assert answer.status_code == 404
    assert "Your account has no access to any unit yet" in text_of(answer)


def test_nobody_sees_a_page_without_signing_in(world: World, client: Any) -> None:
    answer = client.get("/u/north/day/")
    assert (answer.status_code, answer.url) == (302, "/sign-in/?next=/u/north/day/")


def test_the_switcher_lists_ones_units_as_a_tree_and_keeps_the_place(world: World) -> None:
    ward = a_unit("ward", parent=world.south, kind="ward")
    Unit.objects.filter(pk=world.north.pk).update(closed="2025-01-01")
    page = client_of(world.chief).get("/u/system/data/quality/").content.decode()
    assert [(placed.unit.key, placed.depth) for placed in units_of(world.chief)] == [
        ("system", 0), ("south", 1), ("ward", 2),
    ]  # fmt: skip
    assert page.index('class="menu-item depth-1" href="/u/south/strategy/"') < page.index(f"/u/{ward.key}/strategy/")
    assert (
        'class="menu-item depth-1" href="/u/south/data/"'
        in client_of(world.chief).get("/u/system/data/").content.decode()
    )


def test_a_long_list_of_units_can_be_narrowed_and_a_very_long_one_leads_to_search(world: World) -> None:
    assert "data-menu-find" not in client_of(world.chief).get("/u/system/day/").content.decode()
    for number in range(10):
        a_unit(f"ward-{number}", parent=world.south, kind="ward")
    assert "data-menu-find" in client_of(world.chief).get("/u/system/day/").content.decode()
    for number in range(MOST):
        a_unit(f"team-{number}", parent=world.south, kind="team")
    page = text_of(client_of(world.chief).get("/u/team-149/day/"))
    assert "There are more: find them by search" in page


def test_one_unit_alone_needs_no_switcher(world: World) -> None:
    page = client_of(world.viewer).get("/u/north/day/").content.decode()
    assert "Switch unit" not in page
    assert '<span class="unit-name">North</span>' in page


def test_a_closed_unit_is_reached_by_its_address(world: World) -> None:
    Unit.objects.filter(pk=world.south.pk).update(closed="2025-01-01")
    assert client_of(world.chief).get("/u/south/strategy/").status_code == 200


def test_the_counts_are_of_what_waits_for_the_person_in_the_unit(world: World) -> None:
    ask(world)
    an_item(world.review)
    shown = {
        who: text_of(client_of(getattr(world, who)).get("/u/north/day/"))
        for who in ("doer", "deputy", "lead", "viewer", "chief")
    }
    assert [who for who, said in shown.items() if "1 open action of yours" in said] == ["doer", "deputy"]
    assert [who for who, said in shown.items() if "1 review of yours waits" in said] == ["lead"]
    add_member(forum=world.flow, user=world.viewer, by=SYSTEM)
    assert "1 review of yours waits" in text_of(client_of(world.viewer).get("/u/north/day/"))


def test_an_action_for_another_unit_counts_where_its_post_is(world: World) -> None:
    ask(world, unit=world.system, by=world.chief)
    assert "1 open action of yours" in text_of(client_of(world.doer).get("/u/north/day/"))


def test_the_account_menu_names_the_posts_once(world: World) -> None:
    said = text_of(client_of(world.doer).get("/u/north/day/"))
    assert said.count("Head of discharge") == 1
    world.doer.display_name = "Head of discharge"
    world.doer.save()
    assert (
        text_of(client_of(world.doer).get("/u/north/day/")).count("Head of discharge") == 2
    )  # in the label and the menu


def test_what_surrounds_a_page_costs_the_same_for_any_number_of_units(
    world: World, django_assert_max_num_queries: Any
) -> None:
    client = client_of(world.chief)
    client.get("/search/")
    with django_assert_max_num_queries(5):
        client.get("/search/")
    for number in range(20):
        a_unit(f"ward-{number}", parent=world.south, kind="ward")
    with django_assert_max_num_queries(5):
        client.get("/search/")


def test_the_unit_last_looked_at_is_one_persons_and_looking_writes_nothing(
    world: World, django_assert_max_num_queries: Any
) -> None:
    client = client_of(world.chief)
    client.get("/u/south/data/")
    with django_assert_max_num_queries(20) as reads:
        client.get("/u/north/data/")
    assert not [query for query in reads.captured_queries if not query["sql"].lstrip().startswith("SELECT")]
    assert client.get("/search/").context["unit"] == world.north
    client.force_login(a_user("other", (world.system, "viewer")))
    assert client.get("/search/").context["unit"] == world.system


def test_a_person_of_two_trees_sees_both(world: World) -> None:
    person = a_user("both", (world.north, "viewer"), (world.south, "viewer"))
    assert [(placed.unit.key, placed.depth) for placed in units_of(person)] == [("north", 0), ("south", 0)]
