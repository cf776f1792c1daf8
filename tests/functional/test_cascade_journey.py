"""130 = 70 + 30 + 10 + 20 is whole; without the 30 it is 77 %, and the check says so on save and leads to its form."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import at
from tests.web.test_cascade import PARTS, an_aim, below
from tests.worlds import World, a_world
from wellrun.check.models import Finding
from wellrun.jobs.model_check import check_plan

pytestmark = [pytest.mark.functional, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with at():
        found = a_world()
        parent = an_aim(found)
        for number, amount in enumerate(PARTS):
            below(found, parent, f"part-{number}", amount=amount)
        check_plan(parent.plan)
        yield found


def test_a_part_that_is_taken_away_and_put_back_opens_and_closes_the_finding(
    live_server: Any,
    signed_in: Callable[[Page, Any], Page],
    new_page: Callable[..., Page],
    world: World,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = signed_in(new_page(), world.chief)
    here = f"{live_server.url}/u/system/strategy/cascade/"
    serves = f"{live_server.url}/plans/plan-2025/objectives/part-1/serves/"

    page.goto(here)
    expect(page.get_by_text("130 = 70 + 30 + 10 + 20: 100 %")).to_be_visible()
    assert not Finding.objects.filter(rule="OBJ-08", resolved_at__isnull=True).exists()

    # The 30 is taken away: the check speaks up on save.
    page.goto(serves)
    with page.expect_navigation():
        page.get_by_role("link", name="no more").click()
    assert_accessible(page)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("The check has something to say")
    page.goto(here)
    expect(page.get_by_text("100 of 130 = 70 + 10 + 20: 77 %")).to_be_visible()
    expect(page.get_by_text("Nobody takes on the remaining 30 beds.")).to_be_visible()
    finding = Finding.objects.get(rule="OBJ-08", resolved_at__isnull=True)

    # The finding leads to its form.
    page.goto(f"{live_server.url}/u/system/strategy/check/")
    assert_accessible(page)
    expect(page.get_by_text(finding.message).first).to_be_visible()
    page.get_by_role("link", name=re.compile(f"^Ask a unit to take on a part.*{re.escape(finding.message)}")).click()
    expect(page.get_by_label("Unit", exact=True).first).to_be_visible()
    assert_accessible(page)

    # Put back, it is closed.
    page.goto(serves)
    page.get_by_label("It serves", exact=True).select_option("fewer-beds")
    page.get_by_role("button", name="Go on to how much").click()
    page.get_by_label("It takes on, as an amount").fill("30")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text("mended")
    page.goto(here)
    expect(page.get_by_text("130 = 70 + 30 + 10 + 20: 100 %")).to_be_visible()
    finding.refresh_from_db()
    assert finding.resolved_at is not None
