"""The exceptions of the plan before, beside what is asked of the next one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import at
from tests.jobs.drafted import Drafted, a_drafted_world
from tests.worlds import a_world
from wellrun.audit.actions import SYSTEM
from wellrun.check.actions import state_waiver
from wellrun.check.models import Waiver
from wellrun.jobs.next_cycle import clone_plan
from wellrun.strategy.models import Plan

PAGE = "/plans/p27/exceptions/"


@pytest.fixture
def drafted(db: None) -> Iterator[Drafted]:
    with at():
        found = a_drafted_world(a_world())
        said = {"reason": "The feed comes next year", "post": found.world.chief_post, "expires": date(2026, 3, 31)}
        state_waiver(plan=found.former, rule="OBJ-02", subject="leave-on-time", by=SYSTEM, **said)
        cycle = {"starts": date(2026, 4, 1), "ends": date(2027, 3, 31)}
        clone_plan(plan=found.former, key="p27", name="Plan 2027", by=found.world.chief, **cycle)
        yield found


@pytest.fixture
def chief(drafted: Drafted, client: Client) -> Client:
    client.force_login(drafted.world.chief)
    return client


@pytest.fixture
def name(drafted: Drafted) -> str:
    """What the fields of the one exception end in."""
    return Waiver.objects.get(plan=drafted.former).pk.hex


@pytest.mark.parametrize("address", ["/plans/p27/activation/", "/u/system/strategy/check/?plan=p27", PAGE])
def test_what_was_set_aside_is_offered_with_its_reason_and_post_and_nothing_is_ticked(
    chief: Client, address: str
) -> None:
    shown = chief.get(address).content.decode()
    assert "Exceptions of the plan before" in shown
    assert "by Chief operating officer: The feed comes next year" in shown
    assert "checked" not in shown.split('id="renewals"')[1].split("</section>")[0]


def test_all_are_ticked_where_somebody_asks_for_that(chief: Client) -> None:
    assert "checked" in chief.get(f"{PAGE}?tick=all").content.decode().split('id="renewals"')[1]


@pytest.mark.parametrize(("back", "to"), [("activation", "/plans/p27/activation/"), ("check", "/u/system/strategy/")])
def test_what_is_ticked_is_renewed_and_one_comes_back_to_where_one_was(
    chief: Client, name: str, back: str, to: str
) -> None:
    sent = {f"tick-{name}": "on", f"reason-{name}": "Still no feed", f"expires-{name}": "2026-12-31", "back": back}
    answer = chief.post(PAGE, sent)
    assert (answer.status_code, answer["Location"][: len(to)]) == (302, to)
    kept = Waiver.objects.get(plan__key="p27")
    assert (kept.reason, kept.expires) == ("Still no feed", date(2026, 12, 31))
    assert "Exceptions of the plan before" not in chief.get("/plans/p27/activation/").content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Tick at least one that still holds."),
        ({"tick": "on", "reason": " ", "expires": "2026-12-31"}, "Say why."),
        ({"tick": "on", "reason": "Typed before", "expires": ""}, "Say until when."),
        ({"tick": "on", "reason": "Typed before", "expires": "2031-01-01"}, "An exception ends with its plan"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(chief: Client, name: str, sent: dict[str, str], said: str) -> None:
    answer = chief.post(PAGE, {f"{field}-{name}": value for field, value in sent.items()})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert sent.get("reason", "") in answer.content.decode()
    assert not Plan.objects.get(key="p27").waivers.exists()


def test_the_page_costs_no_query_for_each_exception(chief: Client, drafted: Drafted) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            chief.get("/u/system/strategy/check/?plan=p27")
        return len(counted)

    once = queries()
    assert once <= 20
    said = {"reason": "So be it", "post": drafted.world.chief_post, "expires": date(2026, 3, 31)}
    for rule in ("OBJ-04", "OBJ-01", "FOC-06"):
        state_waiver(plan=drafted.former, rule=rule, subject="leave-on-time", by=SYSTEM, **said)
    assert queries() <= once


def test_it_is_for_who_chairs_the_enterprise(drafted: Drafted, name: str) -> None:
    browser = Client()
    browser.force_login(drafted.world.lead)
    assert browser.get(PAGE).status_code == 404
    assert browser.post(PAGE, {f"tick-{name}": "on"}).status_code == 404
    assert not Plan.objects.get(key="p27").waivers.exists()


def test_setting_one_aside_from_the_list_of_what_is_asked_leads_back_to_it(chief: Client) -> None:
    shown = chief.get("/plans/p27/activation/").content.decode()
    assert "/?back=p27" in shown
