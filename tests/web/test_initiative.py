"""One initiative: what it is to change, and what its owner says of it."""

from typing import Any

import pytest

from tests.api.calling import Program
from tests.execution.asking import ask
from tests.execution.test_initiatives import start
from tests.factories import an_objective, at
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.execution.models import Action, Initiative
from wellrun.jobs.follow_up import raise_stalled


@pytest.fixture
def initiative(world: World) -> Initiative:
    return start(world, an_objective("leave-on-time", world.north, world.lead_post))


def test_its_page_says_what_it_is_to_change_and_how_it_is_judged(world: World, initiative: Initiative) -> None:
    page = text_of(client_of(world.viewer).get("/initiatives/discharge-call/"))
    assert "The head of discharge owns it" in page
    assert "Is to change Ready to leave, North: no figures yet" in page
    assert "Write it down" not in page
    assert client_of(world.neighbour).get("/initiatives/discharge-call/").status_code == 404


def test_its_owner_says_how_it_goes(world: World, initiative: Initiative) -> None:
    owner = client_of(world.doer)
    empty = owner.post("/initiatives/discharge-call/", {"kind": "progress", "text": " "})
    assert empty.status_code == 422
    sent = owner.post("/initiatives/discharge-call/", {"kind": "progress", "text": "Two wards of five"}, follow=True)
    assert "Two wards of five" in text_of(sent)
    owner.post("/initiatives/discharge-call/", {"kind": "finished", "text": "All five hold it"})
    initiative.refresh_from_db()
    assert initiative.status == "finished"
    late = owner.post("/initiatives/discharge-call/", {"kind": "progress", "text": "Still"})
    assert late.status_code == 409


def test_who_does_not_own_it_cannot_speak_for_it(world: World, initiative: Initiative) -> None:
    answer = client_of(world.viewer).post("/initiatives/discharge-call/", {"kind": "progress", "text": "Well"})
    assert answer.status_code == 403
    assert client_of(world.viewer).post("/initiatives/discharge-call/", {}).status_code == 403
    assert not initiative.updates.exists()


def test_who_chairs_may_end_it_and_is_not_offered_to_say_how_it_goes(world: World, initiative: Initiative) -> None:
    chair, address = client_of(world.lead), "/initiatives/discharge-call/"
    assert "It goes on" not in text_of(chair.get(address))
    refused = chair.post(address, {"kind": "progress", "text": "Well"})
    assert refused.status_code == 422
    assert "Only whoever holds the post that owns it" in text_of(refused)
    assert chair.post(address, {"kind": "stopped", "text": "No money"}).status_code == 302


def test_a_silent_one_stands_in_the_room_with_its_page(
    world: World, initiative: Initiative, django_assert_max_num_queries: Any
) -> None:
    with at(days=30):
        (item,) = raise_stalled()
        client = client_of(world.lead)
        page = client.get(f"/reviews/{item.review_id}/items/{item.pk}/")
        assert "Initiative not spoken of, 30 days" in text_of(page)
        assert "Initiative stalled" in text_of(page)
        assert "/initiatives/discharge-call/" in page.content.decode()
        with django_assert_max_num_queries(20):
            client.get("/initiatives/discharge-call/")


def test_it_is_one_click_away_wherever_it_is_named(world: World, initiative: Initiative) -> None:
    asked = ask(world, title="Hold the call")
    Action.objects.filter(pk=asked.pk).update(initiative=initiative)
    link = 'href="/initiatives/discharge-call/"'
    client = client_of(world.viewer)
    pages = ("/u/north/strategy/", "/u/north/measures/ready-to-leave/", f"/actions/{asked.pk}/", "/search/?q=daily")
    assert [path for path in pages if link not in client.get(path).content.decode()] == []
    own = client.get("/initiatives/discharge-call/").content.decode()
    assert f'href="/actions/{asked.pk}/"' in own
    assert "Nothing found" in text_of(client_of(world.neighbour).get("/search/", {"q": "daily"}))


def test_a_program_reads_it_with_what_it_is_to_change(world: World, initiative: Initiative) -> None:
    program = Program(world.viewer)
    (found,) = program.get("/initiatives", within="north", status="active").body["results"]
    assert (found["key"], found["owner"]["key"], found["objective"]["key"]) == (
        "discharge-call",
        "head-of-discharge",
        "leave-on-time",
    )
    assert found["predictions"][0]["direction"] == "down"
    assert found["predictions"][0]["change"]["value"] == 0.03
    assert program.get("/initiatives/discharge-call").body["updates"] == []
    assert Program(world.neighbour).get("/initiatives").body["results"] == []
    assert Program(world.neighbour).get("/initiatives/discharge-call").status == 404
