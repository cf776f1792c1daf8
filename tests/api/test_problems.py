"""What cannot be read, is not there or is too much gets a problem document, and never a fault of ours."""

import json
from typing import Any

import pytest
from django.test import override_settings

from tests.api.calling import Program
from tests.factories import an_item
from tests.worlds import World

NUL, HALF_A_PAIR = "a\x00b", "\ud800"


@pytest.fixture
def lead(world: World) -> Program:
    return Program(world.lead)


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/units/", "/units/not-a-uuid", "/actions/1/accept/now", "/ünits", "/units/a%0Ab", "/%0A"]
)
def test_an_address_that_there_is_not(lead: Program, path: str) -> None:
    answer = lead.get(path)
    assert (answer.status, answer.code) == (404, "address_unknown")


def test_a_method_that_an_address_does_not_take(lead: Program, world: World) -> None:
    answer = lead.post("/units")
    assert (answer.status, answer.code, answer.headers["Allow"]) == (405, "method_not_allowed", "GET")
    assert lead.get(f"/reviews/{world.review.pk}/open").headers["Allow"] == "POST"


def test_answers_are_kept_by_no_one_on_the_way(lead: Program) -> None:
    assert lead.get("/units").headers["Cache-Control"] == "no-store"
    assert lead.get("/nothing").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 201},
        {"limit": "many"},
        {"offset": -1},
        {"offset": 10**30},
        {"text": NUL},
        {"text": "x" * 201},
        {"key": "not a key"},
        {"kind": "castle"},
        {"within": "../etc"},
    ],
)
def test_a_filter_that_makes_no_sense(lead: Program, query: dict[str, Any]) -> None:
    answer = lead.get("/units", **query)
    assert (answer.status, answer.code) == (422, "invalid")
    assert [error["location"] for error in answer.body["errors"]] == [f"query.{next(iter(query))}"]


DATES = ["tomorrow", "2025-13-01", "2025-02-30", "0001-01-01", "9999-12-31", "1760430000", "2025-10-14T00:00:00", ""]


@pytest.mark.parametrize("day", DATES)
def test_a_date_that_is_none(lead: Program, day: str) -> None:
    assert lead.get("/actions", due_from=day).status == 422


@pytest.mark.parametrize(
    "moment", ["2025-10-14T09:00:00", "9999-12-31T23:59:59-23:59", "1", "0001-01-01T00:00:00+23:59"]
)
def test_a_moment_that_is_none(lead: Program, moment: str) -> None:
    assert lead.get("/reviews", since=moment).status == 422


BODIES: list[Any] = [
    "",
    "{",
    b"\xff\xfe",
    "[]",
    "null",
    '"text"',
    "NaN",
    '{"decision": {"reason": NaN}}',
    "[" * 100_000,
    '{"decision": ' * 5_000,
    "9" * 5_000,
    json.dumps({}),
    json.dumps({"decision": None}),
    json.dumps({"decision": {"reason": NUL, "text": "x"}}),
    json.dumps({"decision": {"reason": HALF_A_PAIR, "text": "x"}}),
    json.dumps({"decision": {"reason": "x", "text": "x", "effect_delay_days": 10**400}}),
    json.dumps({"decision": {"reason": "x", "text": "x", "look_back": 5}}),
    json.dumps({"decision": {"reason": ["x"], "text": "x"}}),
    json.dumps({"decision": {"reason": "x", "text": "x", "resaon": "misspelt"}}),
    json.dumps({HALF_A_PAIR: 1}),
    json.dumps({"action": {"title": "x", "done_when": "x", "post": "x y", "due": "2025-10-20"}}),
    json.dumps({"escalation": {"question": "x", "reply_by": "2025-10-20T09:00"}}),
    json.dumps({"decision": {"reason": "x", "text": "x" * 10_001}}),
]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_body_that_makes_no_sense_closes_nothing(lead: Program, world: World, body: Any) -> None:
    item = an_item(world.review)
    answer = lead.post(f"/items/{item.pk}/outcomes", body)
    assert (answer.status, answer.code) in {(400, "unreadable"), (422, "invalid")}
    item.refresh_from_db()
    assert item.status == "open"


def test_more_than_is_taken_at_once(lead: Program, world: World) -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100):
        answer = lead.post("/observations", "x" * 101)
    assert (answer.status, answer.code) == (413, "body_too_large")


def test_more_parameters_than_anyone_needs(lead: Program) -> None:
    answer = lead.get("/units?" + "&".join(f"a{number}=1" for number in range(1_001)))
    assert (answer.status, answer.code) == (400, "unreadable")


def test_the_refusal_of_a_room_keeps_its_code_sentence_and_facts(lead: Program, world: World) -> None:
    an_item(world.review)
    answer = lead.post(f"/reviews/{world.review.pk}/close")
    assert (answer.status, answer.code, answer.body["params"]) == (409, "outcome_needed", {"count": 1})
    assert answer.body["detail"] == "1 item still needs an outcome, or a date when you will reach it."
    assert answer.body["title"] == "Conflict"


def test_the_facts_of_a_refusal_may_be_dates(lead: Program, world: World) -> None:
    item = an_item(world.review, series=world.series)
    answer = lead.post(f"/items/{item.pk}/outcomes", decision={"text": "x", "reason": "x", "look_back": "2025-10-14"})
    assert (answer.status, answer.code) == (400, "look_back_too_early")
    assert answer.body["params"]["date"] > "2025-10-14"
