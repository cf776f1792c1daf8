"""Accounts and grants over REST, for who administers."""

from __future__ import annotations

import pytest

from tests.api.calling import Program
from tests.factories import a_user
from tests.worlds import World


@pytest.fixture
def administrator(world: World) -> Program:
    return Program(a_user("northern-admin", (world.north, "administrator")))


def test_accounts_and_grants_are_told_as_far_as_they_stand_there(world: World, administrator: Program) -> None:
    told = administrator.get("/accounts", within="north").body["results"]
    names = {one["username"] for one in told}
    assert {world.viewer.username, "northern-admin"} <= names
    assert world.stranger.username not in names
    assert {grant["unit"]["key"] for one in told for grant in one["grants"]} <= {"north", "medicine", "surgery"}
    grants = administrator.get("/grants", within="north", text="northern-admin").body["results"]
    assert [(one["user"], one["level"]) for one in grants] == [("northern-admin", "administrator")]
    assert administrator.get("/grants", within="south").status == 404
    assert Program(world.viewer).get("/accounts", within="north").status == 403


def test_an_account_is_closed_and_opened_again(world: World, administrator: Program) -> None:
    leaver = a_user("leaver", (world.north, "viewer"))
    address = f"/accounts/{leaver.pk}"
    assert administrator.get(address).body["is_open"] is True
    assert administrator.post(f"{address}/close").body == {"left": []}
    assert administrator.get(address).body["is_open"] is False
    assert administrator.post(f"{address}/close").code == "account_closed"
    assert administrator.post(f"{address}/reopen").body["is_open"] is True


def test_one_that_also_stands_elsewhere_is_not_closed_from_here(world: World, administrator: Program) -> None:
    both = a_user("both", (world.north, "viewer"), (world.south, "viewer"))
    assert administrator.post(f"/accounts/{both.pk}/close").code == "account_reaches_further"
    assert [one["unit"]["key"] for one in administrator.get(f"/accounts/{both.pk}").body["grants"]] == ["north"]
    assert Program(world.viewer).get(f"/accounts/{both.pk}").status == 404


def test_who_is_in_a_post_is_told_to_who_administers_its_unit(world: World, administrator: Program) -> None:
    (held,) = administrator.get(f"/posts/{world.lead_post.key}/holdings").body
    assert (held["user"], held["deputy"], held["ends"]) == ("lead", False, None)
    assert administrator.get(f"/posts/{world.chief_post.key}/holdings").status == 404
    assert Program(world.viewer).get(f"/posts/{world.lead_post.key}/holdings").status == 403
