"""The clock of a demo: moved on by an administrator, and what that brings."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.factories import a_user
from tests.web.reviewing import client_of, text_of
from tests.worlds import World, a_world
from wellrun.accounts.models import User
from wellrun.lib import clock

MORNING = datetime(2025, 10, 14, 8, 0, tzinfo=UTC)


@pytest.fixture
def world(db: None, tmp_path: Path, settings: Any) -> Iterator[World]:
    """The small system under a clock that stands still in a file, as a demo's does."""
    clock.set_standing(tmp_path / "clock.json", MORNING)
    clock.use_standing_file(tmp_path / "clock.json")
    yield a_world()
    clock.use_standing_file(settings.CLOCK_FILE)


@pytest.fixture
def admin(world: World) -> User:
    return a_user("admin", (world.system, "administrator"))


def test_it_says_where_it_stands_and_moves_on(admin: User) -> None:
    client = client_of(admin)
    assert "It stands at Tue 14 Oct 2025, 09:00, until someone moves it on." in text_of(client.get("/clock/"))
    said = text_of(client.post("/clock/", {"days": "7"}, follow=True))
    assert "It stands at Tue 21 Oct 2025, 09:00" in said
    assert re.search(r"The clock moved on: \d reviews were scheduled\.", said)


def test_a_step_that_is_not_offered_is_refused(admin: User) -> None:
    for days in ("-7", "0", "1000", "x", ""):
        answer = client_of(admin).post("/clock/", {"days": days})
        assert answer.status_code == 422
    assert clock.now() == MORNING


def test_only_an_administrator_of_the_whole_moves_it(world: World) -> None:
    for user in (world.chief, a_user("local", (world.north, "administrator"))):
        answer = client_of(user).post("/clock/", {"days": "7"})
        assert answer.status_code in {403, 404}
    assert "Move the clock" not in text_of(client_of(world.chief).get("/u/system/data/"))
    assert clock.now() == MORNING


def test_who_may_finds_it_with_the_data(admin: User) -> None:
    assert "Move the clock" in text_of(client_of(admin).get("/u/system/data/"))


def test_a_site_whose_clock_runs_has_no_such_page(admin: User) -> None:
    clock.use_standing_file(None)
    assert client_of(admin).get("/clock/").status_code == 404
