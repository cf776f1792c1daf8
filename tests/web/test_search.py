"""Search finds what one may see, and leads to it."""

from typing import Any

import pytest

from tests.execution.asking import ask
from tests.factories import a_series, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.accounts.models import User


def search(user: User, words: str) -> Any:
    return client_of(user).get("/search/", {"q": words})


def test_measures_units_objectives_posts_and_actions_are_found_in_groups(world: World) -> None:
    an_objective("discharge-in-time", world.north, world.doer_post)
    ask(world, title="Hold the discharge call")
    content = search(world.viewer, "discharge").content.decode()
    # The objective, and the post that owns it.
    assert 'href="/plans/plan-2025/objectives/discharge-in-time/"' in content
    said = text_of(search(world.viewer, "discharge"))
    assert "3 things found" in said
    assert said.index("Objectives") < said.index("Posts") < said.index("Head of discharge North")
    assert "Action 1, asked of the head of discharge" in said
    assert 'href="/u/north/measures/ready-to-leave/"' in search(world.viewer, "ready leave").content.decode()
    assert "North site" in text_of(search(world.viewer, "north"))


def test_a_number_finds_the_action_of_that_number(world: World) -> None:
    ask(world, title="Hold the call")
    ask(world, title="Another")
    for words in ("2", "#2"):
        said = text_of(search(world.viewer, words))
        assert "Another" in said
        assert "Hold the call" not in said


def test_what_lies_outside_is_not_found(world: World) -> None:
    an_objective("secret-plan", world.south, world.chief_post)
    a_series(world.south)
    for words in ("secret", "south", "chief operating"):
        assert "Nothing found" in text_of(search(world.viewer, words))


def test_a_post_that_nobody_holds_says_so(world: World) -> None:
    assert "Transport lead North, held by nobody" in text_of(search(world.viewer, "transport"))


@pytest.mark.parametrize("words", ["", " ", "a", "%", "\x00\x00", "x" * 5000, "9" * 500, "²", "’;--", "<b>bold</b>"])
def test_odd_words_find_nothing_and_break_nothing(world: World, words: str) -> None:
    answer = search(world.viewer, words)
    assert answer.status_code == 200
    assert "<b>bold" not in answer.content.decode()


def test_typing_brings_the_answers_alone_with_their_count(world: World) -> None:
    answer = client_of(world.viewer).get("/search/", {"q": "discharge"}, headers={"HX-Request": "true"})
    content = answer.content.decode()
    assert "<html" not in content
    assert 'id="found" role="status" hx-swap-oob="true"' in content


def test_more_than_is_shown_is_said(world: World) -> None:
    for number in range(9):
        ask(world, title=f"Call number {number}")
    assert "There are more: add a word to narrow it down." in text_of(search(world.viewer, "call"))


def test_it_costs_the_same_for_any_number(world: World, django_assert_max_num_queries: Any) -> None:
    client = client_of(world.chief)
    client.get("/search/")
    with django_assert_max_num_queries(11):
        client.get("/search/", {"q": "call"})
    for number in range(9):
        ask(world, title=f"Call {number}")
        an_objective(f"call-{number}", world.north, world.lead_post, rank=number + 1)
    with django_assert_max_num_queries(11):
        client.get("/search/", {"q": "call"})
