"""Receipts tell of many units at once: all are for whoever sees the enterprise, else one sees one's own."""

import pytest

from tests.api.calling import Program
from tests.api.figures import months, push
from tests.factories import a_user
from tests.worlds import World


@pytest.fixture
def programs(world: World) -> dict[str, Program]:
    people = {name: a_user(name, (world.north, "analyst")) for name in ("first", "second")}
    found = {name: Program(person) for name, person in people.items()} | {"chief": Program(world.chief)}
    push(found["first"], months([0.5]), name="first push")
    push(found["second"], months([0.6], start=2024), name="second push")
    return found


@pytest.mark.parametrize(("who", "seen"), [("first", 1), ("second", 1), ("chief", 2)])
def test_who_sees_which(programs: dict[str, Program], who: str, seen: int) -> None:
    answer = programs[who].get("/receipts").body
    assert answer["count"] == seen
    for receipt in answer["results"]:
        assert programs[who].get(f"/receipts/{receipt['id']}").body == receipt


def test_anothers_receipt_is_not_there(programs: dict[str, Program], world: World) -> None:
    (theirs,) = programs["second"].get("/receipts").ids
    assert programs["first"].get(f"/receipts/{theirs}").code == "not_found"
    assert Program(world.neighbour).get("/receipts").body["count"] == 0


def test_a_receipt_counts_and_hashes_what_came(programs: dict[str, Program]) -> None:
    (found,) = programs["first"].get("/receipts").body["results"]
    assert (found["file_name"], found["source"], found["received_by"]) == ("first push", "own-files", "first")
    assert (found["rows_read"], found["rows_new"], len(found["sha256"])) == (1, 1, 64)
